/** @file The cost ruler: on an exact flow it reads the stated cost, and on a wrong one exactly what the squares of its error add to it. */
import { describe, expect, it } from "vitest";
import { exactOf } from "../../../src/engine/game/exact-problem.ts";
import { setUp } from "../../../src/engine/game/setup.ts";
import { measure } from "../../../src/engine/measure/measure.ts";
import { type MeasuringEffort, QUICK } from "../../../src/engine/measure/subject.ts";
import { registry } from "../../../src/catalogue/registry.ts";
import { experimentOf } from "../experiment-of.ts";
import { type Known, plain, sessionKnowing } from "./known-kernel.ts";

const EFFORT: MeasuringEffort = { ...QUICK, samples: 2048, steps: 8 };

const law = (mean: readonly number[], variance: number) => ({
  id: "gaussian",
  params: { mean, covariance: mean.map((_, i) => mean.map((__, j) => (i === j ? variance : 0))) },
});

/** @param tilt  added to ∇U along the first axis: the player is off by as much */
async function costOf(d: 1 | 2, game: Readonly<Record<string, unknown>>, tilt = 0) {
  const given = {
    model: "ot-flow",
    data: law([1.2, -0.4].slice(0, d), 0.5),
    reference: law([-0.8, 0.3].slice(0, d), 0.9),
    game: { horizon: 1.2, terminal: { id: "reverse-kl", params: { weight: 4 } }, ...game },
  };
  const solution = exactOf(setUp(experimentOf({ ...plain, ...given }), registry));
  if ("reason" in solution) throw new Error(solution.reason);
  const known: Known = (x, t, n) => {
    const out = { U: new Float64Array(n), gradient: new Float64Array(n * d), dt: new Float64Array(n), laplacian: new Float64Array(n) };
    solution.values(x, n, t, out);
    const gradient = out.gradient.map((p, q) => (q % d === 0 ? p + tilt : p));
    return [{ value: out.U.map((u, i) => u + tilt * x[i * d]!), gradient, time: out.dt, laplacian: out.laplacian }];
  };
  const session = sessionKnowing(given, known);
  const { metrics, failed } = await measure(session, ["cost", "optimalityGap"], EFFORT);
  session.dispose();
  expect(failed).toEqual({});
  return { cost: metrics.cost!, gap: metrics.optimalityGap, best: solution.cost };
}

const attraction = (kind: string) => ({ interactions: [{ id: "mean-attraction", params: { weight: 2, share: 0.4, kind } }] });

describe("the whole cost", () => {
  it.each([
    ["reverse KL", 1, {}],
    ["entropy, discounted", 2, { discount: 0.4, interactions: [{ id: "entropy", params: { weight: 0.8 } }] }],
    ["Nash attraction", 2, attraction("nash")],
    ["social attraction", 1, attraction("social")],
  ] as const)("of an exact flow is the stated one: %s", async (_, d, game) => {
    const { cost, gap, best } = await costOf(d, game);
    expect(Math.abs(cost.total - best)).toBeLessThan(4 * cost.error);
    expect(cost.error).toBeLessThan(0.05);
    expect(cost.running + cost.interactions + cost.terminal).toBeCloseTo(cost.total, 8);
    expect(gap).toBeNull();
  });

  it("exceeds the optimum by the squares of the control's error, with any weight and discount", async () => {
    const game = {
      discount: 0.4,
      lagrangian: { id: "kinetic", params: { weight: 1.7 } },
      terminal: { id: "potential-energy", params: { weight: 2, x: 1, y: 0.5 } },
      interactions: [{ id: "potential-energy", params: { weight: 1.5, x: 0.5, y: -0.5 } }],
    };
    const { cost, best } = await costOf(2, game);
    expect(Math.abs(cost.total - best)).toBeLessThan(4 * cost.error);
    for (const tilt of [0, 0.4, -1]) {
      const { gap } = await costOf(2, game, tilt);
      const planted = ((tilt ** 2 / (2 * 1.7)) * (1 - Math.exp(-0.4 * 1.2))) / 0.4;
      expect(gap!.squares).toBeCloseTo(planted, 4);
      expect(gap!.value).toBeCloseTo(planted, 3);
    }
  });
});
