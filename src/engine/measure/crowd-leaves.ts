/**
 * @file What the price of an interaction asks of the crowd, at points where somebody wants to read that price.
 *
 *     log ρ_t(x) = log ρ₀(x₀) − ∫₀ᵗ ∇·b dt       along the path that comes through x at t, anywhere: on the box as at a particle
 *     log ρ̃_t(x) = log π(x_T) + ∫ₜᵀ ∇·b dt       where the data are pulled back: their population is the one that pays
 *     m(t)                                        of the crowd at that time
 *     E_Y k(x, Y)                                 over the crowd at that time, or over the data
 */
import { type Expr, leaves } from "../../math/expressions/expression.ts";
import { uniformTimes } from "../../math/integrators.ts";
import { meanLeaf } from "../game/functional.ts";
import { kernelAverage } from "./kernel-average.ts";
import type { Subject } from "./subject.ts";

export type CrowdLeaves = Readonly<Record<string, Float64Array>>;

/** Leaves at points x [n, d] and time t, if the crowd is at y [m, d] then. */
export type CrowdAt = (x: Float32Array, n: number, t: number, y: Float32Array) => Promise<CrowdLeaves>;

/** null where the crowd's density is asked for and nobody knows it: noisy paths without a score, or no density at their far end. */
export function crowdLeaves(subject: Subject, roots: readonly Expr[]): CrowdAt | null {
  const { setup, flow } = subject;
  const { composed, dimension: d } = setup;
  const asked = leaves(roots);
  const pulled = setup.objective.at === "paths" && composed.terminal.spec.measure === "target";
  const end = pulled ? setup.data : setup.reference;
  const dense = asked.has("logDensity");
  if (dense && (flow.ode === null || end.logDensity === undefined)) return null;
  const features = composed.interactions.flatMap(({ crowd }) => crowd);
  const means = features.flatMap((each) => (each.kind === "mean" ? [each.path] : []));
  const kernels = features.flatMap((each) => (each.kind === "kernel" ? [{ ...each, average: kernelAverage(each, setup) }] : []));
  return async (x, n, t, y) => {
    const found: Record<string, Float64Array> = {};
    if (dense) found["logDensity"] = await logDensityAt(subject, x, n, t, pulled);
    if (features.length === 0) return found;
    const crowd = pulled ? await pulledBack(subject, t) : y;
    for (const { leaf, against, average } of kernels)
      found[leaf] = average(x, n, against === "population" ? crowd : subject.truth("crowd", subject.effort.points));
    const count = crowd.length / d;
    for (let axis = 0; axis < d; axis++) {
      let mean = 0;
      for (let i = 0; i < count; i++) mean += crowd[i * d + axis]! / count;
      for (const path of means) found[meanLeaf(path, axis)] = new Float64Array(n).fill(mean);
    }
    return found;
  };
}

/** From one time to another in steps of the experiment's sampler. */
function timesBetween({ setup: { experiment } }: Subject, from: number, to: number): Float64Array {
  const steps = Math.max(1, Math.ceil((experiment.sampling.steps * Math.abs(to - from)) / experiment.game.horizon));
  const times = uniformTimes(Math.min(from, to), Math.max(from, to), steps);
  return from < to ? times : times.reverse();
}

async function logDensityAt(subject: Subject, x: Float32Array, n: number, t: number, pulled: boolean): Promise<Float64Array> {
  const { flow, setup } = subject;
  const end = pulled ? setup.data : setup.reference;
  const far = pulled ? setup.experiment.game.horizon : 0;
  const out = new Float64Array(n);
  const still = t === far;
  const moved = still || flow.ode === null ? null : await flow.move(x, n, timesBetween(subject, t, far), [flow.ode.divergence]);
  end.logDensity?.(moved?.x ?? x, n, out);
  const sign = pulled ? 1 : -1;
  if (moved !== null) for (let i = 0; i < n; i++) out[i]! += sign * moved.integrals[0]![i]!;
  return out;
}

async function pulledBack(subject: Subject, t: number): Promise<Float32Array> {
  const { flow, setup, effort } = subject;
  const y = subject.truth("crowd", effort.points);
  const { horizon } = setup.experiment.game;
  return t === horizon ? y : (await flow.move(y, effort.points, timesBetween(subject, horizon, t), [])).x;
}
