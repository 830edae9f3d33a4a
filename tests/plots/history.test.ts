/** @file The loss history stays small, in order, and keeps its newest row whatever is thrown away. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { history as workersHistory } from "../../src/engine/learn/history.ts";
import { appended, cutAfter, emptyHistory, type LossHistory, newest, series } from "../../src/plots/history.ts";

const steps = ({ rows, columns, length }: LossHistory): number[] => Array.from({ length }, (_, i) => rows[i * columns]!);

function grown(total: number, chunk: number): LossHistory {
  let history = emptyHistory(3);
  for (let first = 1; first <= total; first += chunk) {
    const size = Math.min(chunk, total - first + 1);
    const added = Float32Array.from({ length: 3 * size }, (_, k) => {
      const step = first + Math.floor(k / 3);
      return [step, 10 / step, step * step][k % 3]!;
    });
    history = appended(history, added);
  }
  return history;
}

it("keeps everything while it fits", () => {
  expect(steps(grown(100, 7))).toEqual(Array.from({ length: 100 }, (_, k) => k + 1));
});

it("is bounded, evenly spread, and ends with the newest row", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30_000 }), fc.integer({ min: 1, max: 900 }), (total, chunk) => {
      const kept = steps(grown(total, chunk));
      expect(kept.length).toBeLessThanOrEqual(2048);
      expect(kept.at(-1)).toBe(total);
      const gaps = kept.slice(2, -1).map((step, k) => step - kept[k + 1]!);
      expect(new Set(gaps).size).toBeLessThanOrEqual(1);
    }),
    { numRuns: 30 },
  );
});

it("is written over from the step that a run went back to", () => {
  const back = appended(grown(100, 7), Float32Array.from([41, 1, 1, 42, 2, 2]));
  expect(steps(back)).toEqual(Array.from({ length: 42 }, (_, k) => k + 1));
  expect(newest(back, 1)).toBe(2);
  // And when it is thinned: no step twice, none of what was before.
  const long = appended(
    grown(9000, 500),
    Float32Array.from({ length: 3000 }, (_, k) => (k % 3 === 0 ? 5001 + k / 3 : -1)),
  );
  const kept = steps(long);
  expect(kept.every((step, k) => k === 0 || step > kept[k - 1]!)).toBe(true);
  expect(kept.at(-1)).toBe(6000);
  expect(kept.filter((step, k) => step > 5000 && long.rows[3 * k + 1] !== -1)).toEqual([]);
});

it("reads a column back with its mean kept", () => {
  const history = grown(1000, 50);
  const { x, y } = series(history, 2, 50);
  expect(x.length).toBeLessThanOrEqual(50);
  expect(x.at(-1)).toBe(1000);
  // The mean of k² over 1…1000 is (1001)(2001)/6.
  expect(y.reduce((sum, value) => sum + value, 0) / y.length).toBeCloseTo((1001 * 2001) / 6, -1);
  expect(newest(history, 2)).toBe(1_000_000);
});

it("forgets what came after a step", () => {
  const history = cutAfter(grown(100, 9), 40);
  expect(steps(history).at(-1)).toBe(40);
  expect(steps(appended(history, Float32Array.from([41, 0, 0]))).slice(-2)).toEqual([40, 41]);
});

it("takes a million steps, thinned by the worker too, into the same memory and the same few points of a curve", () => {
  const sent = workersHistory(["one"]);
  let kept = emptyHistory(3);
  const buffer = kept.rows;
  let [last, most, longest] = [0, 0, 0];
  for (let step = 1; step <= 1_000_000; step += 1) {
    sent.push(step, [1 / step]);
    if (step % 400 !== 0) continue;
    const added = sent.since(last);
    last = step;
    longest = Math.max(longest, added.length / 3);
    kept = appended(kept, added);
    most = Math.max(most, kept.length);
  }
  expect(kept.rows).toBe(buffer);
  expect(most).toBeLessThanOrEqual(2048);
  expect(longest).toBeLessThanOrEqual(400);
  const { x, y } = series(kept, 1, 260);
  expect(x.length).toBeLessThanOrEqual(260);
  // The curve covers all of the run: no stretch longer than a hundredth is without a point.
  const gaps = [...x, 1_000_000].map((step, k) => step - (x[k - 1] ?? 0));
  expect(Math.max(...gaps)).toBeLessThan(10_000);
  expect(y.at(-1)).toBeLessThan(2e-6);
});
