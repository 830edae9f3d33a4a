/** @file Games with interactions, trained for some hundred steps towards their closed form (docs/mathematics.md, Entropy and other interactions). */
import { expect, test } from "vitest";
import { exactOf } from "../../../src/engine/game/exact-problem.ts";
import { flowOf } from "../../../src/engine/learn/flow.ts";
import { random } from "../../../src/math/random.ts";
import { sessionOf } from "../experiment-of.ts";

const STEPS = 400;
const N = 8192;

const line = (mean: number, variance: number) => ({ id: "gaussian", params: { mean: [mean], covariance: [[variance]] } });

const game = (interactions: readonly unknown[]) => ({
  model: "ot-flow",
  data: line(1.5, 0.49),
  reference: line(0.5, 1),
  game: { interactions, terminal: { id: "reverse-kl", params: { weight: 2 } } },
  regularisers: { hjb: { weight: 0 } },
  network: { width: 16 },
  objective: { params: { steps: 4 } },
  training: { batch: 256, optimiser: { params: { rate: 0.02 } }, ema: 0.98, stop: { steps: STEPS } },
});

const attraction = (kind: string) => [{ id: "mean-attraction", params: { weight: 5, share: 0.3, kind } }];

/** Mean and deviation of the closed form at its end. */
async function truthOf(interactions: readonly unknown[]): Promise<readonly [number, number]> {
  const session = await sessionOf(game(interactions));
  const exact = exactOf(session.setup());
  session.dispose();
  if ("reason" in exact) throw new Error(exact.reason);
  return [exact.mean[0]!, Math.sqrt(exact.covariance[0]![0]!)];
}

test.each([
  ["entropy", [{ id: "entropy", params: { weight: 3 } }]],
  ["Nash attraction", attraction("nash")],
  ["social attraction", attraction("social")],
] as const)(
  "%s",
  async (_, interactions) => {
    const session = await sessionOf(game(interactions));
    while (session.step() < STEPS) await session.advance(0);
    const x = await flowOf(session).generate(N, random(5, "population"), { averaged: true });
    session.dispose();
    const mean = x.reduce((sum, value) => sum + value / N, 0);
    const sd = Math.sqrt(x.reduce((sum, value) => sum + (value - mean) ** 2 / N, 0));
    const exact = await truthOf(interactions);
    expect(Math.abs(mean - exact[0])).toBeLessThan(0.05);
    expect(Math.abs(sd / exact[1] - 1)).toBeLessThan(0.05);
    // The game without the interaction ends elsewhere, so this is no accident.
    const without = await truthOf([]);
    expect(Math.max(Math.abs(without[0] - exact[0]), Math.abs(without[1] / exact[1] - 1))).toBeGreaterThan(0.12);
  },
  180_000,
);

test("Nash and social attraction end apart", async () => {
  const [nash, social] = [await truthOf(attraction("nash")), await truthOf(attraction("social"))];
  expect(Math.abs(nash[0] - social[0])).toBeGreaterThan(0.05);
});
