/**
 * @file Roll-out: simulate the particles, add up what they pay, and differentiate through the simulation.
 *
 * Paths are pushed from the reference, unless the terminal cost is an average over the data (forward KL): then they are
 * pulled back from the data, and the density is read off where they land.
 */
import type { Reference } from "../define.ts";
import { learnTerms, objective, objectiveSpec } from "../terms.ts";
import { pathsTerm, rolledOutFits } from "../rolled-out.ts";
import { choice, integer } from "../params.ts";

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
  params: {
    integrator: choice({
      about: "How a path is stepped forward; the order says how fast its error falls with the step.",
      default: "rk4",
      options: [
        { id: "euler", title: "Euler (order 1)" },
        { id: "midpoint", title: "Midpoint (order 2)" },
        { id: "rk4", title: "Runge-Kutta (order 4)" },
        { id: "euler-maruyama", title: "Euler-Maruyama (noise)" },
      ],
      applies: "restart",
    }),
    steps: integer({
      symbol: "K",
      about: "Time steps in training. Too few, and the network learns to exploit the integrator's error.",
      default: 4,
      min: 1,
      max: 64,
      applies: "restart",
    }),
  },
  at: "paths",
  learnsScore: false,
  fits: (game, params, logDensity) => rolledOutFits(game, params, logDensity, false),
});

export const rollOut = objective(spec, {
  networks: (game) => [{ role: game.output === "potential" ? "value" : "velocity", output: game.output }],
  plan(parts, params) {
    const term = pathsTerm(parts, params);
    return learnTerms(term.of, [term]);
  },
});
