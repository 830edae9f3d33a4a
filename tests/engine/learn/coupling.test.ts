/**
 * @file Coupled ends: what pairing does to a batch, against closed forms between Gaussians of the line (docs/mathematics.md, Flow matching).
 *
 *     E(y − o)² = Δ² + s₀² + s₁² − 2c,   c = s₀s₁ (1/n) Σ (E Z₍ᵢ₎)²                minibatch; Z₍ᵢ₎ the i-th least of n normals
 *                                        c = √(s₀²s₁² + σ⁴/4) − σ²/2              entropic, for large n
 */
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { describe, expect, test } from "vitest";
import { registry } from "../../../src/catalogue/registry.ts";
import type { EndCoupling } from "../../../src/catalogue/lines.ts";
import { lines } from "../../../src/engine/game/sources.ts";
import { setUp } from "../../../src/engine/game/setup.ts";
import { createCoupler } from "../../../src/engine/learn/coupling.ts";
import { drawer } from "../../../src/engine/learn/draws.ts";
import { flowOf } from "../../../src/engine/learn/flow.ts";
import { learnedSolution } from "../../../src/engine/learn/learned-solution.ts";
import { createReferenceKernel } from "../../../src/engine/kernels/reference/kernel.ts";
import { createEntropicPlan } from "../../../src/math/entropic-plan.ts";
import { random } from "../../../src/math/random.ts";
import { erfc } from "../../../src/math/special.ts";
import { experimentOf, sessionOf, wasmFactory } from "../experiment-of.ts";

const N = 1024;
const ENDS = { from: { mean: -0.7, sd: 0.6 }, to: { mean: 1.1, sd: 1.3 } };

const gaussian = ({ mean, sd }: { mean: number; sd: number }) => ({ id: "gaussian", params: { mean: [mean], covariance: [[sd * sd]] } });
const onLine = { model: "flow-matching", data: gaussian(ENDS.to), reference: gaussian(ENDS.from) };

/** The ends of the lines of some steps' batches, read off the points between them. */
function ends(partial: unknown, coupling: EndCoupling | undefined, steps: number, n = N) {
  const setup = setUp(experimentOf(partial), registry);
  const d = setup.dimension;
  const axes = Array.from({ length: d }, (_, i) => String(i + 1));
  const columns = Object.fromEntries(["t", ...axes.flatMap((i) => [`x${i}`, `e${i}`])].map((name) => [name, new Float32Array(n)]));
  const given = { seed: 4, capacity: n, samplers: setup.samplers, reference: setup.reference, uniform: setup.uniformNames };
  const draw = drawer(lines(d, { coupling }), given);
  const [o, y, raw]: [number[][], number[][], string[]] = [[], [], []];
  for (let step = 1; step <= steps; step++) {
    draw(step, n, setup.uniforms, columns);
    raw.push(...Object.values(columns).map((column) => column.join()));
    const end = (part: (t: number) => number) =>
      Array.from({ length: n }, (_, k) => axes.map((i) => columns[`x${i}`]![k]! + part(columns["t"]![k]!) * columns[`e${i}`]![k]!));
    o.push(...end((t) => -t));
    y.push(...end((t) => 1 - t));
  }
  return { o, y, raw: raw.join() };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value / values.length, 0);
const covariance = (a: readonly number[], b: readonly number[]): number => {
  const [ma, mb] = [mean(a), mean(b)];
  return mean(a.map((value, k) => (value - ma) * (b[k]! - mb)));
};
const flat = (rows: readonly (readonly number[])[]): number[] => rows.map(([value]) => value!);
const squaredWay = ({ o, y }: { o: number[][]; y: number[][] }): number =>
  mean(o.map((from, k) => from.reduce((sum, value, axis) => sum + (value - y[k]![axis]!) ** 2, 0)));

/** (1/n) Σ (E Z₍ᵢ₎)², by quadrature. */
function orderCorrelation(n: number): number {
  const h = 0.01;
  const grid = Array.from({ length: 1601 }, (_, k) => (k - 800) * h);
  let [total, choose] = [0, n];
  for (let i = 1; i <= n; i++) {
    const z = grid.reduce((sum, x) => {
      const below = 0.5 * erfc(-x / Math.SQRT2);
      return sum + h * x * choose * below ** (i - 1) * (1 - below) ** (n - i) * (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI));
    }, 0);
    total += z * z;
    choose *= (n - i) / i;
  }
  return total / n;
}

describe("ends on the line between Gaussians", () => {
  const { from, to } = ENDS;
  const apart = squaredWay(ends(onLine, undefined, 8));
  const wasserstein = (to.mean - from.mean) ** 2 + (to.sd - from.sd) ** 2;

  test("of blocks of one are those drawn apart, bit for bit, and the same again", () => {
    for (const partial of [onLine, { model: "flow-matching" }])
      for (const blur of [0, 0.5]) expect(ends(partial, { pairs: 1, blur }, 3).raw).toBe(ends(partial, undefined, 3).raw);
    for (const blur of [0, 0.5]) {
      const coupling = { pairs: 64, blur };
      expect(ends(onLine, coupling, 3).raw).toBe(ends(onLine, coupling, 3).raw);
      expect(ends(onLine, coupling, 3).raw).not.toBe(ends(onLine, undefined, 3).raw);
    }
  });

  test("are as far apart as order statistics say, and come down to W₂² with n", () => {
    expect(orderCorrelation(2)).toBeCloseTo(1 / Math.PI, 8);
    expect(orderCorrelation(3)).toBeCloseTo(3 / (2 * Math.PI), 8);
    let before = apart;
    for (const pairs of [2, 3, 16, 64]) {
      const found = ends(onLine, { pairs, blur: 0 }, 16);
      const correlation =
        covariance(flat(found.o), flat(found.y)) /
        Math.sqrt(covariance(flat(found.o), flat(found.o)) * covariance(flat(found.y), flat(found.y)));
      // Blocks are independent; within one the products are nearly one number as n grows, so this is ample.
      expect(Math.abs(correlation - orderCorrelation(pairs))).toBeLessThan(4.5 / Math.sqrt(16 * N));
      expect(squaredWay(found)).toBeLessThan(before);
      before = squaredWay(found);
    }
    expect(before).toBeGreaterThan(wasserstein - 0.05);
    expect(squaredWay(ends(onLine, { pairs: N, blur: 0 }, 8)) / wasserstein).toBeCloseTo(1, 1);
  });

  test("keep their order within a block, and both laws", () => {
    const found = ends(onLine, { pairs: 100, blur: 0 }, 1);
    for (let first = 0; first < N; first += 100) {
      const order = [...found.o.keys()].slice(first, first + 100).sort((a, b) => found.o[a]![0]! - found.o[b]![0]!);
      order.slice(1).forEach((k, i) => {
        expect(found.y[k]![0]! - found.y[order[i]!]![0]!).toBeGreaterThan(-1e-5);
      });
    }
    const drawn = ends(onLine, undefined, 1);
    for (const end of ["o", "y"] as const) {
      const [a, b] = [drawn, found].map((each) => flat(each[end]).sort((u, v) => u - v));
      a!.forEach((value, k) => {
        expect(b![k]! - value).toBeCloseTo(0, 5);
      });
    }
  });

  test.each([0.3, 0.8, 1.5])("blurred by σ = %f have the covariance of a bridge, between transport and none", (sigma) => {
    const found = ends(onLine, { pairs: 128, blur: sigma }, 8);
    const wanted = Math.sqrt((from.sd * to.sd) ** 2 + sigma ** 4 / 4) - sigma ** 2 / 2;
    const [o, y] = [flat(found.o), flat(found.y)];
    expect(Math.abs(covariance(o, y) - wanted) / (from.sd * to.sd)).toBeLessThan(0.04);
    expect(squaredWay(found)).toBeGreaterThan(wasserstein);
    expect(squaredWay(found)).toBeLessThan(apart);
    // Rows are drawn anew, so the law of y is kept on average only: some rows twice, some never.
    expect(Math.abs(mean(y) - to.mean)).toBeLessThan((4.5 * to.sd * Math.SQRT2) / Math.sqrt(8 * N));
    expect(Math.abs(covariance(y, y) / to.sd ** 2 - 1)).toBeLessThan((4.5 * 2) / Math.sqrt(8 * N));
  });
});

test("in the plane rows are permuted within their blocks, and their ways get shorter", () => {
  const partial = { model: "flow-matching", data: { id: "ring-mixture" } };
  const [drawn, found] = [undefined, { pairs: 30, blur: 0 }].map((coupling) => ends(partial, coupling, 1, 80));
  const sorted = (rows: number[][]) => rows.map(([a, b]) => `${a!.toFixed(4)} ${b!.toFixed(4)}`).sort();
  for (const [first, last] of [
    [0, 30],
    [30, 60],
    [60, 80],
  ]) {
    expect(sorted(found!.y.slice(first, last))).toEqual(sorted(drawn!.y.slice(first, last)));
    const way = ({ o, y }: { o: number[][]; y: number[][] }) => squaredWay({ o: o.slice(first, last), y: y.slice(first, last) });
    expect(way(found!)).toBeLessThan(0.7 * way(drawn!));
  }
});

test("partners are drawn from the plan", () => {
  const stream = random(9, "block");
  const [n, blur, steps] = [5, 0.7, 6000];
  const [o, y] = [0, 1].map(() => Float32Array.from({ length: 2 * n }, () => stream.normal()));
  const couple = createCoupler({ pairs: n, blur }, { capacity: n, dimension: 2, key: 77, block: 3 });
  const counts = new Float64Array(n * n);
  for (let step = 0; step < steps; step++) {
    const moved = y!.slice();
    couple(step, n, o!, moved, () => Number.NaN);
    for (let i = 0; i < n; i++) counts[i * n + y!.findIndex((value, q) => q % 2 === 0 && value === moved[2 * i]) / 2]!++;
  }
  createEntropicPlan(n)(o!, y!, 2, n, blur).forEach((p, at) => {
    expect(Math.abs(counts[at]! / steps - p)).toBeLessThan(4.5 * Math.sqrt((p * (1 - p)) / steps) + 1e-3);
  });
});

test("the reference kernels draw and learn the same", async () => {
  const coupling = { coupling: "entropic", pairs: 16 };
  const partial = { model: "flow-matching", objective: { params: coupling }, network: { width: 8, depth: 2 }, training: { batch: 40 } };
  await tf.setBackend("cpu");
  const runs: Float32Array[] = [];
  for (const factory of [await wasmFactory(), createReferenceKernel]) {
    const session = await sessionOf(partial, factory);
    for (let step = 1; step <= 3; step++) await session.advance(0);
    runs.push(session.history().since(0));
    session.dispose();
  }
  const [fast, slow] = runs;
  expect(fast!.length).toBe(9);
  fast!.forEach((value, k) => {
    expect(value / slow![k]!).toBeCloseTo(1, 4);
  });
});

test("with large blocks the velocity that is learned is the transport's, whose paths are straight", async () => {
  const { from, to } = ENDS;
  const coupled = { objective: { params: { coupling: "minibatch", pairs: 256 } } };
  const session = await sessionOf({
    ...onLine,
    ...coupled,
    network: { width: 24, depth: 2 },
    training: { batch: 256, stop: { steps: 2000 } },
  });
  while (session.step() < 2000) await session.advance(0, 50);
  const learned = learnedSolution(flowOf(session));
  const stream = random(2, "points");
  let [wrong, size] = [0, 0];
  for (const t of [0, 0.25, 0.5, 0.75, 1]) {
    const sd = (1 - t) * from.sd + t * to.sd;
    const offset = Float32Array.from({ length: 2000 }, () => sd * stream.normal());
    const x = offset.map((value) => value + (1 - t) * from.mean + t * to.mean);
    const { velocity } = await learned.at(["velocity"], x, x.length, t);
    offset.forEach((value, i) => {
      const wanted = to.mean - from.mean + ((to.sd - from.sd) / sd) * value;
      wrong += (velocity![i]! - wanted) ** 2;
      size += wanted ** 2;
    });
  }
  expect(Math.sqrt(wrong / size)).toBeLessThan(0.04);
  session.dispose();
}, 60_000);
