/** @file Whole training steps: gradients against finite differences for every kind of term, repeatability, checkpoints, divergence. */
import { describe, expect, it } from "vitest";
import { registry } from "../../../src/catalogue/registry.ts";
import type { JetKernel } from "../../../src/engine/kernels/jets.ts";
import { Divergence } from "../../../src/engine/learn/divergence.ts";
import { createSession, type Session } from "../../../src/engine/learn/session.ts";
import { random } from "../../../src/math/random.ts";
import { experimentOf, sessionOf, wasmFactory } from "../experiment-of.ts";

const data = {
  id: "gaussian",
  params: {
    mean: [1, 0],
    covariance: [
      [1, 0.2],
      [0.2, 0.5],
    ],
  },
};
const small = { network: { width: 12 }, training: { batch: 48 } };
const smooth = { norm: "l2", ramp: 0 };

/** Every kind of term: name, experiment, parts of the loss it must have. */
const CASES: readonly [string, Record<string, unknown>, readonly string[]][] = [
  [
    "OT-flow by reverse KL",
    { model: "ot-flow", data, ...small, game: { terminal: { id: "reverse-kl" } }, regularisers: { hjb: smooth } },
    ["running", "hjb", "terminal"],
  ],
  [
    "OT-flow by reverse KL with its terminal condition",
    {
      model: "ot-flow",
      data,
      ...small,
      network: { width: 12, activation: "softplus" },
      game: { terminal: { id: "reverse-kl" } },
      regularisers: { hjb: smooth, terminal: { weight: 1 } },
    },
    ["running", "hjb", "terminal", "terminal-condition"],
  ],
  [
    "OT-flow pulled back from the data",
    { model: "ot-flow", data, ...small, objective: { params: { integrator: "midpoint" } }, regularisers: { hjb: smooth } },
    ["running", "hjb", "terminal"],
  ],
  [
    "OT-flow pulled back, with the end condition of its game",
    { model: "ot-flow", data, ...small, regularisers: { hjb: smooth, initial: { weight: 1 } } },
    ["running", "hjb", "terminal", "initial-condition"],
  ],
  [
    "OT-flow with the residual on the box",
    { model: "ot-flow", data, ...small, regularisers: { hjb: { ...smooth, points: "box" } } },
    ["running", "terminal", "hjb"],
  ],
  ["a field network", { model: "normalizing-flow", data, ...small, network: { width: 12, time: "fourier" } }, ["terminal"]],
  [
    "a discounted game on the line",
    {
      model: "ot-flow",
      data: { id: "gaussian", params: { mean: [1], covariance: [[0.5]] } },
      ...small,
      game: { discount: 0.7, terminal: { id: "reverse-kl" } },
      regularisers: { hjb: smooth },
    },
    ["running", "hjb", "terminal"],
  ],
  [
    "a noisy roll-out",
    {
      model: "ot-flow",
      data,
      ...small,
      game: { dynamics: { id: "constant-noise" }, terminal: { id: "cross-entropy" } },
      objective: { params: { integrator: "euler-maruyama", steps: 6 } },
      regularisers: { hjb: smooth },
      sampling: { method: "sde" },
    },
    ["running", "hjb", "terminal"],
  ],
  [
    "denoising score matching with HJB and both ends",
    {
      model: "score-diffusion",
      data,
      ...small,
      regularisers: { hjb: { ...smooth, weight: 0.5 }, terminal: { weight: 0.001 }, initial: { weight: 0.5 } },
    },
    ["score-matching", "hjb", "terminal-condition", "initial-condition"],
  ],
  [
    "implicit score matching of a field",
    {
      model: "score-diffusion",
      data,
      network: { width: 12, output: "field" },
      training: { batch: 48 },
      objective: { params: { kind: "implicit" } },
    },
    ["score-matching"],
  ],
  [
    "sliced score matching, variance exploding",
    { model: "score-diffusion", data, ...small, game: { dynamics: { id: "ve" } }, objective: { params: { kind: "sliced" } } },
    ["score-matching"],
  ],
];

const totalOf = (session: Session): number => {
  const rows = session.history().since(0);
  return rows[rows.length - session.history().names.length - 1] ?? Number.NaN;
};

/** The gradient of one step, read before Adam consumes it. */
async function gradientOf(session: Session): Promise<{ loss: number; gradient: Float32Array }> {
  const kernel: JetKernel = session.network().kernel;
  const update = kernel.update.bind(kernel);
  let gradient = new Float32Array(0);
  kernel.update = () => {
    gradient = kernel.gTheta.slice();
    return 0;
  };
  await session.advance(0);
  kernel.update = update;
  return { loss: totalOf(session), gradient };
}

describe("a training step", () => {
  it.each(CASES)("has the gradient of finite differences: %s", async (_name, partial, parts) => {
    const session = await sessionOf(partial);
    expect(session.history().names).toEqual(parts);
    const kernel = session.network().kernel;
    const start = session.checkpoint();
    const { gradient } = await gradientOf(session);
    const r = random(3, "directions");
    for (let trial = 0; trial < 3; trial++) {
      const direction = Float32Array.from(gradient, () => r.normal());
      const slope = gradient.reduce((total, g, i) => total + g * (direction[i] ?? 0), 0);
      const at = async (h: number): Promise<number> => {
        session.restore(start);
        for (let i = 0; i < direction.length; i++) kernel.theta[i] = (start.theta[i] ?? 0) + h * (direction[i] ?? 0);
        return (await gradientOf(session)).loss;
      };
      // central differences at h and 2h, extrapolated: f32 losses allow no smaller h
      const h = 4e-3;
      const [near, far] = [((await at(h)) - (await at(-h))) / (2 * h), ((await at(2 * h)) - (await at(-2 * h))) / (4 * h)];
      const difference = (4 * near - far) / 3;
      const norm = Math.sqrt(gradient.reduce((total, g) => total + g * g, 0));
      expect(Math.abs(difference - slope)).toBeLessThan(0.01 * norm + 2e-2 * Math.abs(slope) + 1e-3);
    }
    session.dispose();
  });

  it("repeats bit for bit, after a reset and from a checkpoint", async () => {
    const factory = await wasmFactory();
    const experiment = experimentOf(CASES[0]?.[1]);
    const losses = async (session: Session, count: number): Promise<number[]> => {
      const seen: number[] = [];
      for (let i = 0; i < count; i++) {
        await session.advance(0);
        seen.push(totalOf(session));
      }
      return seen;
    };
    const [one, two] = [createSession(experiment, registry, factory), createSession(experiment, registry, factory)];
    const first = await losses(one, 20);
    expect(await losses(two, 8)).toEqual(first.slice(0, 8));
    const middle = two.checkpoint();
    const rest = await losses(two, 12);
    expect(rest).toEqual(first.slice(8));
    two.restore(middle);
    expect(await losses(two, 12)).toEqual(rest);
    one.reset();
    expect(one.step()).toBe(0);
    expect(await losses(one, 20)).toEqual(first);
    const other = createSession({ ...experiment, seed: 2 }, registry, factory);
    expect((await losses(other, 1))[0]).not.toBe(first[0]);
  });

  it("keeps the weights when live and resample parameters change", async () => {
    const session = await sessionOf(CASES[2]?.[1]);
    for (let i = 0; i < 5; i++) await session.advance(0);
    const weights = session.checkpoint().theta;
    const moved = {
      ...session.setup().experiment,
      data: {
        ...session.setup().experiment.data!,
        params: {
          mean: [3, 0],
          covariance: [
            [1, 0],
            [0, 1],
          ],
        },
      },
    };
    session.update(moved);
    expect(session.checkpoint().theta).toEqual(weights);
    expect(session.step()).toBe(5);
    expect(session.setup().data!.mean[0]).toBe(3);
    const before = totalOf(session);
    await session.advance(0);
    expect(totalOf(session)).not.toBe(before);
  });

  it("stops at a loss that is not finite, names step and term, and restores the last good weights", async () => {
    const session = await sessionOf(CASES[2]?.[1]);
    for (let i = 0; i < 3; i++) await session.advance(0);
    session.network().kernel.theta[0] = Number.NaN;
    const failure = await session.advance(0).then(
      () => null,
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(Divergence);
    expect((failure as Divergence).step).toBe(4);
    expect(["running", "terminal", "hjb"]).toContain((failure as Divergence).term);
    expect(session.network().kernel.theta.every(Number.isFinite)).toBe(true);
    await session.advance(0);
    expect(Number.isFinite(totalOf(session))).toBe(true);
  });

  it("goes back to weights that have proved good, and to none of a future that was given up", async () => {
    const session = await sessionOf(CASES[2]?.[1]);
    const { kernel } = session.network();
    const update = kernel.update.bind(kernel);
    let breaking = 0;
    kernel.update = (settings) => {
      const norm = update(settings);
      // Finite, but no loss will be.
      if (settings.step === breaking) kernel.theta.fill(1e30);
      return norm;
    };
    const until = async (step: number): Promise<void> => {
      while (session.step() < step) await session.advance(0);
    };
    const failure = (step: number): Promise<unknown> =>
      until(step).then(
        () => null,
        (error: unknown) => error,
      );
    await until(30);
    const thirty = session.checkpoint();
    await until(60);
    breaking = 100;
    expect(await failure(101)).toMatchObject({ step: 101, good: 50 });
    expect(session.step()).toBe(50);
    session.restore(thirty);
    breaking = 40;
    expect(await failure(41)).toMatchObject({ step: 41, good: 30 });
    expect(session.step()).toBe(30);
    expect(session.checkpoint()).toEqual(thirty);
  });

  it("keeps the curve of a run that diverged until it goes on, and then writes over it", async () => {
    const session = await sessionOf(CASES[2]?.[1]);
    const width = 2 + session.history().names.length;
    const told = (): number[] => [...session.history().since(0)].filter((_, i) => i % width === 0);
    const upTo = (last: number): number[] => Array.from({ length: last }, (_, i) => i + 1);
    for (let i = 0; i < 60; i++) await session.advance(0);
    const truth = [...session.history().since(0)];
    session.network().kernel.theta[0] = Number.NaN;
    await expect(session.advance(0)).rejects.toThrow("step 61");
    expect(told()).toEqual(upTo(60));
    await session.advance(0);
    expect(told()).toEqual(upTo(51));
    for (let i = 0; i < 9; i++) await session.advance(0);
    expect([...session.history().since(0)]).toEqual(truth);
  });

  it("goes on from loaded weights with steps no longer than usual", async () => {
    const session = await sessionOf({ ...CASES[5]?.[1], training: { batch: 48, warmup: 1, schedule: "constant" } });
    for (let i = 0; i < 60; i++) await session.advance(0);
    // As after thousands of steps, where Adam's corrections have faded: moments that need none.
    const { second, ...rest } = session.checkpoint();
    session.restore({ ...rest, second: second.map((v) => v / (1 - 0.999 ** 60)), step: 5000 });
    const { theta } = session.network().kernel;
    const loaded = theta.slice();
    session.load(loaded);
    await session.advance(0);
    const rate = Number(session.setup().experiment.training.optimiser.params["rate"]);
    const longest = theta.reduce((most, value, i) => Math.max(most, Math.abs(value - loaded[i]!)), 0);
    expect(longest).toBeGreaterThan(0);
    // Adam with both moments at 0 and the corrections of step 5,001 would take (1 − β₁)/√(1 − β₂) = 3.2 times the rate everywhere.
    expect(longest).toBeLessThan(2 * rate);
  });
});
