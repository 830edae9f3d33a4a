/** @file Forward and backward sweeps: how many are in each state, what each state costs from then on, and what is best, in turn. */
import type { Reference } from "../define.ts";
import { integer, real } from "../params.ts";
import { objective, objectiveSpec } from "../terms.ts";

export const references: readonly Reference[] = [
  { authors: "Laurière, M.", title: "Numerical methods for mean field games and mean field type control", year: 2021, arxiv: "2106.06231" },
];

export const spec = objectiveSpec({
  id: "forward-backward",
  title: "Forward and backward",
  about: "Shares forward in time, costs backward, what is best for each; again, until nobody changes anything.",
  section: "Epidemics of rational agents",
  formula: String.raw`m'=Q^*(a)\,m,\quad -V'=\min_a\{c+Q(a)V\}`,
  setting: "states",
  params: {
    steps: integer({
      about: "Time steps from the start to the end; each is of order four.",
      ...{ default: 2000, min: 50, max: 20000, scale: "log", applies: "live" },
    }),
    tolerance: real({
      about: "It ends when no choice moves by more than this in a sweep, in parts of its room.",
      ...{ default: 1e-7, min: 1e-12, max: 1e-2, scale: "log", applies: "live" },
    }),
  },
  at: "at once",
  learnsScore: false,
  fits: ({ dynamics }) =>
    dynamics.spec.setting === "states"
      ? true
      : { reason: "People do not change between states here.", nearest: { "objective.id": "roll-out" } },
});

export const forwardBackward = objective(spec, {
  networks: () => [],
  solveAtOnce: ({ steps, tolerance }) => ({ solver: "forward-backward", steps: Number(steps), tolerance: Number(tolerance) }),
});
