/**
 * @file A crowd at rest, by Newton's method on a box: nothing is trained, and nothing happens in time. The Cole-Hopf transform makes two waves of
 * value and crowd, n = ΦΓ, U = −σ² log Φ (docs/mathematics.md, A crowd that is crossed).
 */
import type { Reference } from "../define.ts";
import { MOST_NODES } from "../limits.ts";
import { choice, integer, real } from "../params.ts";
import { objective, objectiveSpec } from "../terms.ts";

export const references: readonly Reference[] = [
  {
    authors: "Ullmo, D., Swiecicki, I. and Gobron, T.",
    title: "Quadratic mean field games",
    year: 2019,
    arxiv: "1708.07730",
  },
  { authors: "Shortley, G. H. and Weller, R.", title: "The numerical solution of Laplace's equation", year: 1938 },
];

export const spec = objectiveSpec({
  id: "stationary",
  title: "Solved at rest",
  about: "Nothing is trained: Newton's method finds the crowd that stays as it is around the intruder, on a box of nodes.",
  section: "A crowd that is crossed",
  formula: String.raw`0=\xi^2\Delta\Phi-\tfrac{s\xi}{c_s}\partial_y\Phi+(1-n)\Phi-\tfrac{\gamma\xi}{c_s}\Phi\log\Phi`,
  setting: "stationary",
  params: {
    halfBox: real({
      ...{
        symbol: "L",
        about: "The box goes so far from the intruder, and the crowd is held at its far density there.",
        default: 3,
        min: 1,
      },
      ...{ max: 20, scale: "log", unit: "m", applies: "live" },
    }),
    cells: integer({
      ...{ about: "Nodes of an axis. A step of Newton's method grows as their fourth power.", default: 81, min: 41, max: MOST_NODES },
      applies: "live",
    }),
    circle: choice({
      about: "Where the disc ends: where it does, or at the next node, as in the authors' own runs.",
      default: "cut",
      options: [
        { id: "cut", title: "exact circle" },
        { id: "staircase", title: "staircase of nodes" },
      ],
      applies: "live",
    }),
  },
  at: "at once",
  learnsScore: false,
  fits({ dynamics, lagrangian }) {
    if (dynamics.spec.crossing === undefined)
      return { reason: "Nothing crosses the crowd in these dynamics.", nearest: { "game.dynamics.id": "crossing" } };
    const { linearReply, coleHopf, energyWeight } = lagrangian.spec;
    if (linearReply !== true || coleHopf || energyWeight?.(lagrangian.params) !== 1)
      return {
        reason: "Two waves stand for value and crowd where moving costs ½|a|²: another weight is another ξ and c_s.",
        nearest: { "game.lagrangian": { id: "kinetic", params: { weight: 1 } } },
      };
    return true;
  },
});

export const stationary = objective(spec, {
  networks: () => [],
  solveAtOnce: ({ halfBox, cells, circle }) => ({
    ...{ solver: "crossing", halfBox: Number(halfBox), cells: Number(cells), circle: circle === "staircase" ? "staircase" : "cut" },
  }),
});
