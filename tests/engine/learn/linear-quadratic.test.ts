/** @file Linear-quadratic games, trained towards their closed forms: springs and attraction on the way and at the end (docs/mathematics.md, Linear-quadratic games). */
import { describe, expect, it, test } from "vitest";
import { exactOf } from "../../../src/engine/game/exact-problem.ts";
import { flowOf } from "../../../src/engine/learn/flow.ts";
import { presets } from "../../../src/experiment/presets.ts";
import { random } from "../../../src/math/random.ts";
import { sessionOf } from "../experiment-of.ts";

type Given = Readonly<Record<string, unknown>>;

const N = 4096;

/** Mean of what has been learned after so many steps, and of the closed form. */
async function means(partial: Given, steps: number): Promise<readonly [number, number]> {
  const session = await sessionOf(partial);
  while (session.step() < steps) await session.advance(0);
  const d = session.setup().dimension;
  const x = await flowOf(session).generate(N, random(5, "population"), { averaged: true });
  const exact = exactOf(session.setup());
  session.dispose();
  if ("reason" in exact) throw new Error(exact.reason);
  return [x.reduce((sum, value, q) => (q % d === 0 ? sum + value / N : sum), 0), exact.mean[0]!];
}

const small = { network: { width: 8 }, training: { batch: 128, warmup: 10, optimiser: { params: { rate: 0.03 } }, ema: 0.95 } };

describe("attraction at the end alone: m(T) = m₀/(1 + T b(1 − θ)ʲ), j = 1 (Nash), 2 (social)", () => {
  const game = (kind: string, objective: string): Given => ({
    model: "linear-quadratic",
    reference: { id: "gaussian", params: { mean: [1.5], covariance: [[0.3]] } },
    game: { horizon: 1, interactions: [], terminal: { id: "mean-attraction", params: { weight: 3, share: 0.3, kind } } },
    objective: { id: objective, params: { integrator: "rk4", steps: 2 } },
    ...small,
  });
  it.each([
    ["nash", "roll-out"],
    ["social", "roll-out"],
    ["nash", "adjoint-matching"],
    ["social", "adjoint-matching"],
  ])("%s, by %s", async (kind, objective) => {
    const [found, exact] = await means(game(kind, objective), 150);
    expect(exact).toBeCloseTo(1.5 / (1 + 3 * 0.7 ** (kind === "nash" ? 1 : 2)), 8);
    // They end .12 apart.
    expect(Math.abs(found - exact)).toBeLessThan(0.03);
  });
});

test.each([...presets.values()].filter(({ experiment }) => experiment["model"] === "linear-quadratic").map(({ id }) => id))(
  "%s moves to where it should in 50 steps",
  async (id) => {
    const { experiment } = presets.get(id)!;
    const quick: Given = { ...experiment, ...small };
    const [[start], [found, exact]] = [await means(quick, 1), await means(quick, 50)];
    expect(Math.abs(found - exact)).toBeLessThan(0.5 * Math.abs(start - exact));
  },
);
