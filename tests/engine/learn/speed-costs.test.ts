/**
 * @file Games whose Hamiltonian is no multiple of |p|², trained for some hundred steps towards their closed form: the population of
 * the optimum is the reference moved by d, with |d|^{γ−2}d/T^{γ−1} = λ(m₁ − m₀ − d)/s², or ℓ'(|d|/T) = λ(…)/s² with a speed limit.
 */
import { expect, test } from "vitest";
import { exactOf } from "../../../src/engine/game/exact-problem.ts";
import { channelsOf } from "../../../src/engine/game/evaluation.ts";
import { flowOf } from "../../../src/engine/learn/flow.ts";
import { random } from "../../../src/math/random.ts";
import { sessionOf } from "../experiment-of.ts";

const N = 8192;

const variance = 0.6;
const gaussian = (mean: readonly number[]) => ({
  id: "gaussian",
  params: { mean, covariance: mean.map((_, i) => mean.map((__, j) => (i === j ? variance : 0))) },
});

const between = (from: readonly number[], to: readonly number[], lagrangian: unknown) => ({
  model: "ot-flow",
  data: gaussian(to),
  reference: gaussian(from),
  game: { lagrangian, terminal: { id: "reverse-kl", params: { weight: 4 } } },
  regularisers: { hjb: { weight: 1 } },
  network: { width: 16 },
  objective: { params: { steps: 3 } },
  training: { batch: 128, optimiser: { params: { rate: 0.01 } }, stop: { steps: 250 } },
});

test.each([
  ["γ = 3/2 on the line", between([-1.5], [1.5], { id: "power", params: { exponent: 1.5 } }), "laplacian"],
  ["γ = 3 in the plane", between([-1.2, -0.5], [1.2, 0.5], { id: "power", params: { exponent: 3 } }), "hessian"],
  ["a speed limit in the plane", between([-1.2, -0.5], [1.2, 0.5], { id: "relativistic", params: { limit: 2 } }), "hessian"],
] as const)(
  "%s",
  async (_, partial, second) => {
    const session = await sessionOf(partial);
    const setup = session.setup();
    expect(channelsOf([setup.composed.here.divergence()], setup.shape).wanted.second).toBe(second);
    const exact = exactOf(setup);
    if (!("mean" in exact)) throw new Error(exact.reason);
    const d = setup.dimension;
    while (session.step() < 250) await session.advance(0, 1);
    const x = await flowOf(session).generate(N, random(5, "population"), { averaged: true });
    const column = (k: number) => Float64Array.from({ length: N }, (__, i) => x[i * d + k]!);
    for (let k = 0; k < d; k++) {
      const mean = column(k).reduce((sum, value) => sum + value / N, 0);
      const sd = Math.sqrt(column(k).reduce((sum, value) => sum + (value - mean) ** 2 / N, 0));
      expect(Math.abs(mean - exact.mean[k]!)).toBeLessThan(0.05);
      expect(Math.abs(sd / Math.sqrt(exact.covariance[k]![k]!) - 1)).toBeLessThan(0.05);
    }
    session.dispose();
  },
  180_000,
);
