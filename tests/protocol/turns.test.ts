/** @file Taking turns: pieces of a long computation, what may be taken from training, and steps a second by the clock. */
import { describe, expect, it } from "vitest";
import { allowance } from "../../src/protocol/server/allowance.ts";
import { stepRate } from "../../src/protocol/server/step-rate.ts";
import { piecewise } from "../../src/protocol/server/piecewise.ts";

/** A computation of `length` milliseconds that takes pause after each. */
function counting(length: number) {
  let [now, done] = [0, 0];
  const work = piecewise(
    async (pause) => {
      for (; done < length; done += 1) {
        now += 1;
        await pause();
      }
      return "answer";
    },
    () => now,
  );
  return { work, done: () => done };
}

describe("a computation in pieces", () => {
  it("runs for as long as it may, stands still, goes on, and answers", async () => {
    const { work, done } = counting(25);
    expect(await work.run(10)).toEqual({ kind: "standing" });
    expect(done()).toBe(9); // it stands in the pause of the tenth
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(done()).toBe(9);
    expect(await work.run(10)).toEqual({ kind: "standing" });
    expect(await work.run(10)).toEqual({ kind: "done", value: "answer" });
  });

  it("gives up where it stands, and when it is asked again", async () => {
    const { work, done } = counting(25);
    await work.run(10);
    work.giveUp();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(done()).toBe(9);
    expect(await work.run(10)).toEqual({ kind: "gave up" });
    const unbegun = counting(3);
    unbegun.work.giveUp();
    expect(await unbegun.work.run(10)).toEqual({ kind: "gave up" });
  });

  it("throws what the computation throws", async () => {
    const broken = piecewise(
      () => Promise.reject(new Error("broken")),
      () => 0,
    );
    await expect(broken.run(1)).rejects.toThrow("broken");
  });
});

describe("an allowance", () => {
  it("keeps to its share whatever a turn costs", () => {
    for (const share of [0.05, 0.2, 0.5])
      for (const cost of [1, 30, 400]) {
        const taken = allowance(share);
        let [training, other] = [0, 0];
        for (let k = 0; k < 20_000; k += 1) {
          training += 12;
          taken.earn(12);
          if (!taken.free()) continue;
          other += cost;
          taken.spend(cost);
        }
        expect(other / training).toBeLessThan(share + cost / training + 1e-9);
        // And uses it, but for the last slice of each wait.
        expect(other / training).toBeGreaterThan(cost / (cost / share + 12) - 2 * (cost / training));
      }
  });

  it("is not saved up", () => {
    const taken = allowance(0.1);
    taken.earn(1e6);
    taken.spend(10);
    expect(taken.free()).toBe(false);
    taken.earn(100);
    expect(taken.free()).toBe(true);
  });
});

describe("the pace", () => {
  it("is that of the last two seconds by the clock, pauses between slices included", () => {
    const measured = stepRate();
    let [now, step] = [0, 0];
    const run = (milliseconds: number, perSecond: number): void => {
      for (const end = now + milliseconds; now < end; ) {
        now += 20;
        step += (20 * perSecond) / 1000;
        measured.note(now, step);
      }
    };
    expect(measured.stepsPerSecond()).toBe(0);
    run(5000, 100);
    expect(measured.stepsPerSecond()).toBeCloseTo(100, 5);
    run(4000, 300);
    expect(measured.stepsPerSecond()).toBeCloseTo(300, 5);
    now += 1000; // somebody else had the thread
    measured.note(now, step);
    expect(measured.stepsPerSecond()).toBeCloseTo(150, -1);
    measured.clear();
    expect(measured.stepsPerSecond()).toBe(0);
  });
});
