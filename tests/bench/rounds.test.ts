/** @file The benchmark's arithmetic: rounds interleave, ratios are medians over rounds, and a missed gate is a failure in words. */
import { expect, test } from "vitest";
import { gateLine, passes } from "./report.mjs";
import { interleaved, ratio } from "./rounds.mjs";

test("every contender has its turn in every round, after one reading that does not count", async () => {
  const order: string[] = [];
  const reading = (name: string, values: readonly (readonly number[])[]) => {
    let turn = -1;
    return {
      name,
      read: () => {
        order.push(name);
        return Promise.resolve(turn++ < 0 ? [1e9] : values[turn - 1]!);
      },
    };
  };
  const slow = reading("slow", [[30, 20, 40], [200], [24]]);
  const fast = reading("fast", [[10], [50, 50], [8, 4]]);
  const timings = await interleaved([slow, fast], 3);
  expect(order).toEqual(Array.from({ length: 4 }, () => ["slow", "fast"]).flat());
  expect(timings["slow"]).toEqual({ best: 20, median: 30, rounds: [30, 200, 24] });
  expect(timings["fast"]).toEqual({ best: 4, median: 10, rounds: [10, 50, 6] });
  // 3, 4 and 4 times, round by round: the disturbed round disturbs both.
  expect(ratio(timings["slow"], timings["fast"])).toEqual({ value: 4, byBest: 5 });
  expect(() => ratio(timings["slow"], timings["nobody"])).toThrow(/no timing/);
});

test.each([
  ["a ratio above its aim", { value: 16, aim: 15, gate: 8 }, "aim met"],
  ["between gate and aim", { value: 9, aim: 15, gate: 8 }, "aim missed"],
  ["below the gate", { value: 7, aim: 15, gate: 8 }, "GATE FAILED"],
  ["a time above its gate", { value: 51, aim: 16, gate: 50, most: true }, "GATE FAILED"],
  ["a time under its aim", { value: 12, aim: 16, gate: 50, most: true }, "aim met"],
  ["not a number", { value: NaN, aim: 15, gate: 8 }, "GATE FAILED"],
  ["no gate", { value: 0.1, aim: 0.75 }, "aim missed"],
])("%s", (name, gate, says) => {
  expect(gateLine({ name, ...gate }).says).toBe(says);
  expect(passes({ name, ...gate })).toBe(says !== "GATE FAILED");
});
