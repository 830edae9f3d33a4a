/**
 * @file The entropic plan between two equally large sets of points: how a Brownian bridge of standard deviation σ would pair them.
 *
 *     P = argmin Σ Pᵢⱼ |xᵢ − yⱼ|² + 2σ² Σ Pᵢⱼ log Pᵢⱼ,    rows and columns of P sum to 1        (2σ² = ε; σ → 0 the cheapest pairs, σ → ∞ even)
 *     Pᵢⱼ = aᵢ Kᵢⱼ bⱼ,    Kᵢⱼ = e^((uᵢ + vⱼ − cᵢⱼ)/(2σ²s)) ≤ 1,    a = 1/(K b), b = 1/(Kᵀ a) in turns
 *
 * Sinkhorn's iteration, in logarithms: prices u, v stand in the exponent, and a and b are taken up into them as ε comes down to its
 * own value in steps, which finds small ones in fewer sweeps, or before they grow beyond a double (Schmitzer, 2019). c may be that of
 * points that are shifted and stretched (`alignedCosts`): factors of rows and columns do not change P. What columns lack or have too
 * much of when the iteration ends is dealt out evenly (Altschuler, Weed and Rigollet, 2017), so that the sums are a plan's always.
 */
import { expOf, logOf } from "./elementary.ts";
import { alignedCosts } from "./pairing.ts";

/** Share of the plan that may be dealt out evenly. */
const TOLERANCE = 0.005;
const MOST_SWEEPS = 200;
/** Before the last ε: enough to know where prices go. */
const FEW_SWEEPS = 20;
/** From one ε to the next. */
const COOLING = 4;
/** Products of two such factors and n entries are still numbers. */
const LARGEST = 1e100;

/** P, row-major [n, n], valid until the next call; d is 1 or 2. */
export type EntropicPlan = (x: Float32Array, y: Float32Array, d: number, n: number, sigma: number) => Float64Array;

interface Scaling {
  readonly n: number;
  /** At last the plan. */
  readonly costs: Float64Array;
  readonly u: Float64Array;
  readonly v: Float64Array;
  readonly kernel: Float64Array;
  readonly a: Float64Array;
  readonly b: Float64Array;
  /** Kᵀ a. */
  readonly sums: Float64Array;
}

/** @param capacity the largest n */
export function createEntropicPlan(capacity: number): EntropicPlan {
  const real = (): Float64Array => new Float64Array(capacity);
  const whole = { costs: new Float64Array(capacity * capacity), kernel: new Float64Array(capacity * capacity) };
  const kept = { ...whole, u: real(), v: real(), a: real(), b: real(), sums: real() };
  return (x, y, d, n, sigma) => {
    const scaling: Scaling = { n, ...kept };
    const epsilon = 2 * sigma * sigma * alignedCosts(x, y, d, n, kept.costs);
    let stage = Math.max(epsilon, firstPrices(scaling));
    for (;;) {
      sweep(scaling, stage, stage === epsilon ? MOST_SWEEPS : FEW_SWEEPS);
      if (stage === epsilon) return deal(scaling);
      takeUp(scaling, stage);
      stage = Math.max(epsilon, stage / COOLING);
    }
  };
}

/** Prices at which every row and column has a cost of 0, and none is below. Says what the costs are on average then. */
function firstPrices({ n, costs, u, v }: Scaling): number {
  v.fill(Infinity, 0, n);
  for (let i = 0, at = 0; i < n; i++) {
    u[i] = Infinity;
    for (let j = 0; j < n; j++, at++) u[i] = Math.min(u[i]!, costs[at]!);
    for (let j = 0; j < n; j++) v[j] = Math.min(v[j]!, costs[i * n + j]! - u[i]!);
  }
  let sum = 0;
  for (let i = 0, at = 0; i < n; i++) for (let j = 0; j < n; j++, at++) sum += costs[at]! - u[i]! - v[j]!;
  return sum / (n * n);
}

/** At one ε, until little is left in the wrong columns. */
function sweep(scaling: Scaling, epsilon: number, most: number): void {
  const { n, a, b, sums } = scaling;
  fillKernel(scaling, epsilon);
  for (let k = 1; ; k++) {
    scaleRows(scaling);
    if (columnSums(scaling) < TOLERANCE || k === most) return;
    let largest = 0;
    for (let j = 0; j < n; j++) {
      b[j] = 1 / sums[j]!;
      largest = Math.max(largest, a[j]!, b[j]!);
    }
    if (largest > LARGEST) {
      takeUp(scaling, epsilon);
      fillKernel(scaling, epsilon);
    }
  }
}

/** The factors as prices. */
function takeUp({ n, u, v, a, b }: Scaling, epsilon: number): void {
  for (let j = 0; j < n; j++) {
    u[j]! += epsilon * logOf(a[j]!);
    v[j]! += epsilon * logOf(b[j]!);
  }
}

function fillKernel({ n, costs, kernel, u, v, b }: Scaling, epsilon: number): void {
  b.fill(1, 0, n);
  for (let i = 0, at = 0; i < n; i++) {
    for (let j = 0; j < n; j++, at++) kernel[at] = expOf((u[i]! + v[j]! - costs[at]!) / epsilon);
  }
}

/** a = 1/(K b). */
function scaleRows({ n, kernel, a, b }: Scaling): void {
  for (let i = 0, at = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++, at++) sum += kernel[at]! * b[j]!;
    a[i] = 1 / sum;
  }
}

/** Kᵀ a. Says which share of the plan stands in the wrong columns. */
function columnSums({ n, kernel, a, b, sums }: Scaling): number {
  sums.fill(0, 0, n);
  for (let i = 0, at = 0; i < n; i++) {
    const factor = a[i]!;
    for (let j = 0; j < n; j++, at++) sums[j]! += factor * kernel[at]!;
  }
  let wrong = 0;
  for (let j = 0; j < n; j++) wrong += Math.abs(b[j]! * sums[j]! - 1);
  return wrong / (2 * n);
}

/** Columns with too much give it back; what rows then lack they get from the columns that lack something, each its share. */
function deal({ n, costs: plan, kernel, a, b, sums }: Scaling): Float64Array {
  let lack = 0;
  for (let j = 0; j < n; j++) {
    const sum = b[j]! * sums[j]!;
    b[j]! /= Math.max(1, sum);
    sums[j] = Math.max(0, 1 - sum);
    lack += sums[j]!;
  }
  for (let i = 0; i < n; i++) {
    let row = 0;
    for (let j = 0, at = i * n; j < n; j++, at++) row += plan[at] = a[i]! * kernel[at]! * b[j]!;
    if (!(lack > 0)) continue;
    for (let j = 0, at = i * n; j < n; j++, at++) plan[at]! += ((1 - row) * sums[j]!) / lack;
  }
  return plan.subarray(0, n * n);
}
