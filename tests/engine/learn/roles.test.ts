/** @file A run of two networks in turns: gradients, seeds, phases, checkpoints, files, divergence and memory, for both of them. */
import { describe, expect, it } from "vitest";
import { registry } from "../../../src/catalogue/registry.ts";
import type { Learn, Objective } from "../../../src/catalogue/terms.ts";
import { initialise } from "../../../src/engine/kernels/initialise.ts";
import { parameterCount } from "../../../src/engine/kernels/jets.ts";
import { Divergence } from "../../../src/engine/learn/divergence.ts";
import { blocksOf, networkOf } from "../../../src/engine/learn/networks.ts";
import { createSession, type Session } from "../../../src/engine/learn/session.ts";
import { weightsOf, withWeightsOf } from "../../../src/engine/look/rewind.ts";
import { readSafetensors } from "../../../src/experiment/safetensors-read.ts";
import { fitted, weightsFile } from "../../../src/experiment/weights.ts";
import { random } from "../../../src/math/random.ts";
import { experimentOf, sessionOf, wasmFactory } from "../experiment-of.ts";

const partial = {
  model: "w1-proximal",
  data: { id: "gaussian", params: { mean: [1, 0.5] } },
  network: { width: 12, depth: 2, activation: "softplus" },
  objective: { params: { rounds: 2, criticWidth: 8, criticDepth: 2, steps: 3 } },
  regularisers: { hjb: { norm: "l2", ramp: 0 }, terminal: { weight: 0.5 } },
  training: { batch: 48 },
};

const lossesOf = (session: Session): number[] => {
  const rows = session.history().since(0);
  return [...rows.slice(rows.length - session.history().names.length - 2)];
};

const kernelOf = (session: Session, role: "value" | "critic") => networkOf(session.networks(), role).kernel;

/** One step of which one network's gradient is read before Adam consumes it, and in which neither moves. */
async function gradientOf(session: Session, role: "value" | "critic"): Promise<{ parts: number[]; gradient: Float32Array }> {
  let gradient = new Float32Array(0);
  const kernels = (["value", "critic"] as const).map((name) => [name, kernelOf(session, name)] as const);
  const updates = kernels.map(([, kernel]) => kernel.update.bind(kernel));
  for (const [name, kernel] of kernels)
    kernel.update = () => {
      if (name === role) gradient = kernel.gTheta.slice();
      return 0;
    };
  await session.advance(0);
  kernels.forEach(([, kernel], i) => (kernel.update = updates[i]!));
  return { parts: lossesOf(session).slice(2), gradient };
}

describe("a run of two networks", () => {
  it.each(["value", "critic"] as const)("has the gradient of finite differences for its %s network", async (role) => {
    const session = await sessionOf(partial);
    expect(session.history().names).toEqual(["running", "hjb", "terminal", "terminal-condition", "critic", "slope-penalty"]);
    const kernel = kernelOf(session, role);
    // The penalty must bite to be tested.
    const critic = kernelOf(session, "critic");
    for (let i = 0; i < critic.theta.length; i++) critic.theta[i]! *= 3;
    const start = session.checkpoint();
    const theta = kernel.theta.slice();
    const { gradient, parts } = await gradientOf(session, role);
    expect(parts[5]).toBeLessThan(-0.01);
    const objective = (p: readonly number[]): number => (role === "critic" ? -(p[4]! + p[5]!) : p[0]! + p[1]! + p[2]! + p[3]!);
    const r = random(3, "directions");
    for (let trial = 0; trial < 3; trial++) {
      const direction = Float32Array.from(gradient, () => r.normal());
      const slope = gradient.reduce((total, g, i) => total + g * direction[i]!, 0);
      const at = async (h: number): Promise<number> => {
        session.restore(start);
        for (let i = 0; i < direction.length; i++) kernel.theta[i] = theta[i]! + h * direction[i]!;
        return objective((await gradientOf(session, role)).parts);
      };
      const h = 2e-3;
      const [near, far] = [((await at(h)) - (await at(-h))) / (2 * h), ((await at(2 * h)) - (await at(-2 * h))) / (4 * h)];
      const difference = (4 * near - far) / 3;
      const norm = Math.sqrt(gradient.reduce((total, g) => total + g * g, 0));
      expect(Math.abs(difference - slope)).toBeLessThan(0.01 * norm + 2e-2 * Math.abs(slope) + 1e-3);
    }
    session.dispose();
  });

  it("starts the network of the game from the stream that it had alone, and the critic from one of its own", async () => {
    const session = await sessionOf(partial);
    const alone = await sessionOf({ ...partial, model: "ot-flow", objective: {}, regularisers: {}, game: {} });
    const { shape } = kernelOf(session, "value");
    const expected = new Float32Array(parameterCount(shape));
    const { lastLayerScale } = session.setup().experiment.network;
    initialise(shape, () => stream.normal(), { lastLayerScale }, expected);
    expect([...kernelOf(session, "value").theta]).toEqual([...expected]);
    // Features and hidden layers are the same as those of a run without a critic.
    const hidden = 3 * 12 + 12 + 12 * 12;
    expect([...alone.network().kernel.theta.slice(0, hidden)]).toEqual([...expected.slice(0, hidden)]);
    expect([...kernelOf(session, "critic").theta.slice(0, 24)]).not.toEqual([...expected.slice(0, 24)]);
  });

  it("takes rounds of its own for the critic, and counts only the game in the loss", async () => {
    const session = await sessionOf(partial);
    const counts = { value: [] as number[], critic: [] as number[] };
    for (const role of ["value", "critic"] as const) {
      const kernel = kernelOf(session, role);
      const update = kernel.update.bind(kernel);
      kernel.update = (settings) => {
        counts[role].push(settings.step);
        return update(settings);
      };
    }
    await session.advance(0);
    await session.advance(0);
    expect(counts).toEqual({ value: [1, 2], critic: [1, 2, 3, 4] });
    const [, total, ...parts] = lossesOf(session);
    expect(total).toBeCloseTo(
      parts.slice(0, 4).reduce((a, b) => a + b, 0),
      4,
    );
    expect(
      session
        .parts()
        .slice(4)
        .map(({ slot }) => slot),
    ).toEqual(["terminal", "terminal"]);
  });

  it("climbs with the critic and goes down with the flow", async () => {
    // A flow that stands still and a critic that does not see the penalty: its score can only rise.
    const session = await sessionOf({ ...partial, training: { batch: 512, warmup: 1 } });
    kernelOf(session, "value").update = () => 0;
    await session.advance(0);
    const before = lossesOf(session)[6]!;
    for (let i = 0; i < 60; i++) await session.advance(0);
    expect(lossesOf(session)[6]!).toBeGreaterThan(before + 0.05);
  });

  it("repeats bit for bit, after a reset and from a checkpoint", async () => {
    const factory = await wasmFactory();
    const experiment = experimentOf(partial);
    const run = async (session: Session, count: number): Promise<number[][]> => {
      const seen: number[][] = [];
      for (let i = 0; i < count; i++) {
        await session.advance(0);
        seen.push(lossesOf(session));
      }
      return seen;
    };
    const [one, two] = [createSession(experiment, registry, factory), createSession(experiment, registry, factory)];
    const first = await run(one, 14);
    expect(await run(two, 6)).toEqual(first.slice(0, 6));
    const middle = two.checkpoint();
    expect(await run(two, 8)).toEqual(first.slice(6));
    two.restore(middle);
    expect(two.checkpoint()).toEqual(middle);
    expect(await run(two, 8)).toEqual(first.slice(6));
    one.reset();
    expect(await run(one, 14)).toEqual(first);
  });

  it("lends earlier weights of both and takes its own back", async () => {
    const session = await sessionOf(partial);
    const earlier = session.checkpoint();
    for (let i = 0; i < 5; i++) await session.advance(0);
    const own = weightsOf(session);
    await withWeightsOf(session, earlier, async () => {
      expect([...kernelOf(session, "critic").theta]).toEqual([...earlier.theta.slice(-kernelOf(session, "critic").theta.length)]);
      expect(weightsOf(session)).toEqual(own);
      await Promise.resolve();
    });
    expect(weightsOf(session)).toEqual(own);
  });

  it("saves both networks into one file, by role, and loads them back", async () => {
    const session = await sessionOf(partial);
    for (let i = 0; i < 3; i++) await session.advance(0);
    const blocks = blocksOf(session.setup());
    expect(blocks.map(({ name }) => name)).toEqual(
      ["W1", "b1", "W2", "b2", "output", "offset"]
        .flatMap((name) => [name])
        .concat(["W1", "b1", "W2", "b2", "output", "offset"].map((name) => `critic.${name}`)),
    );
    const { average } = session.checkpoint();
    const trained = { experiment: session.setup().experiment, dataVariance: session.dataVariance() };
    const file = readSafetensors(weightsFile({ ...trained, step: session.step() }, average, blocks));
    expect([...file.tensors.keys()]).toContain("average.critic.W2");
    const found = fitted(file, blocks);
    if ("misfits" in found) throw new Error(found.misfits.join());
    const other = await sessionOf({ ...partial, seed: 9 });
    other.load(found.theta);
    expect([...other.checkpoint().theta]).toEqual([...average]);
    expect([...kernelOf(other, "critic").average]).toEqual([...average.slice(-kernelOf(other, "critic").theta.length)]);
    // A file of one network says what is missing, and its weights do not go in.
    const alone = blocks.slice(0, 6);
    const lone = fitted(readSafetensors(weightsFile({ ...trained, step: 1 }, average, alone)), blocks);
    expect("misfits" in lone && lone.misfits[0]).toMatch(/critic\.W1/);
    expect(() => {
      other.load(average.slice(0, -1));
    }).toThrow("another network");
  });

  it("goes back with both networks when the critic diverges", async () => {
    const session = await sessionOf(partial);
    for (let i = 0; i < 3; i++) await session.advance(0);
    kernelOf(session, "critic").theta[0] = Number.NaN;
    const failure = await session.advance(0).then(
      () => null,
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(Divergence);
    expect(failure).toMatchObject({ step: 4, term: "critic" });
    expect(session.step()).toBe(0);
    expect(session.checkpoint().theta.every(Number.isFinite)).toBe(true);
    await session.advance(0);
    expect(lossesOf(session).every(Number.isFinite)).toBe(true);
  });

  it("keeps its arrays over 200 steps", async () => {
    const session = await sessionOf({ ...partial, training: { batch: 16 } });
    const arrays = () =>
      session
        .networks()
        .flatMap(({ kernel }) => [kernel.theta, kernel.average, kernel.gTheta, kernel.moments.first, kernel.moments.second]);
    const before = arrays();
    const memory = before[0]!.buffer.byteLength;
    for (let i = 0; i < 200; i++) await session.advance(0);
    arrays().forEach((array, i) => {
      expect(array).toBe(before[i]);
    });
    expect(before[0]!.buffer.byteLength).toBe(memory);
    session.dispose();
  });

  it("says why no device takes its steps whole", async () => {
    const factory = await wasmFactory();
    const session = createSession(experimentOf(partial), registry, factory, () => {
      throw new Error("nobody should ask");
    });
    expect(session.notFused()).toMatch(/2 networks \(value and critic\)/);
    await session.advance(0);
    expect(session.step()).toBe(1);
    const without = createSession(experimentOf(partial), registry, factory);
    expect(without.notFused()).toBeNull();
  });

  it("refuses a term about a network that the objective does not have", async () => {
    const real = registry.objective.get("adversarial");
    const wrong: Objective = {
      ...real,
      plan(parts, params): Learn {
        const plan = real.plan!(parts, params);
        return {
          ...plan,
          phases: plan.phases.map((phase) => ({ ...phase, terms: phase.terms.map((term) => ({ ...term, of: "backward" as const })) })),
        };
      },
    };
    const factory = await wasmFactory();
    expect(() =>
      createSession(experimentOf(partial), { ...registry, objective: { ...registry.objective, get: () => wrong } }, factory),
    ).toThrow("role backward");
  });
});

const stream = random(1, "init");
