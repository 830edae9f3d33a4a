/** @file The HJB ruler where a price asks for the crowd: on the exact value of a game with interactions it reads nothing, and what was planted elsewhere. */
import { describe, expect, it } from "vitest";
import { exactOf } from "../../../src/engine/game/exact-problem.ts";
import { setUp } from "../../../src/engine/game/setup.ts";
import { measure } from "../../../src/engine/measure/measure.ts";
import { type MeasuringEffort, QUICK } from "../../../src/engine/measure/subject.ts";
import { registry } from "../../../src/catalogue/registry.ts";
import { experimentOf } from "../experiment-of.ts";
import { type Known, plain, sessionKnowing } from "./known-kernel.ts";

const SMALL: MeasuringEffort = { ...QUICK, points: 512 };

const law = (mean: readonly number[], variance: number) => ({
  id: "gaussian",
  params: { mean, covariance: mean.map((_, i) => mean.map((__, j) => (i === j ? variance : 0))) },
});

const CASES = {
  entropy: [{ id: "entropy", params: { weight: 0.8 } }],
  "Nash attraction": [{ id: "mean-attraction", params: { weight: 2, share: 0.4, kind: "nash" } }],
  "social attraction": [{ id: "mean-attraction", params: { weight: 2, share: 0.4, kind: "social" } }],
  "several at once": [
    { id: "potential-energy", params: { weight: 1.5, x: 0.5, y: -0.5 } },
    { id: "mean-attraction", params: { weight: 1, share: 0.6, kind: "nash" } },
    { id: "entropy", params: { weight: 0.5 } },
  ],
} as const;

async function residualOf(d: 1 | 2, interactions: readonly unknown[], tilt = 0) {
  const given = {
    model: "ot-flow",
    data: law([1.2, -0.4].slice(0, d), 0.5),
    reference: law([-0.8, 0.3].slice(0, d), 0.9),
    game: { horizon: 1.2, discount: 0.4, interactions, terminal: { id: "reverse-kl", params: { weight: 4 } } },
  };
  const solution = exactOf(setUp(experimentOf({ ...plain, ...given }), registry));
  if ("reason" in solution) throw new Error(solution.reason);
  const known: Known = (x, t, n) => {
    const out = { U: new Float64Array(n), gradient: new Float64Array(n * d), dt: new Float64Array(n), laplacian: new Float64Array(n) };
    solution.values(x, n, t, out);
    return [{ value: out.U, gradient: out.gradient, time: out.dt.map((u, i) => u + tilt * x[i * d]!), laplacian: out.laplacian }];
  };
  const session = sessionKnowing(given, known);
  const found = (await measure(session, ["hjbResidual"], SMALL)).metrics.hjbResidual;
  const { radius } = session.setup();
  session.dispose();
  return { ...found!, radius };
}

describe("the HJB residual with a crowd in the price", () => {
  for (const d of [1, 2] as const)
    it.each(Object.entries(CASES))(`is nothing at the exact value, d = ${String(d)}: %s`, async (_, interactions) => {
      const { particles, box } = await residualOf(d, interactions);
      // The crowd's mean is that of 512 particles; log ρ and the forces of the spring are exact.
      const bar = interactions.some(({ id }) => id === "mean-attraction") ? 0.05 : 1e-3;
      expect(particles.relative).toBeLessThan(bar);
      expect(box.relative).toBeLessThan(bar);
    });

  it("is what is planted: ∂ₜU off by e x reads e E|x|, which is e R/2 on the box at all times", async () => {
    for (const tilt of [0.5, 2]) {
      const { box, radius } = await residualOf(1, CASES.entropy, tilt);
      // 512 even draws: E|x| is known to 2.5 %.
      expect(Math.abs(box.raw / ((tilt * radius) / 2) - 1)).toBeLessThan(0.1);
    }
  });
});
