/**
 * @file What the price of an interaction asks of the crowd, at points where somebody wants to read that price.
 *
 *     log ρ_t(x) = log ρ₀(x₀) − ∫₀ᵗ ∇·b dt       along the path that comes through x at t, anywhere: on the box as at a particle
 *     log ρ̃_t(x) = log π(x_T) + ∫ₜᵀ ∇·b ds       where the data are pulled back: their population is the one that pays
 *     log π(x)
 *     m(t)                                        of the crowd at that time
 *     E_Y k(x, Y)                                 over the crowd at that time, or over the data
 */
import { lawOfData } from "../game/law-of-data.ts";
import { type Expr, leaves } from "../../math/expressions/expression.ts";
import { uniformTimes } from "../../math/integrators.ts";
import { populationLeaves } from "../game/evaluation.ts";
import { meanLeaf } from "../game/functional.ts";
import type { Flow } from "./flow.ts";
import { kernelAverage } from "./kernel-average.ts";

export type CrowdLeaves = Readonly<Record<string, Float64Array>>;

/** Leaves at points x [n, d] and time t, if the crowd is at y [m, d] then. */
export type CrowdAt = (x: Float32Array, n: number, t: number, y: Float32Array) => Promise<CrowdLeaves>;

export interface CrowdAsked {
  readonly flow: Flow;
  /** Steps of the flow over the whole horizon. */
  readonly steps: number;
  /** Draws of the data, [m, d], always the same. */
  data(): Float32Array;
}

/** Whether the crowd that pays is that of the pulled-back data. */
const isPulled = ({ setup }: Flow): boolean => setup.objective.at === "paths" && setup.composed.terminal.spec.measure === "target";

/**
 * null where the crowd's density is asked for and nobody knows it: noisy paths without a score, or no density at their far end. How it
 * slopes and bends only a grid knows.
 * @param costs whose leaves are wanted: the interactions, where nothing else is said
 */
export function crowdLeaves(given: CrowdAsked, roots: readonly Expr[], costs = given.flow.setup.composed.interactions): CrowdAt | null {
  const { flow } = given;
  const { setup } = flow;
  const { dimension: d } = setup;
  const asked = leaves(roots);
  const pulled = isPulled(flow);
  const end = pulled ? lawOfData(setup) : setup.reference;
  // What a grid knows it answers by itself.
  const [, ...bends] = populationLeaves(d);
  if (flow.known === undefined && bends.some((name) => asked.has(name))) return null;
  const dense = asked.has("logDensity") && flow.known === undefined;
  if (dense && (flow.ode === null || end.logDensity === undefined)) return null;
  const features = costs.flatMap(({ crowd }) => crowd);
  const means = features.flatMap((each) => (each.kind === "mean" ? [each.path] : []));
  const kernels = features.flatMap((each) => (each.kind === "kernel" ? [{ ...each, average: kernelAverage(each, setup) }] : []));
  return async (x, n, t, y) => {
    const found: Record<string, Float64Array> = {};
    if (dense) found["logDensity"] = await logDensityAt(given, x, n, t, pulled);
    if (asked.has("targetLogDensity")) setup.data?.logDensity?.(x, n, (found["targetLogDensity"] = new Float64Array(n)));
    if (features.length === 0) return found;
    const crowd = pulled ? await pulledBack(given, t) : y;
    for (const { leaf, against, average } of kernels) found[leaf] = average(x, n, against === "population" ? crowd : given.data());
    const count = crowd.length / d;
    for (let axis = 0; axis < d; axis++) {
      let mean = 0;
      for (let i = 0; i < count; i++) mean += crowd[i * d + axis]! / count;
      for (const path of means) found[meanLeaf(path, axis)] = new Float64Array(n).fill(mean);
    }
    return found;
  };
}

/** From one time to another in steps of the length that was asked for. */
export function timesBetween({ flow, steps }: Pick<CrowdAsked, "flow" | "steps">, from: number, to: number): Float64Array {
  const count = Math.max(1, Math.ceil((steps * Math.abs(to - from)) / flow.setup.experiment.game.horizon));
  const times = uniformTimes(Math.min(from, to), Math.max(from, to), count);
  return from < to ? times : times.reverse();
}

async function logDensityAt(given: CrowdAsked, x: Float32Array, n: number, t: number, pulled: boolean): Promise<Float64Array> {
  const { flow } = given;
  const { setup } = flow;
  const end = pulled ? lawOfData(setup) : setup.reference;
  const far = pulled ? setup.experiment.game.horizon : 0;
  const out = new Float64Array(n);
  const still = t === far;
  const moved = still || flow.ode === null ? null : await flow.move(x, n, timesBetween(given, t, far), [flow.ode.divergence]);
  end.logDensity?.(moved?.x ?? x, n, out);
  const sign = pulled ? 1 : -1;
  if (moved !== null) for (let i = 0; i < n; i++) out[i]! += sign * moved.integrals[0]![i]!;
  return out;
}

async function pulledBack(given: CrowdAsked, t: number): Promise<Float32Array> {
  const { flow } = given;
  const y = given.data();
  const { horizon } = flow.setup.experiment.game;
  return t === horizon ? y : (await flow.move(y, y.length / flow.setup.dimension, timesBetween(given, horizon, t), [])).x;
}
