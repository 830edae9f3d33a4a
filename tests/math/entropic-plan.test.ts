/** @file The entropic plan against plain Sinkhorn in logarithms, to the end, and its two limits. */
import { describe, expect, test } from "vitest";
import { createEntropicPlan } from "../../src/math/entropic-plan.ts";
import { createPairing } from "../../src/math/pairing.ts";
import { random } from "../../src/math/random.ts";

const N = 40;

function points(seed: number, d: number): readonly [Float32Array, Float32Array] {
  const stream = random(seed, "plan");
  const x = Float32Array.from({ length: N * d }, () => 0.5 + 0.7 * stream.normal());
  const y = Float32Array.from({ length: N * d }, () => (stream.uniform() < 0.5 ? -2 : 2) + 0.3 * stream.normal());
  return [x, y];
}

/** −|xᵢ − yⱼ|²/(2σ²). */
const exponents = (x: Float32Array, y: Float32Array, d: number, sigma: number): Float64Array =>
  Float64Array.from({ length: N * N }, (_, at) => {
    const [i, j] = [Math.floor(at / N), at % N];
    let sum = 0;
    for (let axis = 0; axis < d; axis++) sum += (x[i * d + axis]! - y[j * d + axis]!) ** 2;
    return -sum / (2 * sigma ** 2);
  });

const logSum = (terms: readonly number[]): number => {
  const largest = Math.max(...terms);
  return largest + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - largest), 0));
};

function bySinkhorn(exponent: Float64Array, sweeps: number): Float64Array {
  const all = Array.from({ length: N }, (_, i) => i);
  let [f, g] = [new Array<number>(N).fill(0), new Array<number>(N).fill(0)];
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const [a, b] = [f, g];
    f = all.map((i) => -logSum(all.map((j) => exponent[i * N + j]! + b[j]!)));
    g = all.map((j) => -logSum(all.map((i) => exponent[i * N + j]! + f[i]!)));
    if (sweep > 50 && Math.max(...all.map((i) => Math.abs(f[i]! - a[i]!))) < 1e-9) break;
  }
  return exponent.map((e, at) => Math.exp(e + f[Math.floor(at / N)]! + g[at % N]!));
}

const apart = (p: Float64Array, q: Float64Array): number => p.reduce((sum, value, at) => sum + Math.abs(value - q[at]!), 0) / (2 * N);

describe.each([1, 2])("the entropic plan, d = %i", (d) => {
  const planOf = createEntropicPlan(N);

  test("has rows and columns that sum to 1, at every blur", () => {
    const [x, y] = points(1, d);
    for (const sigma of [1e-3, 0.01, 0.05, 0.3, 1, 5, 1e3]) {
      const plan = planOf(x, y, d, N, sigma);
      const [rows, columns] = [new Float64Array(N), new Float64Array(N)];
      plan.forEach((value, at) => {
        expect(value).toBeGreaterThan(-1e-12);
        rows[Math.floor(at / N)]! += value;
        columns[at % N]! += value;
      });
      for (const sum of [...rows, ...columns]) expect(sum).toBeCloseTo(1, 10);
    }
  });

  test.each([0.4, 1, 3])("is that of plain Sinkhorn but for the share that is dealt out, σ = %f", (sigma) => {
    const [x, y] = points(2, d);
    const plan = planOf(x, y, d, N, sigma);
    expect(apart(plan, bySinkhorn(exponents(x, y, d, sigma), 4000))).toBeLessThan(0.02);
  });

  test("costs what the cheapest pairs do without blur, more with more, and is even with much of it", () => {
    const [x, y] = points(3, d);
    const squares = exponents(x, y, d, 1).map((value) => -2 * value);
    const cost = (plan: Float64Array): number => plan.reduce((sum, value, at) => sum + (value * squares[at]!) / N, 0);
    const partner = createPairing(N)(x, y, d, N);
    const least = partner.reduce((sum, j, i) => sum + squares[i * N + j]! / N, 0);
    const even = cost(new Float64Array(N * N).fill(1 / N));
    const found = [1e-3, 0.3, 0.6, 1.2, 2.4].map((sigma) => cost(planOf(x, y, d, N, sigma)));
    expect(found[0]! - least).toBeGreaterThan(-1e-9);
    expect(found[0]! - least).toBeLessThan(0.01 * (even - least));
    [...found, even].slice(1).forEach((dearer, k) => {
      expect(dearer).toBeGreaterThan(found[k]!);
    });
    expect(apart(planOf(x, y, d, N, 1e3), new Float64Array(N * N).fill(1 / N))).toBeLessThan(1e-3);
  });
});
