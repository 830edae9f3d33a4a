/**
 * @file Roll-out: simulate the particles, add up what they pay, and differentiate through the simulation.
 *
 * Paths are pushed from the reference, unless the terminal cost is an average over the data (forward KL): then they are
 * pulled back from the data, and the density is read off where they land.
 */
import type { Reference } from "../define.ts";
import { learnTerms, objective, objectiveSpec } from "../terms.ts";
import { integratorOf, pathParams, pathsTerm, rolledOutFits } from "../rolled-out.ts";
import { moverOf } from "../role.ts";

export const references: readonly Reference[] = [
  {
    authors: "Ruthotto, L., Osher, S., Li, W., Nurbekyan, L. and Wu Fung, S.",
    title: "A machine learning framework for solving high-dimensional mean field game and mean field control problems",
    year: 2020,
    arxiv: "1912.01825",
  },
];

export const spec = objectiveSpec({
  id: "roll-out",
  title: "Roll-out",
  about: "Simulate the particles, add up what they pay, and differentiate through the simulation.",
  section: "Integrators",
  formula: String.raw`\nabla_\theta\, J\big(X^\theta_{0:T}\big)`,
  params: pathParams,
  at: "paths",
  integrator: integratorOf,
  learnsScore: false,
  fits: (game, params, logDensity) => rolledOutFits(game, params, logDensity, false),
});

export const rollOut = objective(spec, {
  networks: (game) => [{ role: moverOf(game.output), output: game.output }],
  plan(parts, params) {
    const term = pathsTerm(parts, params);
    return learnTerms(term.of, [term]);
  },
});
