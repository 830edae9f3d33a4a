/** @file Random numbers by counting: the words are pcg4d's, and uniforms and normals have their laws. */
import { describe, expect, it } from "vitest";
import { fillNormals, fillUniforms, fillWords, keyOf, laplaceOf, minusLog, uniformOf } from "../../src/math/counter.ts";
import { random } from "../../src/math/random.ts";
import { erfc } from "../../src/math/special.ts";

/** pcg4d as its authors print it, in whole numbers of any length. */
function pcg4d(counter: readonly number[]): number[] {
  const mask = 0xffffffffn;
  let [x, y, z, w] = counter.map((c) => (BigInt(c) * 1664525n + 1013904223n) & mask) as [bigint, bigint, bigint, bigint];
  const mix = (): void => {
    x = (x + y * w) & mask;
    y = (y + z * x) & mask;
    z = (z + x * y) & mask;
    w = (w + y * z) & mask;
  };
  mix();
  [x, y, z, w] = [x ^ (x >> 16n), y ^ (y >> 16n), z ^ (z >> 16n), w ^ (w >> 16n)];
  mix();
  return [x, y, z, w].map(Number);
}

const N = 1 << 16;

function wordsOf(step: number, block: number, key: number, n = N): Uint32Array {
  const words = new Uint32Array(4 * n);
  fillWords(n, step, block, key, words);
  return words;
}

function uniformsOf(lane: number, step: number, block: number, key: number): Float32Array {
  const u = new Float32Array(N);
  fillUniforms(wordsOf(step, block, key), lane, N, u);
  return u;
}

/** Σ (count − expected)²/expected, as standard deviations from its mean under uniformity. */
function excess(counts: Float64Array, total: number): number {
  const expected = total / counts.length;
  const chi2 = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  return (chi2 - (counts.length - 1)) / Math.sqrt(2 * (counts.length - 1));
}

/** Pairs (a_i, b_i) counted on a 16 × 16 board: any dependence of two uniforms on each other shows. */
function dependence(a: ArrayLike<number>, b: ArrayLike<number>, n: number): number {
  const counts = new Float64Array(256);
  for (let i = 0; i < n; i++) counts[16 * Math.floor(16 * a[i]!) + Math.floor(16 * b[i]!)]!++;
  return excess(counts, n);
}

/** √n sup |F_n − F|: above 1.95 once in a thousand. */
function kolmogorov(values: Float32Array | Float64Array, cdf: (x: number) => number): number {
  const sorted = Float64Array.from(values).sort();
  let worst = 0;
  sorted.forEach((value, i) => {
    const p = cdf(value);
    worst = Math.max(worst, Math.abs(p - i / sorted.length), Math.abs((i + 1) / sorted.length - p));
  });
  return worst * Math.sqrt(sorted.length);
}

const KEY = keyOf(1, "noised-data");

describe("the words", () => {
  it("are pcg4d's", () => {
    const draw = random(1, "counters");
    for (let trial = 0; trial < 50; trial++) {
      const [step, block, key] = [draw.integer(2 ** 32), draw.integer(64), draw.integer(2 ** 32)];
      const words = wordsOf(step, block, key, 5);
      for (let i = 0; i < 5; i++) expect([...words.subarray(4 * i, 4 * i + 4)]).toEqual(pcg4d([i, step, block, key]));
    }
  });

  it("have keys of their own for every seed and stream", () => {
    const names = ["noised-data", "noised-data-directions", "box", "data-end", "reference-end", "paths/start", "paths/noise"];
    const keys = names.flatMap((name) => Array.from({ length: 500 }, (_, seed) => keyOf(seed, name)));
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe("uniforms", () => {
  it("lie strictly inside (0, 1), and no rounding to f32 moves them", () => {
    for (const word of [0, 511, 512, 0xffffffff]) {
      const u = uniformOf(word);
      expect(u).toBeGreaterThan(0);
      expect(u).toBeLessThan(1);
      expect(Math.fround(u)).toBe(u);
      expect(uniformOf(0xffffffff) + uniformOf(0)).toBe(1);
    }
  });

  it("fill (0, 1) evenly in every lane, and so do their low bits", () => {
    for (const lane of [0, 1, 2, 3]) {
      for (const scale of [256, 256 * 256]) {
        const counts = new Float64Array(256);
        for (const u of uniformsOf(lane, 3, 0, KEY)) counts[Math.floor(u * scale) % 256]!++;
        expect(Math.abs(excess(counts, N))).toBeLessThan(5);
      }
    }
  });

  it("know nothing of their neighbours: the next sample, lane, step, block, seed, stream", () => {
    for (const lane of [0, 1, 2, 3]) {
      const u = uniformsOf(lane, 7, 1, KEY);
      for (const lag of [1, 2, 4, 64, 1024]) expect(Math.abs(dependence(u, u.subarray(lag), N - lag))).toBeLessThan(5);
      const others = [
        uniformsOf((lane + 1) % 4, 7, 1, KEY),
        uniformsOf(lane, 8, 1, KEY),
        uniformsOf(lane, 7 + 1024, 1, KEY),
        uniformsOf(lane, 7, 2, KEY),
        uniformsOf(lane, 7, 1, keyOf(2, "noised-data")),
        uniformsOf(lane, 7, 1, keyOf(1, "box")),
      ];
      for (const other of others) expect(Math.abs(dependence(u, other, N))).toBeLessThan(5);
    }
  });

  it("are as good along the steps of one sample as along the samples of one step", () => {
    const along = Float64Array.from({ length: 1 << 14 }, (_, step) => uniformOf(wordsOf(step, 0, KEY, 1)[0]!));
    const counts = new Float64Array(64);
    for (const u of along) counts[Math.floor(64 * u)]!++;
    expect(Math.abs(excess(counts, along.length))).toBeLessThan(5);
    expect(Math.abs(dependence(along, along.subarray(1), along.length - 1))).toBeLessThan(5);
  });
});

describe("normals", () => {
  it("are Box and Muller's, to the rounding of f32", () => {
    const words = wordsOf(1, 0, KEY);
    // The ends of the range, and the eighths of a turn where the reduction changes its mind.
    words.set([0, 0, 0xffffffff, 0xffffffff, 512, 1 << 29, 0x80000000, 0x20000200, 7 << 29, 1 << 30]);
    const [first, second] = [new Float32Array(N), new Float32Array(N)];
    fillNormals(words, 0, N, first, second);
    let worst = 0;
    for (let i = 0; i < N; i++) {
      const length = Math.sqrt(-2 * Math.log(uniformOf(words[4 * i]!)));
      const angle = 2 * Math.PI * uniformOf(words[4 * i + 1]!);
      const errors = [first[i]! - length * Math.cos(angle), second[i]! - length * Math.sin(angle)];
      worst = Math.max(worst, Math.abs(errors[0]! / first[i]!), Math.abs(errors[1]! / second[i]!));
    }
    expect(worst).toBeLessThan(1e-7);
  });

  it("rest on a logarithm that is right to 1e-9 of itself", () => {
    const draw = random(2, "logarithms");
    const near = [1, 3, 2 ** 23 - 1, 2 ** 23 + 1, 2 ** 24 - 3, 2 ** 24 - 1];
    for (const m of [...near, ...Array.from({ length: 2000 }, () => 1 + draw.integer(2 ** 24 - 2))]) {
      const truth = m > 2 ** 23 ? -Math.log1p((m - 2 ** 24) / 2 ** 24) : -Math.log(m / 2 ** 24);
      expect(Math.abs(minusLog(m, 24) / truth - 1)).toBeLessThan(1e-9);
    }
  });

  it("have the normal law, and the two of a pair do not know each other", () => {
    const [first, second] = [new Float32Array(N), new Float32Array(N)];
    fillNormals(wordsOf(5, 2, KEY), 2, N, first, second);
    const phi = (x: number): number => 0.5 * erfc(-x * Math.SQRT1_2);
    for (const z of [first, second]) {
      expect(kolmogorov(z, phi)).toBeLessThan(1.95);
      const moment = (k: number): number => z.reduce((sum, value) => sum + value ** k, 0) / N;
      // The variance of zᵏ over n, for k = 1 … 4.
      expect(Math.abs(moment(1))).toBeLessThan(4 * Math.sqrt(1 / N));
      expect(Math.abs(moment(2) - 1)).toBeLessThan(4 * Math.sqrt(2 / N));
      expect(Math.abs(moment(3))).toBeLessThan(4 * Math.sqrt(15 / N));
      expect(Math.abs(moment(4) - 3)).toBeLessThan(4 * Math.sqrt(96 / N));
    }
    expect(Math.abs(dependence(first.map(phi), second.map(phi), N))).toBeLessThan(5);
  });
});

it("Laplace numbers have the law of e^(−|x|)/2", () => {
  const words = wordsOf(9, 0, KEY);
  const x = Float64Array.from({ length: N }, (_, i) => laplaceOf(words[4 * i + 2]!));
  expect(kolmogorov(x, (v) => (v < 0 ? 0.5 * Math.exp(v) : 1 - 0.5 * Math.exp(-v)))).toBeLessThan(1.95);
  expect(Math.abs(x.reduce((sum, v) => sum + v * v, 0) / N - 2)).toBeLessThan(4 * Math.sqrt(20 / N));
  expect(laplaceOf(0)).toBeCloseTo(-laplaceOf(0xffffffff), 12);
});
