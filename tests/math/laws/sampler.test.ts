/** @file Samplers by counting: rows as often as they weigh, noise as the density has it. */
import { describe, expect, it } from "vitest";
import { fillWords, moreWords, uniformOf } from "../../../src/math/counter.ts";
import { laplaceLaw } from "../../../src/math/laws/laplace.ts";
import { random } from "../../../src/math/random.ts";
import { rowOfEpoch } from "../../../src/math/laws/shuffled-epochs.ts";
import { fillRows, rowAt, rowDrawer, rowSampler, rowWidth, type Sampler, sampler } from "../../../src/math/laws/sampler.ts";
import { softBoxes, uniformBoxes } from "../../../src/math/laws/uniform-boxes.ts";
import { randomMixture } from "../densities.ts";

const identity = [
  [1, 0],
  [0, 1],
];

describe("the row of a uniform", () => {
  it("is the first whose cumulative weight exceeds it", () => {
    const stream = random(1, "rows");
    for (const count of [1, 2, 7, 300]) {
      const weights = Array.from({ length: count }, () => stream.uniform() ** 4);
      const from = sampler({
        noise: "normal",
        weights,
        locations: weights.map(() => [0, 0]),
        factors: weights.map(() => identity),
      });
      for (const u of [2 ** -24, 1 - 2 ** -24, ...from.cumulative.subarray(0, -1), ...Array.from({ length: 200 }, stream.uniform)])
        expect(rowAt(from, u)).toBe(from.cumulative.findIndex((c) => u < c));
    }
  });

  it("is never one without weight, first, in the middle or last", () => {
    const weights = [0, 1, 0, 2, 0];
    const from = sampler({ noise: "normal", weights, locations: weights.map((_, k) => [k]), factors: weights.map(() => [[1]]) });
    const words = new Uint32Array(4 * 30_000);
    fillWords(30_000, 1, 0, 99, words);
    const counts = weights.map(() => 0);
    for (let i = 0; i < 30_000; i++) counts[rowAt(from, uniformOf(words[4 * i]!))]!++;
    expect(counts.map((count, k) => (weights[k] === 0 ? count : Math.abs(count / 30_000 - weights[k]! / 3) < 0.015))).toEqual([
      0,
      true,
      0,
      true,
      0,
    ]);
    for (const u of [2 ** -24, 1 - 2 ** -24]) expect(weights[rowAt(from, u)]).toBeGreaterThan(0);
  });
});

it("rows without noise come back as they are, each as often as the next", () => {
  const rows = Float32Array.from({ length: 2 * 50 }, (_, i) => Math.sin(i));
  const n = 50_000;
  const y = new Float32Array(2 * n);
  rowDrawer(rowSampler(2, rows), 3, "rows")(1, n, y);
  const counts = new Map<number, number>();
  let wrong = 0;
  for (let i = 0; i < n; i++) {
    const k = rows.findIndex((value, j) => j % 2 === 0 && value === y[2 * i]);
    if (y[2 * i + 1] !== rows[k + 1]) wrong++;
    counts.set(k, (counts.get(k) ?? 0) + 1);
  }
  const chi2 = [...counts.values()].reduce((sum, count) => sum + (count - n / 50) ** 2 / (n / 50), 0);
  expect([counts.size, wrong]).toEqual([50, 0]);
  expect(Math.abs(chi2 - 49) / Math.sqrt(2 * 49)).toBeLessThan(5);
});

it("a sample does not depend on how many are drawn with it, only on its number, the step and the stream", () => {
  const draw = rowDrawer(randomMixture(random(2, "mixture"), 2, 4).sampler!(), 1, "a");
  const other = rowDrawer(randomMixture(random(2, "mixture"), 2, 4).sampler!(), 1, "b");
  const [few, many, next, apart] = [20, 200, 200, 200].map((n) => new Float32Array(2 * n)) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  draw(5, 200, many);
  draw(6, 100, next);
  draw(5, 10, few);
  other(5, 100, apart);
  expect(few.subarray(0, 20)).toEqual(many.subarray(0, 20));
  expect(next.subarray(0, 20)).not.toEqual(many.subarray(0, 20));
  expect(apart.subarray(0, 20)).not.toEqual(many.subarray(0, 20));
});

/** log ρ from the table alone. */
function logFromTable(from: Sampler, x: readonly number[]): number {
  const { dimension: d, noise, rows, logHeights } = from;
  const width = rowWidth(d, noise);
  let total = 0;
  for (let k = 0; k < from.count; k++) {
    const row = [...rows.subarray(k * width, (k + 1) * width)];
    const [f11, f21, f22] = [row[d]!, row[3]!, row[4]!];
    const v1 = (x[0]! - row[0]!) / f11;
    const v = d === 1 ? [v1] : [v1, (x[1]! - row[1]! - f21 * v1) / f22];
    const size = noise === "laplace" ? Math.abs(v1) : 0.5 * v.reduce((sum, value) => sum + value * value, 0);
    const inside = v.every((value) => value >= 0 && value <= 1);
    total += noise === "uniform" ? (inside ? Math.exp(logHeights[k]!) : 0) : Math.exp(logHeights[k]! - size);
  }
  return Math.log(total);
}

it("heights and factors are the density's own", () => {
  const stream = random(4, "heights");
  const laws = [
    ...([1, 2] as const).map((d) => randomMixture(stream, d, 5)),
    laplaceLaw(0.3, 0.7),
    uniformBoxes({
      low: [
        [0, 0],
        [2, -1],
      ],
      high: [
        [1, 3],
        [2.5, 1],
      ],
      weights: [1, 3],
    }),
  ];
  for (const law of laws) {
    const x = new Float64Array(law.dimension * 30);
    law.sample(stream, 30, x);
    const log = new Float64Array(30);
    law.logDensity(x, 30, log);
    const from = law.sampler!();
    log.forEach((value, i) => {
      expect(logFromTable(from, [...x.subarray(i * law.dimension, (i + 1) * law.dimension)])).toBeCloseTo(value, 4);
    });
  }
});

it("a factor's lower corner moves the second coordinate with the first", () => {
  const from = sampler({
    noise: "uniform",
    weights: [1],
    locations: [[10, 20]],
    factors: [
      [
        [2, 0],
        [3, 4],
      ],
    ],
  });
  const words = new Uint32Array(400);
  fillWords(100, 1, 0, 7, words);
  const y = new Float32Array(200);
  fillRows(from, words, 100, y, { step: 0, key: 1 });
  for (let i = 0; i < 100; i++) {
    const [u, v] = [uniformOf(words[4 * i + 2]!), uniformOf(words[4 * i + 3]!)];
    expect(y[2 * i]).toBeCloseTo(10 + 2 * u, 5);
    expect(y[2 * i + 1]).toBeCloseTo(20 + 3 * u + 4 * v, 5);
  }
});

describe("a box with blurred edges", () => {
  it("hashes its words as a counter is hashed", () => {
    const [n, step, block, key] = [50, 3, 2, 0xfedcba98];
    const [counters, hashed, words] = [new Uint32Array(4 * n), new Uint32Array(4 * n), new Uint32Array(4 * n)];
    for (let i = 0; i < n; i++) counters.set([i, step, block, key], 4 * i);
    moreWords(counters, n, hashed);
    fillWords(n, step, block, key, words);
    expect(hashed).toEqual(words);
  });

  it("is drawn from the density it states: χ² over 30 cells of the line, alone and next to another", () => {
    for (const [law, low, high] of [
      [softBoxes({ low: [[-1]], high: [[2]] }, 0.4), -2.5, 3.5],
      [softBoxes({ low: [[-1], [1.5]], high: [[0], [2]], weights: [1, 3] }, 0.15), -1.6, 2.6],
      [softBoxes({ low: [[-1], [1.5]], high: [[0], [2]], weights: [1, 3] }, 0.15).diffused(0.5, 0.3), -2.2, 2.8],
    ] as const) {
      const [cells, fine, n] = [30, 200, 60_000];
      const width = (high - low) / cells;
      const y = new Float32Array(n);
      rowDrawer(law.sampler!(), 4, "soft")(1, n, y);
      const found = new Float64Array(cells);
      for (const value of y) {
        const cell = Math.floor((value - low) / width);
        if (cell >= 0 && cell < cells) found[cell]!++;
      }
      let [chi2, mass, used] = [0, 0, 0];
      for (let k = 0; k < cells; k++) {
        const x = Float64Array.from({ length: fine }, (_, j) => low + width * (k + (j + 0.5) / fine));
        const log = new Float64Array(fine);
        law.logDensity(x, fine, log);
        const expected = (n * width * log.reduce((sum, value) => sum + Math.exp(value), 0)) / fine;
        mass += expected / n;
        if (expected < 10) continue;
        used++;
        chi2 += (found[k]! - expected) ** 2 / expected;
      }
      expect(mass).toBeGreaterThan(0.998);
      expect(used).toBeGreaterThan(15);
      expect(Math.abs(chi2 - used) / Math.sqrt(2 * used)).toBeLessThan(4.5);
    }
  });

  it("has coordinates that are blurred independently of each other, of the place in the box, and of which box", () => {
    const std = 0.3;
    const law = softBoxes(
      {
        low: [
          [0, 0],
          [4, 4],
        ],
        high: [
          [1e-6, 1e-6],
          [4 + 1e-6, 4 + 1e-6],
        ],
      },
      std,
    );
    const n = 40_000;
    const y = new Float32Array(2 * n);
    rowDrawer(law.sampler!(), 5, "soft")(1, n, y);
    const sums = [0, 0, 0, 0, 0];
    for (let i = 0; i < n; i++) {
      const box = y[2 * i]! + y[2 * i + 1]! > 4 ? 1 : 0;
      const [a, b] = [(y[2 * i]! - 4 * box) / std, (y[2 * i + 1]! - 4 * box) / std];
      [a * b, a * a - 1, b * b - 1, a * (2 * box - 1), b * (2 * box - 1)].forEach((value, k) => (sums[k]! += value));
    }
    // Standard deviations of the means: 1, √2, √2, 1, 1 over √n.
    for (const [k, sum] of sums.entries())
      expect(Math.abs(sum / n), String(k)).toBeLessThan((4.5 * (k === 1 || k === 2 ? Math.SQRT2 : 1)) / Math.sqrt(n));
  });

  it("without noise is the box itself, bit for bit", () => {
    const boxes = { low: [[-1]], high: [[2]] };
    expect(softBoxes(boxes, 0).sampler!()).toEqual(uniformBoxes(boxes).sampler!());
  });
});

describe("rows by epochs", () => {
  it("come each once an epoch, whatever the number of rows, and in another order in the next", () => {
    for (const count of [1, 2, 3, 5, 16, 17, 77, 1000])
      for (const epoch of [0, 1, 12_345]) {
        const rows = Array.from({ length: count }, (_, place) => rowOfEpoch(place, epoch, count, 99));
        expect(new Set(rows).size, String(count)).toBe(count);
        expect(Math.max(...rows)).toBeLessThan(count);
      }
    const order = (epoch: number, key: number): string =>
      Array.from({ length: 77 }, (_, place) => rowOfEpoch(place, epoch, 77, key)).join(" ");
    expect(new Set([order(0, 1), order(1, 1), order(2, 1), order(0, 2)]).size).toBe(4);
  });

  it("put every row at every place as often as the next", () => {
    const [count, epochs] = [11, 11_000];
    const table = new Float64Array(count * count);
    for (let epoch = 0; epoch < epochs; epoch++)
      for (let place = 0; place < count; place++) table[place * count + rowOfEpoch(place, epoch, count, 5)]!++;
    const expected = epochs / count;
    // 121 cells with 100 degrees of freedom: mean 100, standard deviation 14
    expect(table.reduce((sum, found) => sum + (found - expected) ** 2 / expected, 0)).toBeLessThan(160);
  });

  it("go on from step to step: batches of 8 out of 20 rows use up each epoch before the next", () => {
    const rows = Float32Array.from({ length: 20 }, (_, i) => i);
    const next = rowDrawer(rowSampler(1, rows, true), 3, "rows");
    const seen = Array.from({ length: 10 }, (_, step) => {
      const y = new Float32Array(8);
      next(step, 8, y);
      return [...y];
    }).flat();
    for (let epoch = 0; epoch < 4; epoch++) expect([...seen.slice(20 * epoch, 20 * (epoch + 1))].sort((a, b) => a - b)).toEqual([...rows]);
  });
});
