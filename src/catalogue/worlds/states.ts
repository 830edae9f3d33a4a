/** @file No space: people are in one of finitely many states. */
import type { Reference } from "../define.ts";
import { worldSpec } from "../world.ts";

export const references: readonly Reference[] = [
  {
    authors: "Gomes, D. A., Mohr, J. and Souza, R. R.",
    title: "Continuous time finite state mean field games",
    year: 2013,
    arxiv: "1203.3173",
  },
];

export const spec = worldSpec({
  id: "states",
  title: "States",
  about: "People are nowhere in particular: each is in one of a few states, and changes.",
  section: "Epidemics of rational agents",
  formula: String.raw`x\in\{S,I,\dots\}`,
  setting: "states",
  params: {},
});
