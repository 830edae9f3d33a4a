/** @file How fine a grid a game needs: its laws are read between the nodes, where there is mass, and held against themselves. */
import type { Density } from "../../catalogue/define.ts";
import { random } from "../../math/random.ts";
import { lawOfData } from "../game/law-of-data.ts";
import type { Setup } from "../game/setup.ts";
import { latticeFor, type NodeCount, tooCoarse, type Unsolvable } from "./game-on-lattice.ts";
import { type Lattice, neighbours, read } from "./lattice.ts";
import type { ScalingProblem } from "./scaling.ts";
import { scalingNodes, scalingProblem, whyNotScaling } from "./scaling-game.ts";
import { finiteDifferenceNodes, finiteDifferenceProblem, whyNotFiniteDifferences } from "./finite-differences/finite-difference-game.ts";
import type { HopfLaxProblem } from "./hopf-lax/problem.ts";
import { hopfLaxNodes, hopfLaxProblem, whyNotHopfLax } from "./hopf-lax/hopf-lax-game.ts";
import type { FiniteDifferenceProblem } from "./finite-differences/sweep.ts";

/** Of log π and log ρ₀, read between the nodes where there is mass: more nodes are taken above, none are enough far above. */
const BLURRED = { usual: 5e-4, most: 0.05 } as const;
const PROBES = 256;

/** How much finer the next grid is. */
const FINER = 1.5;

/**
 * The game for the scaling solver on as many nodes as are asked for, or as many more as its laws need; or why on none.
 *
 * @param resolution times the usual number of nodes of an axis
 * @param limit nodes of an axis at most, where time is short
 */
export function fineScaling(setup: Setup, resolution: number, limit = Number.POSITIVE_INFINITY): ScalingProblem | Unsolvable {
  const { usual, most } = scalingNodes(setup);
  const wanted = { first: Math.round(usual * resolution), most: Math.min(most, limit), blur: BLURRED.usual };
  return whyNotScaling(setup) ?? finely(setup, wanted, (nodes) => scalingProblem(setup, nodes));
}

/** The same for finite differences: their own errors are larger than what is read off between the nodes, which adds no nodes to them. */
export function fineDifferences(setup: Setup, resolution: number): FiniteDifferenceProblem | Unsolvable {
  const { usual, most } = finiteDifferenceNodes(setup);
  const wanted = { first: Math.round(usual * resolution), most, blur: BLURRED.most };
  return whyNotFiniteDifferences(setup) ?? finely(setup, wanted, (nodes) => finiteDifferenceProblem(setup, nodes));
}

/** The same for Hopf and Lax's formula, which is as fine as g is. */
export function fineHopfLax(setup: Setup, resolution: number): HopfLaxProblem | Unsolvable {
  const { usual, most } = hopfLaxNodes(setup);
  const wanted = { first: Math.round(usual * resolution), most, blur: BLURRED.usual };
  return whyNotHopfLax(setup) ?? finely(setup, wanted, (nodes) => hopfLaxProblem(setup, nodes));
}

/** The same for a crowd that is marched down its cost. */
export function fineMarch<Problem extends { readonly lattice: Lattice }>(
  setup: Setup,
  { usual, most }: NodeCount,
  resolution: number,
  on: (nodes: number) => Problem | Unsolvable,
): Problem | Unsolvable {
  return finely(setup, { first: Math.round(usual * resolution), most, blur: BLURRED.most }, on);
}

interface Wanted {
  /** Nodes of an axis at first, and at most. */
  readonly first: number;
  readonly most: number;
  /** More are taken above this. */
  readonly blur: number;
}

function finely<Problem extends { readonly lattice: Lattice }>(
  setup: Setup,
  { first, most, blur }: Wanted,
  on: (nodes: number) => Problem | Unsolvable,
): Problem | Unsolvable {
  for (let nodes = Math.min(most, first); ; nodes = Math.min(most, Math.round(FINER * nodes))) {
    const { slot, by } = blurOf(setup, nodes);
    if (by > blur && nodes < most) continue;
    const problem = on(nodes);
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
  const [data, reference] = [read ? lawBlur(lawOfData(setup), lattice) : 0, lawBlur(setup.reference, lattice)];
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
