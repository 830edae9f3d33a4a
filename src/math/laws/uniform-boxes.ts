/**
 * @file Uniform densities on boxes that do not overlap: an interval, a checkerboard. Diffused, they stay in closed form.
 *
 *     ρ(x)         = Σ (w_k / |B_k|) 1{x ∈ B_k}
 *     α Y + std Z  ~ Σ (w_k / |αB_k|) Π_i [Φ(b_ki) − Φ(a_ki)],   a_ki = (α low_ki − x_i)/std,  b_ki = (α high_ki − x_i)/std
 *     ∂_i log of a factor   =  mean(a, b)/std          with φ = Φ′, mean and second as in special.ts
 *     its second derivative = (second(a, b) − mean²)/std²
 *
 * Everything is taken relative to the largest term, so the score is right far outside the boxes and at std = 1e-3.
 */
import { expOf, hypotOf, logOf } from "../elementary.ts";
import { powOf } from "../power.ts";
import { chooser, type Floats, type KnownDensity } from "./density.ts";
import { identity, type Matrix, scaled } from "../matrices.ts";
import { sampler } from "./sampler.ts";
import { type NormalInterval, normalInterval } from "../special.ts";

export interface Boxes {
  /** Lower and upper corners, [K, d]. */
  readonly low: readonly (readonly number[])[];
  readonly high: readonly (readonly number[])[];
  /** Probabilities of the boxes; left out: in proportion to their volume. */
  readonly weights?: readonly number[];
}

interface Union {
  readonly d: 1 | 2;
  readonly low: readonly (readonly number[])[];
  readonly high: readonly (readonly number[])[];
  readonly weights: readonly number[];
  /** log w_k − log |B_k|. */
  readonly logHeights: readonly number[];
}

/** @internal */
export function uniformBoxes(boxes: Boxes): KnownDensity {
  const { low, high } = boxes;
  const d = low[0]!.length as 1 | 2;
  const volumes = low.map((corner, k) => corner.reduce((volume, from, i) => volume * (high[k]![i]! - from), 1));
  const raw = boxes.weights ?? volumes;
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  const weights = raw.map((weight) => weight / total);
  const logHeights = weights.map((weight, k) => logOf(weight) - logOf(volumes[k]!));
  const union: Union = { d, low, high, weights, logHeights };
  const choose = chooser(weights);

  return {
    dimension: d,
    ...moments(union, 1, 0),
    sample(random, n, x) {
      for (let i = 0; i < n; i++) {
        const k = choose(random);
        for (let j = 0; j < d; j++) x[i * d + j] = low[k]![j]! + (high[k]![j]! - low[k]![j]!) * random.uniform();
      }
    },
    sampler: () => sampler({ noise: "uniform", weights, locations: low, factors: low.map((corner, k) => diagonalOf(corner, high[k]!)) }),
    logDensity(x, n, out) {
      for (let i = 0; i < n; i++) {
        let value = -Infinity;
        for (let k = 0; k < weights.length; k++) if (contains(union, k, x, i)) value = logHeights[k]!;
        out[i] = value;
      }
    },
    score: (_, n, out) => void out.fill(0, 0, n * d),
    laplacianLogDensity: (_, n, out) => void out.fill(0, 0, n),
    diffused: (alpha, std) => (std > 0 ? diffusedBoxes(union, alpha, std) : uniformBoxes(shrunk(union, alpha))),
  };
}

/** The law of Y + std Z: boxes with blurred edges, positive everywhere. Without noise the boxes themselves. */
export function softBoxes(boxes: Boxes, std: number): KnownDensity {
  const exact = uniformBoxes(boxes);
  return std > 0 ? exact.diffused(1, std) : exact;
}

/** The edges of a box as a diagonal matrix: corner + F u fills the box. */
function diagonalOf(low: readonly number[], high: readonly number[]): Matrix {
  return low.map((from, i) => low.map((_, j) => (i === j ? high[i]! - from : 0)));
}

function shrunk(union: Union, alpha: number): Boxes {
  const by = (corners: readonly (readonly number[])[]) => corners.map((corner) => corner.map((value) => alpha * value));
  return { low: by(union.low), high: by(union.high), weights: union.weights };
}

function contains(union: Union, k: number, x: ArrayLike<number>, i: number): boolean {
  for (let j = 0; j < union.d; j++) {
    const value = x[i * union.d + j]!;
    if (value < union.low[k]![j]! || value > union.high[k]![j]!) return false;
  }
  return true;
}

/** Mean and covariance of α Y + std Z. */
function moments(union: Union, alpha: number, std: number): { mean: readonly number[]; covariance: Matrix } {
  const { d, low, high, weights } = union;
  const axes = Array.from({ length: d }, (_, i) => i);
  const centre = (k: number, i: number): number => (low[k]![i]! + high[k]![i]!) / 2;
  const average = (f: (k: number) => number): number => weights.reduce((sum, weight, k) => sum + weight * f(k), 0);
  const mean = axes.map((i) => average((k) => centre(k, i)));
  const covariance = axes.map((i) =>
    axes.map((j) =>
      average((k) => (centre(k, i) - mean[i]!) * (centre(k, j) - mean[j]!) + (i === j ? powOf(high[k]![i]! - low[k]![i]!, 2) / 12 : 0)),
    ),
  );
  const noise = scaled(std * std, identity(d));
  return {
    mean: mean.map((value) => alpha * value),
    covariance: covariance.map((row, i) => row.map((value, j) => alpha * alpha * value + noise[i]![j]!)),
  };
}

function diffusedBoxes(union: Union, alpha: number, std: number): KnownDensity {
  const { d, low, high, weights, logHeights } = union;
  const K = weights.length;
  const exact = uniformBoxes({ low, high, weights });
  const logAlpha = d * logOf(alpha);
  // Boxes of a board share their edges: one factor for each distinct interval of each axis.
  const { intervals, index } = distinctIntervals(union);
  const factors: NormalInterval[][] = intervals.map((axis) => axis.map(() => ({ log: 0, mean: 0, second: 0 })));
  const logs = new Float64Array(K);

  const evaluate = (x: ArrayLike<number>, n: number, wanted: { logDensity?: Floats; score?: Floats; laplacian?: Floats }): void => {
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < d; j++) {
        const at = x[i * d + j]!;
        intervals[j]!.forEach(([from, to], m) => normalInterval((alpha * from - at) / std, (alpha * to - at) / std, factors[j]![m]!));
      }
      let largest = -Infinity;
      for (let k = 0; k < K; k++) {
        let log = logHeights[k]! - logAlpha;
        for (let j = 0; j < d; j++) log += factors[j]![index[j]![k]!]!.log;
        logs[k] = log;
        if (log > largest) largest = log;
      }
      let mass = 0;
      let sum1 = 0;
      let sum2 = 0;
      for (let k = 0; k < K; k++) {
        const r = expOf(logs[k]! - largest);
        mass += r;
        sum1 += r * factors[0]![index[0]![k]!]!.mean;
        if (d === 2) sum2 += r * factors[1]![index[1]![k]!]!.mean;
      }
      sum1 /= mass;
      sum2 /= mass;
      if (wanted.logDensity) wanted.logDensity[i] = largest + logOf(mass);
      if (wanted.score) {
        wanted.score[i * d] = sum1 / std;
        if (d === 2) wanted.score[i * 2 + 1] = sum2 / std;
      }
      if (!wanted.laplacian) continue;
      let curvature = 0;
      for (let k = 0; k < K; k++) {
        const r = expOf(logs[k]! - largest);
        if (r === 0) continue;
        for (let j = 0; j < d; j++) {
          const factor = factors[j]![index[j]![k]!]!;
          const gap = factor.mean - (j === 0 ? sum1 : sum2);
          curvature += r * (factor.second - factor.mean * factor.mean + gap * gap);
        }
      }
      wanted.laplacian[i] = curvature / mass / (std * std);
    }
  };

  return {
    dimension: d,
    ...moments(union, alpha, std),
    sampler() {
      const { low: locations, high: ends } = shrunk(union, alpha);
      const factors = locations.map((corner, k) => diagonalOf(corner, ends[k]!));
      return sampler({ noise: "soft-uniform", weights, locations, factors, blur: std });
    },
    sample(random, n, x) {
      exact.sample(random, n, x);
      for (let i = 0; i < n * d; i++) x[i] = alpha * x[i]! + std * random.normal();
    },
    logDensity: (x, n, out) => evaluate(x, n, { logDensity: out }),
    score: (x, n, out) => evaluate(x, n, { score: out }),
    laplacianLogDensity: (x, n, out) => evaluate(x, n, { laplacian: out }),
    diffused: (further, noise) => diffusedBoxes(union, further * alpha, hypotOf(further * std, noise)),
  };
}

function distinctIntervals(union: Union): { intervals: [number, number][][]; index: number[][] } {
  const intervals: [number, number][][] = [];
  const index: number[][] = [];
  for (let j = 0; j < union.d; j++) {
    const axis: [number, number][] = [];
    index.push(
      union.low.map((corner, k) => {
        const from = corner[j]!;
        const to = union.high[k]![j]!;
        const known = axis.findIndex(([a, b]) => a === from && b === to);
        return known >= 0 ? known : axis.push([from, to]) - 1;
      }),
    );
    intervals.push(axis);
  }
  return { intervals, index };
}
