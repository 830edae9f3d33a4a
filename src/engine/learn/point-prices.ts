/**
 * @file What one more particle pays at points of the crowd, and the slope of that price in space with the crowd held fixed.
 *
 *     P = Σ δℐ/δρ,     ∇P = ∂P/∂x + ∂P/∂(log ρ) ∇log ρ + Σ ∂P/∂κ ∇κ       κ: log π, a kernel's average over the crowd or the data
 */
import type { PopulationFeature } from "../../catalogue/terms.ts";
import { type Expr, leaves } from "../../math/expressions/expression.ts";
import { gradient } from "../../math/expressions/gradient.ts";
import { column, plan } from "../../math/expressions/plan.ts";
import type { Setup } from "../game/setup.ts";
import { type Columns, runPlan, type Uniforms } from "../game/evaluation.ts";
import { createCrowd } from "./crowd.ts";

/** A crowd at one time: x [n, d], and log ρ [n] with its slope [n, d] where prices ask. */
export interface CrowdAtTime {
  readonly x: Float32Array;
  readonly t: number;
  readonly logDensity: Float64Array;
  readonly score: Float64Array;
}

export interface PointPrices {
  readonly readsDensity: boolean;
  /** Compares with samples of the data. */
  readonly readsTarget: boolean;
  /** Writes P [n] and ∇P [n, d] at the particles themselves. */
  at(crowd: CrowdAtTime, n: number, uniforms: Uniforms, target: Float32Array, price: Float64Array, slope: Float64Array): void;
}

/** @param price  one formula; @param asked  what it asks of the crowd */
export function pointPrices(
  setup: Setup,
  price: Expr,
  asked: readonly PopulationFeature[],
  capacity: number,
  partners: number,
): PointPrices {
  const { dimension: d, uniformNames, data } = setup;
  const axes = Array.from({ length: d }, (_, i) => `x${String(i + 1)}`);
  // A mean is the same wherever one stands; kernels and log π are not, whoever may move the crowd.
  const features = asked.map((feature) => (feature.kind === "target" ? feature : { ...feature, frozen: feature.kind === "mean" }));
  const crowd = createCrowd({ features, dimension: d, capacity, uniform: uniformNames, density: data, partners });
  const moving = crowd.wanted;
  const pairs = new Set(
    features.flatMap((feature) => (feature.kind === "kernel" && feature.against === "population" ? [feature.leaf] : [])),
  );
  const slopes = gradient(price, [...axes, "logDensity", ...moving]);
  const formulas = plan([price, ...slopes], new Set([...uniformNames, "t", ...crowd.numbers]));
  const found = slopes.map(() => new Float64Array(capacity));
  const own = new Float32Array(capacity * d);
  const zeros = new Float64Array(capacity);
  // Every pair is met once for both its ends: half of each is the whole slope at either.
  const ones = moving.map((name) => new Float64Array(capacity).fill(pairs.has(name) ? 0.5 : 1));

  return {
    readsDensity: leaves([price]).has("logDensity"),
    readsTarget: features.some((feature) => feature.kind === "kernel" && feature.against === "target"),
    at({ x, t, logDensity, score }, n, uniforms, target, value, slope) {
      crowd.read(x, n, uniforms, target);
      const columns: Columns = {
        ...Object.fromEntries(axes.map((name, i) => [name, column(x, i, d)])),
        logDensity: column(logDensity),
        ...crowd.columns(),
      };
      const lookup: Uniforms = (name) => (name === "t" ? t : (crowd.number(name) ?? uniforms(name)));
      runPlan(formulas, n, columns, lookup, [column(value), ...found.map((out) => column(out))]);
      const byDensity = found[d]!;
      for (let i = 0; i < n; i++)
        for (let k = 0; k < d; k++) slope[i * d + k] = found[k]![i]! + (byDensity[i] === 0 ? 0 : byDensity[i]! * score[i * d + k]!);
      moving.forEach((_, f) => {
        own.fill(0);
        crowd.back(
          x,
          n,
          uniforms,
          moving.map((__, j) => (j === f ? ones[j]! : zeros)),
          own,
          target,
        );
        const by = found[d + 1 + f]!;
        for (let i = 0; i < n; i++) for (let k = 0; k < d; k++) slope[i * d + k]! += by[i]! * own[i * d + k]!;
      });
    },
  };
}
