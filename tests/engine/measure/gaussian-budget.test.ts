/** @file The closed-form budget of a Gaussian diffusion: it checks the error budget that is measured on samples, with every part planted. */
import { describe, expect, it } from "vitest";
import { measure } from "../../../src/engine/measure/measure.ts";
import { FULL } from "../../../src/engine/measure/subject.ts";
import type { Estimated, Metrics } from "../../../src/engine/results.ts";
import { gaussianMixture } from "../../../src/math/laws/gaussian-mixture.ts";
import { type Known, sessionKnowing } from "./known-kernel.ts";
import { noisedPotential } from "./known-potentials.ts";

const law = {
  mean: [0.9, -0.4],
  covariance: [
    [0.6, 0.2],
    [0.2, 0.3],
  ],
};
const data = { id: "gaussian", params: law };
const truth = gaussianMixture({ means: [law.mean], covariances: [law.covariance] });

/** Far from the noised data at the start, few steps. */
const given = (method: "ode" | "sde", steps: number, horizon = 1) => ({
  model: "score-diffusion",
  data,
  reference: {
    id: "gaussian",
    params: {
      mean: [0.3, -0.3],
      covariance: [
        [1.4, 0],
        [0, 1.4],
      ],
    },
  },
  game: { horizon, dynamics: { id: "ou" } },
  objective: { params: { smallest: 0.01 } },
  sampling: { method, steps },
});

/** −(1 + e) log η + pull · x. */
function wrongBy(partial: Record<string, unknown>, e: number, pull: number): Known {
  const exact = noisedPotential(partial, truth, { factor: 1 + e });
  return (x, t, n) => exact(x, t, n).map((jets) => ({ ...jets, gradient: jets.gradient.map((g) => g + pull) }));
}

async function ask(partial: Record<string, unknown>, known: Known, ...which: (keyof Metrics)[]) {
  return (await measure(sessionKnowing(partial, known), which, { ...FULL, samples: 2048 })).metrics;
}

/** Within four of its own errors, or two hundredths. */
function expectNear({ value, error }: Estimated, exact: number): void {
  expect(Math.abs(value - exact), `${String(value)} ± ${String(error)} for ${String(exact)}`).toBeLessThan(4 * error + 0.02 * exact);
}

describe("the budget of a Gaussian diffusion", () => {
  for (const [method, steps] of [
    ["ode", 4],
    ["sde", 8],
  ] as const) {
    it(`is what the error budget finds on samples: ${method}`, async () => {
      const partial = given(method, steps);
      const { errorBudget, gaussianBudget } = await ask(partial, wrongBy(partial, 0.15, 0.2), "errorBudget", "gaussianBudget");
      const { foretold, start, stop, score, steps: stepped, overlap, total, notAffine } = gaussianBudget!;
      expectNear(errorBudget!.steps, foretold.steps);
      expectNear(errorBudget!.training, foretold.training);
      expectNear(errorBudget!.total, total);
      expect(errorBudget!.steps.value).toBeGreaterThan(5 * errorBudget!.steps.error);
      expect(start + stop + score + stepped + overlap).toBeCloseTo(total, 12);
      for (const part of [stop, score, stepped]) expect(part).toBeGreaterThan(1e-5);
      expect(start).toBeGreaterThan(method === "ode" ? 1e-3 : 1e-8);
      expect(notAffine).toBeLessThan(1e-5);
    });
  }

  it("with the exact score has no part by the score, and the start is forgotten over a longer horizon", async () => {
    const starts: number[] = [];
    for (const horizon of [1, 2]) {
      const partial = given("sde", 32, horizon);
      const { gaussianBudget } = await ask(partial, noisedPotential(partial, truth), "gaussianBudget");
      expect(gaussianBudget!.score).toBeLessThan(1e-9);
      starts.push(gaussianBudget!.start);
    }
    expect(starts[1]!).toBeLessThan(starts[0]! / 4);
  });

  it("is not asked where the data are no Gaussian", async () => {
    const partial = { ...given("ode", 4), data: { id: "ring-mixture" } };
    expect((await ask(partial, noisedPotential(given("ode", 4), truth), "gaussianBudget")).gaussianBudget).toBeNull();
  });
});
