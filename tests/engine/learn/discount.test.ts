/** @file The discount in training: what an end cost counts for, that a short training finds the closed form, and who refuses it. */
import { describe, expect, it } from "vitest";
import { exactOf } from "../../../src/engine/game/exact-problem.ts";
import { flowOf } from "../../../src/engine/learn/flow.ts";
import type { Session } from "../../../src/engine/learn/session.ts";
import { misfits } from "../../../src/experiment/misfits.ts";
import { resolve } from "../../../src/experiment/resolve.ts";
import { random } from "../../../src/math/random.ts";
import { experimentOf, sessionOf } from "../experiment-of.ts";

const STEPS = 500;

const line = (mean: number, variance: number) => ({ id: "gaussian", params: { mean: [mean], covariance: [[variance]] } });

function game(discount: number, terminal: string, changes: Record<string, unknown> = {}) {
  return {
    model: "ot-flow",
    data: line(1.5, 0.49),
    reference: line(-0.5, 1),
    game: { horizon: 1.2, discount, lagrangian: { params: { weight: 0.7 } }, terminal: { id: terminal, params: { weight: 4 } } },
    network: { width: 16 },
    regularisers: { hjb: { weight: 0 } },
    training: { batch: 256, optimiser: { params: { rate: 0.02 } }, ema: 0.98, stop: { steps: STEPS } },
    ...changes,
  };
}

/** The parts of the loss at weights that are not those of the start. */
async function partsOf(partial: Record<string, unknown>): Promise<Readonly<Record<string, number>>> {
  const session = await sessionOf(partial);
  const jitter = random(3, "jitter");
  session.load(session.network().kernel.theta.map((weight) => weight + 0.1 * jitter.normal()));
  await session.advance(0);
  const { names, since } = session.history();
  const rows = since(0);
  const last = rows.slice(rows.length - names.length);
  session.dispose();
  return Object.fromEntries(names.map((name, i) => [name, last[i]!]));
}

describe("a discount in the loss", () => {
  it.each(["reverse-kl", "forward-kl"])("%s: the end cost counts e^(−κT), a penalty on U does not", async (terminal) => {
    const pulled = terminal === "forward-kl";
    const regularisers = { hjb: { weight: 0 }, [pulled ? "initial" : "terminal"]: { weight: 1 } };
    const [without, discounted] = [
      await partsOf(game(0, terminal, { regularisers })),
      await partsOf(game(1.1, terminal, { regularisers })),
    ];
    const factor = Math.exp(-1.1 * 1.2);
    expect(discounted["terminal"]).toBeCloseTo(factor * without["terminal"]!, 4);
    // Somewhere on the way from 1 to e^(−κT).
    expect(discounted["running"]! / without["running"]!).toBeGreaterThan(factor);
    expect(discounted["running"]! / without["running"]!).toBeLessThan(1);
    if (!pulled) expect(discounted["terminal-condition"]).toBeCloseTo(without["terminal-condition"]!, 6);
    else expect(Math.abs(discounted["initial-condition"]! - without["initial-condition"]!)).toBeGreaterThan(0.1);
  });
});

async function trained(session: Session): Promise<{ mean: number; sd: number }> {
  while (session.step() < STEPS) await session.advance(0);
  const n = 20_000;
  const x = await flowOf(session).generate(n, random(1, "test"));
  const mean = x.reduce((sum, value) => sum + value, 0) / n;
  return { mean, sd: Math.sqrt(x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n) };
}

describe("a short training finds the closed form of the discounted game", () => {
  it.each(["reverse-kl", "forward-kl"])("%s", async (terminal) => {
    const session = await sessionOf(game(1.1, terminal));
    const exact = exactOf(session.setup());
    if ("reason" in exact) throw new Error(exact.reason);
    const { mean, sd } = await trained(session);
    expect(Math.abs(mean - exact.mean[0]!)).toBeLessThan(0.03);
    expect(Math.abs(sd / Math.sqrt(exact.covariance[0]![0]!) - 1)).toBeLessThan(0.03);
    // The game without discount ends elsewhere, so this is no accident.
    const plain = exactOf((await sessionOf(game(0, terminal))).setup());
    if ("reason" in plain) throw new Error(plain.reason);
    expect(Math.abs(plain.mean[0]! - exact.mean[0]!)).toBeGreaterThan(0.09);
    session.dispose();
  });
});

it("score matching refuses a discount, and offers the game without", () => {
  const { experiment } = resolve({ model: "score-diffusion" }, "strict");
  expect(misfits(experiment!)).toEqual([]);
  const [misfit] = misfits({ ...experiment!, game: { ...experiment!.game, discount: 0.5 } });
  expect(misfit?.reason).toContain("no discount");
  expect(misfit?.nearest).toEqual({ "game.discount": 0 });
  expect(() => experimentOf({ model: "score-diffusion", game: { discount: 0.5 } })).toThrow(/discount/);
});
