/**
 * @file Hopf and Lax's formula: a game without noise, where the crowd costs nobody anything, is solved on a grid in one pass; nothing is trained.
 *
 *     U(x, t) = min_y g(y) + w|x − y|²/(2(T − t))     everybody goes straight to where it is cheapest to end
 *
 * The least of parabolas at all nodes at once is their lower envelope, O(n), one axis after the other (docs/mathematics.md, Hopf and Lax's formula).
 */
import type { FunctionalSpec, Reference } from "../define.ts";
import type { PlaceFacts } from "../features.ts";
import { onGrid, resolution, resolutionOf } from "../on-grid.ts";
import type { ParamValues } from "../params.ts";
import { type Game, objective, objectiveSpec } from "../terms.ts";
import { fitsUnless } from "../reason.ts";

export const references: readonly Reference[] = [
  { authors: "Lax, P. D.", title: "Hyperbolic systems of conservation laws II", year: 1957 },
  { authors: "Hopf, E.", title: "Generalized solutions of non-linear equations of first order", year: 1965 },
  { authors: "Felzenszwalb, P. F. and Huttenlocher, D. P.", title: "Distance transforms of sampled functions", year: 2012 },
];

export const spec = objectiveSpec({
  id: "hopf-lax",
  title: "Solved on a grid: Hopf-Lax",
  about: "Nothing is trained: without noise, and with costs of place alone, everybody goes straight to where it is cheapest to end.",
  section: "Hopf and Lax's formula",
  formula: String.raw`U(x,t)=\min_y\,g(y)+\tfrac{w|x-y|^2}{2(T-t)}`,
  params: { resolution },
  at: "grid",
  reflects: true,
  curves: () => [{ name: "cost", title: "cost of the crowd", slot: "terminal" }],
  learnsScore: false,
  fits(game, _params, logDensity) {
    return fitsUnless(
      nearestOf(game, { kind: "grid", targetDensity: logDensity, critic: false }),
      "Hopf and Lax's formula is for straight paths: no noise and no drift, a kinetic energy, no discount, nothing to pay on the way, and an end cost of place that the crowd does not change.",
    );
  },
});

function nearestOf({ dynamics, lagrangian, interactions, terminal, discount }: Game, place: PlaceFacts): Record<string, unknown> {
  const nearest: Record<string, unknown> = {};
  if (dynamics.spec.noisy || dynamics.spec.drifts) nearest["game.dynamics.id"] = "deterministic";
  if (lagrangian.spec.linearReply !== true || lagrangian.spec.coleHopf) nearest["game.lagrangian.id"] = "kinetic";
  if (discount !== 0) nearest["game.discount"] = 0;
  if (interactions.length > 0) nearest["game.interactions"] = [];
  if (!isLinear(terminal.spec, terminal.params) || !onGrid(place)(terminal))
    nearest["game.terminal.id"] = place.targetDensity ? "cross-entropy" : "potential-energy";
  return nearest;
}

const isLinear = ({ coupling }: FunctionalSpec, params: ParamValues): boolean =>
  (typeof coupling === "function" ? coupling(params) : coupling) === "linear";

export const hopfLax = objective(spec, {
  networks: () => [{ role: "value", output: "potential" }],
  solve: (params) => ({ solver: "hopf-lax", resolution: resolutionOf(params) }),
});
