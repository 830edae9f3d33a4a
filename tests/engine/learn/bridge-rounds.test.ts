/**
 * @file Bridge matching between Gaussians of the line (docs/mathematics.md, Bridge matching): what its losses are least at, how the covariance
 * of the ends goes from round to round, and a run in rounds.
 *
 *     C ← s₀ s₁ exp(−(σ²/2) ∫ dt/var_C)   →   ½(D − σ²)
 */
import { describe, expect, test } from "vitest";
import { registry } from "../../../src/catalogue/registry.ts";
import { exactOf } from "../../../src/engine/game/exact-problem.ts";
import { setUp, type Setup } from "../../../src/engine/game/setup.ts";
import { steeredBridges } from "../../../src/engine/game/sources.ts";
import { carriedEnds } from "../../../src/engine/learn/carried.ts";
import { drawer, type DrawsGiven } from "../../../src/engine/learn/draws.ts";
import { flowOf } from "../../../src/engine/learn/flow.ts";
import { learnedSolution } from "../../../src/engine/learn/learned-solution.ts";
import type { Session } from "../../../src/engine/learn/session.ts";
import { resolve } from "../../../src/experiment/resolve.ts";
import { mul, sqrt } from "../../../src/math/expressions/expression.ts";
import { random } from "../../../src/math/random.ts";
import { experimentOf, sessionOf, wasmFactory } from "../experiment-of.ts";

const law = (mean: number, sd: number) => ({ id: "gaussian", params: { mean: [mean], covariance: [[sd * sd]] } });
const [m0, s0, m1, s1, sigma, T] = [-0.8, 0.6, 1.2, 0.9, 0.8, 1.3];
const EVERY = 300;
const game = {
  model: "schrodinger-bridge",
  data: law(m1, s1),
  reference: law(m0, s0),
  game: { horizon: T, lagrangian: { params: { weight: 1.4 } }, dynamics: { params: { sigma } } },
  objective: { id: "bridge-matching", params: { rounds: 2, every: EVERY } },
  network: { width: 16, depth: 2, quadraticRank: 2 },
  training: { batch: 256, optimiser: { params: { rate: 0.01 } }, warmup: 20, ema: 0.99, stop: { steps: 3 * EVERY } },
};
const small = { ...game, objective: { id: "bridge-matching", params: { rounds: 2, every: 10 } }, network: { width: 4, depth: 1 } };

/** Covariance of the ends of the bridge: ½(D − σ²T). */
const spread = sigma * sigma * T;
const bridged = (Math.sqrt(4 * s0 ** 2 * s1 ** 2 + spread ** 2) - spread) / 2;

const givenOf = (setup: Setup, capacity: number): DrawsGiven => ({
  ...{ seed: 2, capacity, samplers: setup.samplers, reference: setup.reference, uniform: setup.uniformNames },
});

async function stepsTo(session: Session, last: number): Promise<void> {
  while (session.step() < last) await session.advance(0);
}

test.each(["data", "reference"] as const)("on bridges between the bridge's own ends the loss to the %s is least at the bridge", (to) => {
  const setup = setUp(experimentOf(game), registry);
  const form = exactOf(setup);
  if ("reason" in form) throw new Error(form.reason);
  const n = 1024;
  const rounds = { count: 1, every: 1, from: to, by: "previous", copies: "value" } as const;
  const [origins, ends] = [new Float32Array(n), new Float32Array(n)];
  const source = steeredBridges(1, { to, pairs: undefined, rounds }, mul(setup.composed.sigma, sqrt(setup.composed.at.horizon)));
  const columns = Object.fromEntries(["t", "x1", "e1", "balance"].map((name) => [name, new Float32Array(n)]));
  const draw = drawer(source, { ...givenOf(setup, n), carried: { origins, ends } });
  const stream = random(4, "ends");
  const slopes = Array.from({ length: 4 }, () => ({ sum: 0, square: 0 }));
  const steps = 10;
  for (let step = 2; step < 2 + steps; step++) {
    for (let i = 0; i < n; i++) {
      const z = stream.normal();
      origins[i] = m0 + s0 * z;
      ends[i] = m1 + (bridged / s0) * z + Math.sqrt(s1 ** 2 - (bridged / s0) ** 2) * stream.normal();
    }
    draw(step, n, setup.uniforms, columns);
    for (let i = 0; i < n; i++) {
      const [t, x, e, balance] = [columns["t"]![i]!, columns["x1"]![i]!, columns["e1"]![i]!, columns["balance"]![i]!];
      const gradient = new Float64Array(1);
      form.values([x], 1, t, { gradient });
      const { mean, covariance } = form.moments(t);
      const forward = -gradient[0]! / 1.4;
      // b + c = σ²∇log ρ
      const drift = to === "data" ? forward : (-(sigma ** 2) * (x - mean[0]!)) / covariance[0]![0]! - forward;
      const miss = balance * (balance * T * drift - e);
      [1, x, t, x * t].forEach((f, k) => {
        slopes[k]!.sum += miss * f;
        slopes[k]!.square += (miss * f) ** 2;
      });
    }
  }
  slopes.forEach(({ sum, square }) => {
    expect(Math.abs(sum)).toBeLessThan(4 * Math.sqrt(square));
    expect(square).toBeGreaterThan(n / 8);
  });
});

test("a round brings the covariance of the ends nearer to the bridge's, by the formula that the drift's own equation gives", () => {
  const draw = random(3, "rounds");
  for (let k = 0; k < 5; k++) {
    const [a, b, w] = [0.4 + draw.uniform(), 0.4 + draw.uniform(), 0.2 + 2 * draw.uniform()];
    const best = (Math.sqrt(4 * a * a * b * b + w ** 4) - w * w) / 2;
    let C = 0;
    for (let round = 0; round < 3; round++) {
      const variance = (t: number): number => (1 - t) ** 2 * a * a + t * t * b * b + t * (1 - t) * (2 * C + w * w);
      // E[(x_T − x_t)/(1 − t) | x_t] of jointly Gaussian numbers, integrated: the ends of dX = a(t) X dt + w dW.
      const slope = (t: number): number => (t * b * b + (1 - t) * C - variance(t)) / ((1 - t) * variance(t));
      const middles = Array.from({ length: 4000 }, (_, i) => (i + 0.5) / 4000);
      const grown = a * a * Math.exp(middles.reduce((sum, t) => sum + slope(t) / 4000, 0));
      const next = a * b * Math.exp((-w * w * middles.reduce((sum, t) => sum + 1 / variance(t) / 4000, 0)) / 2);
      expect(next).toBeCloseTo(grown, 5);
      expect(Math.abs(next - best)).toBeLessThan(0.25 * Math.abs(C - best));
      C = next;
    }
  }
});

describe("a run in rounds", () => {
  test("comes to the bridge in both directions", async () => {
    const session = await sessionOf(game);
    await stepsTo(session, 3 * EVERY);
    await session.settle();
    const setup = session.setup();
    const form = exactOf(setup);
    if ("reason" in form) throw new Error(form.reason);
    const learned = learnedSolution(flowOf(session));
    for (const t of [0, 0.4, 0.8, T]) {
      const [m, s] = [form.moments(t).mean[0]!, Math.sqrt(form.moments(t).covariance[0]![0]!)];
      const x = Float32Array.of(m - s, m, m + s);
      const { momentum } = await learned.at(["momentum"], x, 3, t);
      const truth = new Float64Array(3);
      form.values(x, 3, t, { gradient: truth });
      truth.forEach((value, i) => expect(Math.abs(momentum![i]! - value)).toBeLessThan(0.15));
    }
    // Ends as they were found for the last round: of true laws where they start, and paired as the bridge pairs them.
    const n = 4096;
    for (const [from, by, copies] of [
      ["reference", "previous", "value"],
      ["data", "previous-backward", "backward"],
    ] as const) {
      const carried = carriedEnds({ count: 1, every: 1, from, by, copies }, session.networks(), givenOf(setup, n), setup.sigmaAt);
      await carried.carry(8, setup.uniforms);
      const moment = (f: (i: number) => number): number => Array.from({ length: n }, (_, i) => f(i)).reduce((a, b) => a + b / n, 0);
      const [o, y] = [moment((i) => carried.origins[i]!), moment((i) => carried.ends[i]!)];
      expect(Math.abs(o - m0)).toBeLessThan(0.06);
      expect(Math.abs(y - m1)).toBeLessThan(0.08);
      const covariance = moment((i) => (carried.origins[i]! - o) * (carried.ends[i]! - y));
      expect(Math.abs(covariance - bridged)).toBeLessThan(0.06);
    }
    session.dispose();
  });

  test("goes on from a checkpoint of any round as it would have, in another session too", async () => {
    const factory = await wasmFactory();
    const through = await sessionOf(small, factory);
    const kept = [];
    for (const mark of [7, 10, 13, 20]) {
      await stepsTo(through, mark);
      kept.push(through.checkpoint());
    }
    await stepsTo(through, 25);
    const end = through.checkpoint();
    for (const checkpoint of kept) {
      const other = await sessionOf(small, factory);
      other.restore(checkpoint);
      await stepsTo(other, 25);
      expect(other.checkpoint()).toEqual(end);
      other.dispose();
    }
    through.dispose();
  });
});

test("without noise there is no bridge, and the nearest game that has one is offered", () => {
  const { problems } = resolve(
    { ...game, game: { ...game.game, dynamics: { id: "deterministic" } }, sampling: { method: "ode" } },
    "strict",
  );
  expect(problems.map(({ message }) => message).join()).toContain("Without noise a Brownian bridge is a straight line");
});
