/** @file The error budget, on models whose every error is known: coarse steps, a shift, a memorised training set, noise alone. */
import { describe, expect, it } from "vitest";
import { registry } from "../../../src/catalogue/registry.ts";
import { exactOf } from "../../../src/engine/game/exact-problem.ts";
import { measure } from "../../../src/engine/measure/measure.ts";
import { FULL } from "../../../src/engine/measure/subject.ts";
import type { Session } from "../../../src/engine/learn/session.ts";
import { setUp } from "../../../src/engine/game/setup.ts";
import { gaussianMixture } from "../../../src/math/laws/gaussian-mixture.ts";
import { random } from "../../../src/math/random.ts";
import { slicedW2 } from "../../../src/math/distances/sliced-wasserstein.ts";
import type { ErrorBudget, Estimated } from "../../../src/engine/results.ts";
import { experimentOf } from "../experiment-of.ts";
import { linearField, plain, sessionKnowing } from "./known-kernel.ts";
import { noisedPotential } from "./known-potentials.ts";

async function budgetOf(session: Session, samples = 4096): Promise<ErrorBudget> {
  const { metrics } = await measure(session, ["errorBudget"], { ...FULL, samples });
  const found = metrics.errorBudget!;
  const { total, steps, data, training, overlap } = found;
  expect(steps.value + (data?.value ?? 0) + training.value + overlap.value).toBeCloseTo(total.value, 10);
  return found;
}

/** Within four of its own errors, or two hundredths. */
function expectNear({ value, error }: Estimated, truth: number): void {
  expect(Math.abs(value - truth), `${String(value)} ± ${String(error)} for ${String(truth)}`).toBeLessThan(4 * error + 0.02 * truth);
}

const standard = (sd: number, mean = 0) => ({
  id: "gaussian",
  params: {
    mean: [mean, 0],
    covariance: [
      [sd * sd, 0],
      [0, sd * sd],
    ],
  },
});

/** dx/dt = a x from N(0, I): after K steps of Euler the scale is (1 + a/K)^K. */
function growing(a: number, K: number, data: ReturnType<typeof standard>, integrator = "euler") {
  const given = {
    model: "normalizing-flow",
    network: { output: "field" },
    data,
    reference: standard(1),
    objective: { params: { integrator } },
    sampling: { method: "ode", steps: K },
  };
  return sessionKnowing(
    given,
    linearField([
      [a, 0],
      [0, a],
    ]),
  );
}

describe("the error budget", () => {
  it("of an exact field that is integrated coarsely is all steps", async () => {
    const a = Math.log(2);
    const euler = (K: number): number => (1 + a / K) ** K;
    const { total, steps, data, training } = await budgetOf(growing(a, 2, standard(2)));
    // W₂ of N(0, s²) and N(0, r²) is |s − r|
    expectNear(steps, (euler(2) - euler(8)) ** 2);
    expectNear(training, (euler(8) - 2) ** 2);
    expectNear(total, (euler(2) - 2) ** 2);
    expect(steps.value).toBeGreaterThan(10 * steps.error);
    expect(data).toEqual({ value: 0, error: 0 });
  });

  it("of a shift is all training, by half its square: each direction sees its cosine", async () => {
    const shift = 0.4;
    const { total, steps, training, floor } = await budgetOf(growing(0, 8, standard(1, shift)));
    expectNear(training, shift ** 2 / 2);
    expectNear(total, shift ** 2 / 2);
    expect(Math.abs(steps.value)).toBeLessThan(1e-12);
    expect(floor).toBeGreaterThan(0);
    expect(floor).toBeLessThan(total.value / 10);
  });

  it("of the exact flow with fine steps is nothing that can be measured", async () => {
    const a = Math.log(1.5);
    const { total, steps, training, floor } = await budgetOf(growing(a, 16, standard(1.5), "rk4"));
    for (const found of [total, training]) expect(found.value).toBeLessThan(3 * found.error);
    expect(total.error).toBeLessThan(floor);
    expect(steps.value).toBeLessThan(1e-9);
  });

  it("of a memorised training set is all data", async () => {
    const given = { model: "score-diffusion", data: { ...standard(1), samples: 12 }, sampling: { method: "ode", steps: 100 } };
    const { training: rows, data } = setUp(experimentOf({ ...plain, ...given }), registry);
    const sd = 0.02;
    const law = gaussianMixture({
      means: Array.from({ length: 12 }, (_, i) => [rows![2 * i]!, rows![2 * i + 1]!]),
      covariances: Array.from({ length: 12 }, () => [
        [sd * sd, 0],
        [0, sd * sd],
      ]),
      weights: Array.from({ length: 12 }, () => 1 / 12),
    });
    const found = await budgetOf(sessionKnowing(given, noisedPotential(given, law)), 2048);
    const many = new Float32Array(2 * 20_000);
    data!.sample(random(7, "law"), 20_000, many);
    const truth = slicedW2(rows!, 12, many, 20_000, 2) ** 2;
    expect(found.data!.value).toBeGreaterThan(10 * found.data!.error);
    // Samples of 256 points blur the gaps between 12 atoms, so a part of the distance is not seen; never more than there is.
    for (const { value } of [found.data!, found.total]) {
      expect(value / truth).toBeGreaterThan(0.75);
      expect(value / truth).toBeLessThan(1.05);
    }
    expect(found.training.value).toBeLessThan(0.05 * truth);
  });

  it("says that nobody knows the law behind one's own points", async () => {
    const session = sessionKnowing(
      { model: "score-diffusion", data: { id: "points" }, sampling: { method: "ode", steps: 8 } },
      noisedPotential(
        { model: "score-diffusion", data: standard(1) },
        gaussianMixture({
          means: [[0, 0]],
          covariances: [
            [
              [1, 0],
              [0, 1],
            ],
          ],
          weights: [1],
        }),
      ),
    );
    expect((await budgetOf(session, 512)).data).toBeNull();
  });
});

describe("with noise", () => {
  const given = {
    model: "ot-flow",
    data: standard(1),
    game: {
      dynamics: { id: "constant-noise", params: { sigma: 0.8 } },
      lagrangian: { id: "kinetic", params: { weight: 1.3 } },
      terminal: { id: "cross-entropy", params: { weight: 2 } },
    },
    objective: { params: { integrator: "euler-maruyama", steps: 16 } },
    sampling: { method: "sde", steps: 8 },
  };

  it("coarse and fine steps go through the same noise: without a drift they arrive at the same places", async () => {
    const still = (_x: Float64Array, _t: number, n: number) => [
      { value: new Float64Array(n), gradient: new Float64Array(2 * n), time: new Float64Array(n), laplacian: new Float64Array(n) },
    ];
    const { steps, training } = await budgetOf(sessionKnowing(given, still), 1024);
    expect(Math.abs(steps.value)).toBeLessThan(1e-10);
    expect(training.value).toBeGreaterThan(2 * training.error);
  });

  it("with the exact drift the steps are a small part of one floor", async () => {
    const solution = exactOf(setUp(experimentOf({ ...plain, ...given }), registry));
    if ("reason" in solution) throw new Error(solution.reason);
    const session = sessionKnowing(given, (x, t, n) => {
      const out = { U: new Float64Array(n), gradient: new Float64Array(2 * n), dt: new Float64Array(n), laplacian: new Float64Array(n) };
      solution.values(x, n, t, out);
      return [{ value: out.U, gradient: out.gradient, time: out.dt, laplacian: out.laplacian }];
    });
    const { steps, floor } = await budgetOf(session, 2048);
    // paired, the error of the steps' bar is far below what two independent samples show
    expect(steps.error).toBeLessThan(floor / 4);
    expect(Math.abs(steps.value)).toBeLessThan(floor);
  });
});
