/** @file The verdict on a loss curve, on series whose truth is known. Rates are over many seeds, so a lucky test cannot hide. */
import { describe, expect, it } from "vitest";
import { appended, emptyHistory, type LossHistory } from "../../src/plots/history.ts";
import { FEWEST_ROWS, type Settling, settling, trendOf } from "../../src/plots/settling.ts";
import { random } from "../../src/math/random.ts";

type Loss = (step: number) => number;

function historyOf(loss: Loss, steps: number): LossHistory {
  return appended(
    emptyHistory(2),
    Float32Array.from({ length: 2 * steps }, (_, q) => (q % 2 === 0 ? (q >> 1) + 1 : loss((q >> 1) + 1))),
  );
}

const verdict = (loss: Loss, steps: number, before: Settling = "moving"): Settling => settling(before, trendOf(historyOf(loss, steps)));

/** AR(1) noise of standard deviation 1 with correlation exp(−1/length). */
function noise(seed: number, length: number): () => number {
  const stream = random(seed, "settling");
  const a = length === 0 ? 0 : Math.exp(-1 / length);
  let now = stream.normal();
  return () => (now = a * now + Math.sqrt(1 - a * a) * stream.normal());
}

function share(of: Settling, seeds: number, one: (seed: number) => Settling): number {
  return Array.from({ length: seeds }, (_, seed) => one(seed)).filter((found) => found === of).length / seeds;
}

describe("a loss at rest", () => {
  for (const [what, correlation, size] of [
    ["white noise", 0, 0.12],
    ["correlated over 5 steps", 5, 0.05],
    ["correlated over 20 steps", 20, 0.02],
  ] as const) {
    it(`is called moving in under 2 % of cases when it was called converged: ${what}`, () => {
      const wrong = share("moving", 400, (seed) => {
        const e = noise(seed, correlation);
        return verdict(() => 2 + 0.3 * e(), 1500, "converged");
      });
      expect(wrong).toBeLessThan(0.02);
    });
    it(`is called converged at once in most cases: ${what}`, () => {
      const right = share("converged", 400, (seed) => {
        const e = noise(seed, correlation);
        return verdict(() => 2 + size * e(), 1500);
      });
      expect(right).toBeGreaterThan(0.85);
    });
  }

  it("does not blink: looked at every 20 steps for 2,000 steps, a verdict hardly ever comes back", () => {
    let changes = 0;
    for (let seed = 0; seed < 40; seed++) {
      const e = noise(seed, 3);
      const values = Array.from({ length: 2400 }, () => 2 + 0.3 * e());
      let now: Settling = "early";
      let left = 0;
      for (let steps = 400; steps <= 2400; steps += 20) {
        const next = verdict((step) => values[step - 1]!, steps, now);
        if (now === "converged" && next !== "converged") left++;
        now = next;
      }
      changes += left;
      expect(left).toBeLessThan(3);
    }
    expect(changes / 40).toBeLessThan(0.3);
  });

  it("is not called converged while its noise could hide a drift of a twentieth, nor moving before it was seen to", () => {
    const e = noise(2, 20);
    const trend = trendOf(historyOf(() => 2 + 0.5 * e(), 600))!;
    expect(trend.missed).toBeGreaterThan(0.1);
    expect(settling("early", { ...trend, t: 1 })).toBe("early");
    expect(settling("moving", { ...trend, t: 1 })).toBe("moving");
    expect(settling("early", { ...trend, t: 4 })).toBe("moving");
    expect(settling("early", { ...trend, t: 1, missed: 0.04 })).toBe("converged");
  });

  it("may lie below zero, and may be exactly constant", () => {
    const e = noise(1, 0);
    expect(verdict(() => -1.5 + 0.1 * e(), 900)).toBe("converged");
    expect(verdict(() => 0.25, 900)).toBe("converged");
    expect(verdict(() => 0, 900)).toBe("converged");
  });
});

describe("a loss that moves", () => {
  it("is said to: decaying", () => {
    const found = share("moving", 200, (seed) => {
      const e = noise(seed, 3);
      return verdict((step) => 1 + 4 * Math.exp(-step / 500) + 0.2 * e(), 1000);
    });
    expect(found).toBeGreaterThan(0.9);
  });
  it("is said to: drifting slowly, by 1.3 deviations of its noise over the window", () => {
    const found = share("moving", 200, (seed) => {
      const e = noise(seed, 0);
      return verdict((step) => 3 - (0.4 * step) / 500 + 0.3 * e(), 1500);
    });
    expect(found).toBeGreaterThan(0.95);
  });
  it("is said to: rising only at the end", () => {
    const found = share("moving", 200, (seed) => {
      const e = noise(seed, 0);
      return verdict((step) => 3 + (step > 1400 ? 1.5 : 0) + 0.3 * e(), 1500, "converged");
    });
    expect(found).toBeGreaterThan(0.95);
  });
  it("is said to: a small part under the noise of a large one", () => {
    let told = 0;
    for (let seed = 0; seed < 100; seed++) {
      const [large, small] = [noise(seed, 0), noise(seed + 1000, 0)];
      const rows = Array.from({ length: 900 }, (_, k) => {
        const parts = [180 + 4 * large(), 1 - k / 2000 + 0.1 * small()];
        return [k + 1, parts[0]! + parts[1]!, ...parts];
      });
      const trend = trendOf(appended(emptyHistory(4), Float32Array.from(rows.flat())))!;
      if (settling("converged", trend) === "moving" && trend.column === 3) told++;
    }
    expect(told).toBeGreaterThan(75);
  });
  it("by less than a thousandth of its level is at rest", () => {
    expect(verdict((step) => 5 - 1e-6 * step, 1500)).toBe("converged");
    expect(verdict((step) => 5 - 1e-4 * step, 1500, "converged")).toBe("moving");
  });
});

it("too few steps say nothing, nor do losses that are no numbers", () => {
  expect(verdict(() => 1, FEWEST_ROWS - 1, "converged")).toBe("early");
  expect(verdict((step) => (step === 900 ? Number.NaN : 1), 1000)).toBe("early");
});

it("the drift is the change over the window", () => {
  const trend = trendOf(historyOf((step) => 10 - 0.01 * step, 900))!;
  expect(trend.drift).toBeCloseTo(-0.01 * (trend.to - trend.from + 1), 2);
  expect(trend.t).toBeLessThan(0);
  expect(trend.to).toBe(900);
});
