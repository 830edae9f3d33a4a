/**
 * @file Finite differences: any convex Hamiltonian, with noise or without, is solved on a grid, sweep by sweep; nothing is trained.
 *
 *     values backward by a monotone scheme, the population forward by its exact transpose:   mass and sign are kept whatever U is
 *
 * Errors are of order 1 in the distance of nodes: where scaling fits, it is the finer one (docs/mathematics.md, Solved on a grid).
 */
import { prescribes, type Reference } from "../define.ts";
import type { PlaceFacts } from "../features.ts";
import { CHANGE, chosenInteractions, onGrid, resolution, resolutionOf } from "../on-grid.ts";
import { type Game, objective, objectiveSpec } from "../terms.ts";
import { fitsUnless } from "../reason.ts";

export const references: readonly Reference[] = [
  {
    authors: "Achdou, Y. and Capuzzo-Dolcetta, I.",
    title: "Mean field games: numerical methods",
    year: 2010,
  },
  {
    authors: "Achdou, Y. and Laurière, M.",
    title: "Mean field games and applications: numerical aspects",
    year: 2020,
    arxiv: "2003.04444",
  },
];

export const spec = objectiveSpec({
  id: "finite-differences",
  title: "Solved on a grid: finite differences",
  about:
    "Nothing is trained: values go back and the population comes forward by implicit steps between neighbouring nodes, until they agree.",
  section: "Solved on a grid",
  formula: String.raw`\tfrac{U^k-U^{k+1}}{\Delta t}+g(D_hU^k,\rho^{k+1})=\dots,\quad \tfrac{\rho^{k+1}-\rho^k}{\Delta t}+A^{\mathsf T}\rho^{k+1}=0`,
  params: { resolution },
  at: "grid",
  reflects: true,
  curves: () => [CHANGE],
  learnsScore: false,
  fits(game, _params, logDensity) {
    const noise = game.interactions.find(({ spec: { asNoise } }) => asNoise !== undefined);
    if (noise !== undefined)
      return {
        reason: `${noise.spec.title} has no price at a node. Scaling trades it for noise.`,
        nearest: { "objective.id": "scaling" },
      };
    return fitsUnless(
      nearestOf(game, { kind: "grid", targetDensity: logDensity, critic: false }),
      "Finite differences need a Hamiltonian, dynamics without a drift of their own (it would be blurred), and costs with a price at every node: no gradient leads to a prescribed end.",
    );
  },
});

function nearestOf({ dynamics, lagrangian, interactions, terminal }: Game, place: PlaceFacts): Record<string, unknown> {
  const nearest: Record<string, unknown> = {};
  if (dynamics.spec.drifts) nearest["game.dynamics.id"] = "constant-noise";
  if (typeof lagrangian.spec.hamiltonianFormula !== "function") nearest["game.lagrangian.id"] = "kinetic";
  const priced = onGrid(place);
  if (!interactions.every(priced)) nearest["game.interactions"] = chosenInteractions(interactions.filter(priced));
  if (prescribes(terminal.spec) || !priced(terminal)) nearest["game.terminal.id"] = place.targetDensity ? "reverse-kl" : "mmd";
  return nearest;
}

export const finiteDifferences = objective(spec, {
  networks: () => [{ role: "value", output: "potential" }],
  solve: (params) => ({ solver: "finite-differences", resolution: resolutionOf(params) }),
});
