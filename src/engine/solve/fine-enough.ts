/** @file How fine a grid a game needs: its laws are read between the nodes, where there is mass, and held against themselves. */
import type { Density } from "../../catalogue/define.ts";
import { random } from "../../math/random.ts";
import type { Setup } from "../game/setup.ts";
import { latticeFor, tooCoarse, type Unsolvable } from "./game-on-lattice.ts";
import { type Lattice, neighbours, read } from "./lattice.ts";
import type { ScalingProblem } from "./scaling.ts";
import { scalingNodes, scalingProblem, whyNotScaling } from "./scaling-game.ts";

/** Of log π and log ρ₀, read between the nodes where there is mass: more nodes are taken above, none are enough far above. */
const BLURRED = { usual: 5e-4, most: 0.05 } as const;
const PROBES = 256;

/** How much finer the next grid is. */
const FINER = 1.5;

/**
 * The game on as many nodes as are asked for, or as many more as its laws need; or why on none.
 *
 * @param resolution times the usual number of nodes of an axis
 * @param limit nodes of an axis at most, where time is short
 */
export function fineProblem(setup: Setup, resolution: number, limit = Number.POSITIVE_INFINITY): ScalingProblem | Unsolvable {
  const refused = whyNotScaling(setup);
  if (refused !== undefined) return refused;
  const { usual, most: fit } = scalingNodes(setup);
  const most = Math.min(fit, limit);
  for (let nodes = Math.min(most, Math.round(usual * resolution)); ; nodes = Math.min(most, Math.round(FINER * nodes))) {
    const { slot, by } = blurOf(setup, nodes);
    if (by > BLURRED.usual && nodes < most) continue;
    const problem = scalingProblem(setup, nodes);
    // What no number of nodes would mend is the truer reason.
    if ("slot" in problem && (problem.coarse !== true || nodes === most)) return problem;
    if (!("slot" in problem)) return by > BLURRED.most ? tooCoarse(slot, problem.lattice) : problem;
  }
}

/** E |log ρ read between the nodes − log ρ| under ρ itself, of the law for which it is larger; 0 where no density is asked for. */
function blurOf(setup: Setup, nodes: number): { readonly slot: "data" | "reference"; readonly by: number } {
  const lattice = latticeFor(setup, nodes);
  const { terminal, interactions } = setup.composed;
  const read = [terminal, ...interactions].some(({ spec }) => spec.needs.includes("targetLogDensity"));
  const [data, reference] = [read ? lawBlur(setup.data, lattice) : 0, lawBlur(setup.reference, lattice)];
  return data > reference ? { slot: "data", by: data } : { slot: "reference", by: reference };
}

function lawBlur(law: Density, lattice: Lattice): number {
  if (law.logDensity === undefined) return 0;
  const d = lattice.dimension;
  const x = new Float32Array(PROBES * d);
  law.sample(random(1, "blur"), PROBES, x);
  const near = [...new Set(Array.from({ length: PROBES }, (_, i) => neighbours(lattice, x, i * d)).flat())];
  const [truth, values] = [new Float64Array(PROBES), new Float64Array(near.length)];
  law.logDensity(x, PROBES, truth);
  law.logDensity(Float64Array.from(near.flatMap((node) => [...lattice.x.subarray(node * d, (node + 1) * d)])), near.length, values);
  const field = new Float64Array(lattice.n);
  near.forEach((node, k) => (field[node] = values[k]!));
  const blur = truth.reduce((total, value, i) => total + Math.abs(read(lattice, field, x, i * d).value - value) / PROBES, 0);
  return Number.isFinite(blur) ? blur : Number.POSITIVE_INFINITY;
}
