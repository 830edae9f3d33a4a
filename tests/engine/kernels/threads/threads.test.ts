/** @file However many threads there are: the same bits. Every test holds a team of worker threads against the kernel alone. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JetInput, JetKernel } from "../../../../src/engine/kernels/jets.ts";
import { createWasmKernel } from "../../../../src/engine/kernels/wasm/kernel.ts";
import { loadWasmModule } from "../../../../src/engine/kernels/wasm/module.ts";
import { judgeTeam } from "../../../../src/engine/kernels/wasm/threads/contest.ts";
import { createHelper } from "../../../../src/engine/kernels/wasm/threads/helper.ts";
import { newBuffer } from "../../../../src/engine/kernels/wasm/threads/shared.ts";
import { createTeam, type Team } from "../../../../src/engine/kernels/wasm/threads/team.ts";
import { createPace } from "../../../../src/engine/kernels/wasm/threads/pace.ts";
import { announceMessage, newWords } from "../../../../src/engine/kernels/wasm/threads/words.ts";
import { type Case, caseOf } from "../cases.ts";
import { bundleThread, type NodeTeam, teamInNode } from "./team-in-node.ts";

// Node 20 has relaxed SIMD behind a flag, which holds for all threads of the process.
setFlagsFromString("--experimental-wasm-relaxed-simd");

const modules = { repeatable: await loadWasmModule("repeatable"), fast: await loadWasmModule("fast") };
const teams = new Map<number, NodeTeam>();

beforeAll(async () => {
  await bundleThread();
  for (const threads of [2, 3, 4])
    teams.set(
      threads,
      await teamInNode(
        Array.from({ length: threads - 1 }, () => "good"),
        { patience: 20_000 },
      ),
    );
});

afterAll(async () => {
  for (const { end } of teams.values()) await end();
});

/** By this clock everything takes ages, so that a team waits for its helpers however busy the machine is. */
function waiting() {
  let time = 0;
  return { clock: () => (time += 1e6), patience: Infinity };
}

const teamOf = (threads: number): Team | undefined => teams.get(threads)?.team;

/** Repeats a case's batch to n points. */
function long({ input, gJets, columns, shape }: Case, n: number) {
  const repeat = (values: Float32Array, row: number) =>
    Float32Array.from({ length: n * row }, (_, i) => values[i % (input.n * row)]! * (1 + (i % 7) / 16));
  const points = repeat(input.points, shape.dimension + 1);
  const directions = repeat(input.directions, shape.dimension);
  return { batch: { ...input, n, points, directions }, gJets: repeat(gJets, columns) };
}

interface Answer {
  readonly jets: Float32Array;
  readonly gPoints: Float32Array;
  readonly gTheta: Float32Array;
}

/** The adjoint first with what the forward pass kept, then, elsewhere and back, without it, and to the points. */
function answer(kernel: JetKernel, batch: JetInput, gJets: Float32Array, columns: number): Answer {
  const jets = new Float32Array(batch.n * columns);
  const gPoints = new Float32Array(batch.n * kernel.shape.dimension);
  void kernel.forward(batch, jets);
  void kernel.backward(batch, gJets);
  void kernel.forward({ ...batch, n: Math.min(batch.n, 1) }, new Float32Array(columns));
  void kernel.backward(batch, gJets, gPoints);
  return { jets, gPoints, gTheta: kernel.gTheta.slice() };
}

/** Bit for bit, NaN and signed zeros too; `toEqual` on long arrays takes seconds. */
function bits(values: Float32Array): string {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString("base64");
}

const bitsOf = ({ jets, gPoints, gTheta }: Answer): string[] => [jets, gPoints, gTheta].map(bits);

const CASES = Array.from({ length: 35 }, (_, seed) => caseOf(seed, { width: 32, depth: 3, points: 1500 }));

describe.each([2, 3, 4])("%i threads", (threads) => {
  test.each(CASES.map((each) => [each.title, each] as const))("%s", (_, each) => {
    const { shape, theta, columns } = each;
    const { batch, gJets } = long(each, 300 + each.input.n);
    for (const build of ["repeatable", "fast"] as const) {
      const [alone, together] = [undefined, teamOf(threads)].map((team) => {
        const kernel = createWasmKernel(shape, modules[build], team);
        kernel.theta.set(theta);
        const found = answer(kernel, batch, gJets, columns);
        kernel.dispose();
        return bitsOf(found);
      });
      expect(together, build).toEqual(alone);
    }
  });

  test.each([0, 1, 131, 132, 133, 265, 1024, 1057, 8192, 8449, 20_000])("a batch of %i points", (n) => {
    const each = caseOf(26, { width: 12, depth: 2, points: 40 });
    const { shape, theta, columns } = each;
    const { batch, gJets } = long(each, n);
    const [alone, together] = [undefined, teamOf(threads)].map((team) => {
      const kernel = createWasmKernel(shape, modules.repeatable, team);
      kernel.theta.set(theta);
      return bitsOf(answer(kernel, batch, gJets, columns));
    });
    expect(together).toEqual(alone);
  });

  test.each(["repeatable", "fast"] as const)("100 training steps, %s build", (build) => {
    const [alone, together] = [undefined, teamOf(threads)].map((team) => {
      const kernel = createWasmKernel(TRAINED.shape, modules[build], team);
      train(kernel, 100);
      kernel.dispose();
      return [kernel.theta, kernel.average, kernel.moments.first, kernel.moments.second].map(bits);
    });
    expect(together).toEqual(alone);
  });

  test("the moving average, other weights in between, and NaN where it was", () => {
    const each = caseOf(33, { width: 24, depth: 2, points: 40 });
    const { batch, gJets } = long(each, 900);
    const points = batch.points.slice();
    points[points.length - 2] = NaN;
    const [alone, together] = [undefined, teamOf(threads)].map((team) => {
      const kernel = createWasmKernel(each.shape, modules.repeatable, team);
      kernel.theta.set(each.theta);
      kernel.average.set(each.theta.map((value) => 0.5 * value));
      const jets = new Float32Array(batch.n * each.columns);
      const seen: string[] = [];
      void kernel.forward(batch, jets, true);
      seen.push(bits(jets));
      void kernel.forward(batch, jets);
      kernel.theta[2]! += 0.25;
      void kernel.backward(batch, gJets);
      seen.push(bits(kernel.gTheta));
      void kernel.forward({ ...batch, points }, jets);
      expect(jets.subarray(-each.columns).every(Number.isNaN)).toBe(true);
      expect(jets.subarray(0, -each.columns).every(Number.isFinite)).toBe(true);
      void kernel.backward({ ...batch, points }, gJets);
      expect(kernel.update({ step: 1, rate: 1, beta1: 0, beta2: 0, epsilon: 1, clip: 1, ema: 0 })).toBeNaN();
      return [...seen, bits(jets)];
    });
    expect(together).toEqual(alone);
  });
});

const TRAINED = caseOf(5, { width: 48, depth: 3, points: 900 });

/** mean |J − 1|², Adam: steps `first` … `last`. */
function train(kernel: JetKernel, last: number, first = 1): number[] {
  const { batch } = long(TRAINED, 1024);
  const jets = new Float32Array(batch.n * TRAINED.columns);
  if (first === 1) kernel.theta.set(TRAINED.theta);
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const start = performance.now();
    void kernel.forward(batch, jets);
    const gJets = jets.map((value) => (value - 1) / jets.length);
    void kernel.backward(batch, gJets);
    kernel.update({ step: first + i, rate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, clip: 1, ema: 0.99 });
    return performance.now() - start;
  });
}

/** What 20 steps alone come to. */
function expected(): string {
  const kernel = createWasmKernel(TRAINED.shape, modules.repeatable);
  train(kernel, 20);
  return bits(kernel.theta);
}

describe("a helper that goes wrong", () => {
  test.each(["dies", "silent"] as const)("with a part in its hands, is not waited for: it %s", async (temper) => {
    const { team, end } = await teamInNode([temper], { patience: 50 });
    const kernel = createWasmKernel(TRAINED.shape, modules.repeatable, team);
    train(kernel, 20);
    expect(bits(kernel.theta)).toBe(expected());
    expect(team.isLost()).toBe(false);
    // Nobody answers any more, which is found out when it has gone on for a while.
    for (let step = 21; !team.isLost() && step < 2000; step++) train(kernel, step, step);
    expect(await team.lost).toMatch(/no helper thread has answered for 0.05 s/);
    train(kernel, 2010, 2001);
    await end();
  });

  test("leaves the others to go on", async () => {
    const { team, end } = await teamInNode(["silent", "good"], { patience: 20_000 });
    const kernel = createWasmKernel(TRAINED.shape, modules.repeatable, team);
    train(kernel, 20);
    expect(bits(kernel.theta)).toBe(expected());
    expect(team.isLost()).toBe(false);
    await end();
  });

  test("and says it has a part, is believed: so these tests do compare what helpers compute", async () => {
    const { team, end } = await teamInNode(["lies"], waiting());
    const kernel = createWasmKernel(TRAINED.shape, modules.repeatable, team);
    train(kernel, 20);
    expect(bits(kernel.theta)).not.toBe(expected());
    expect(team.isLost()).toBe(false);
    await end();
  });

  test("that never starts, costs nothing", () => {
    const clock = () => performance.now();
    const team = createTeam([{ post: () => undefined, end: () => undefined }], { clock, leastWork: 0 });
    const kernel = createWasmKernel(TRAINED.shape, modules.repeatable, team);
    train(kernel, 20);
    expect(bits(kernel.theta)).toBe(expected());
    expect(team.isLost()).toBe(false);
  });

  test("that is gone between two steps, does neither", async () => {
    const { team, workers, end } = await teamInNode(["good"]);
    const kernel = createWasmKernel(TRAINED.shape, modules.repeatable, team);
    train(kernel, 5);
    await workers[0]!.terminate();
    train(kernel, 20, 6);
    expect(bits(kernel.theta)).toBe(expected());
    await end();
  });

  test("that is late with every answer, finds its parts taken back and mixes nothing up", async () => {
    const { team, end } = await teamInNode(["late", "late", "good"], { patience: 20_000 });
    for (let run = 0; run < 5; run++) {
      const kernel = createWasmKernel(TRAINED.shape, modules.repeatable, team);
      train(kernel, 20);
      expect(bits(kernel.theta)).toBe(expected());
      kernel.dispose();
    }
    await end();
  });
});

describe("a team's pace", () => {
  test("is to rest after a part was taken back, longer each time, and shorter when all goes well", () => {
    const pace = createPace(() => 0, 1);
    const rest = (): number => {
      let jobs = 0;
      while (pace.rests()) jobs++;
      return jobs;
    };
    expect(rest()).toBe(0);
    const rests = Array.from({ length: 10 }, () => {
      pace.worked(1, 1);
      return rest();
    });
    expect(rests).toEqual([4, 8, 16, 32, 64, 128, 256, 512, 1024, 1024]);
    for (let job = 0; job < 2000; job++) pace.worked(1, 0);
    expect(rest()).toBe(0);
    pace.worked(1, 1);
    expect(rest()).toBe(4);
  });

  test("is to give up a team that is silent for many jobs and for long", () => {
    let time = 0;
    const pace = createPace(() => time, 100);
    const silent = (jobs: number): boolean => Array.from({ length: jobs }, () => pace.worked(0, 0)).every(Boolean);
    expect(silent(150)).toBe(true);
    time = 99;
    expect(silent(10)).toBe(true);
    expect(pace.worked(1, 0)).toBe(true);
    time = 1000;
    expect(silent(99)).toBe(true);
    time = 2000;
    expect(silent(1)).toBe(false);
  });
});

test("the verdict: the same bits, and a gain that was measured", () => {
  const { same, gain, worth } = judgeTeam(teamOf(2)!, modules.repeatable, () => performance.now());
  expect(same).toBe(true);
  expect(gain).toBeGreaterThan(0);
  expect(worth).toBe(gain >= 1.15);
  // A clock by which every step takes the same time sees no gain.
  let tick = 0;
  expect(judgeTeam(teamOf(2)!, modules.repeatable, () => tick++)).toEqual({ worth: false, gain: 1, same: true });
});

test("a helper keeps nothing of a kernel that was disposed of", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const words = newWords();
  const hear = createHelper(() => undefined);
  const { shape } = TRAINED;
  const heard = (message: Parameters<typeof hear>[0]): void => {
    // Another message is always on its way, so that it does not wait in this thread.
    for (let i = 0; i < 2; i++) announceMessage(words, 0);
    hear(message);
  };
  heard({ kind: "start", words });
  const buffers = [1, 2].map((kernel) => {
    const buffer = newBuffer(shape);
    heard({ kind: "kernel", kernel, shape, module: modules.repeatable, buffer });
    return new WeakRef(buffer);
  });
  heard({ kind: "forget", kernel: 1 });
  for (let i = 0; i < 5; i++) {
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  }
  expect(buffers.map((buffer) => buffer.deref() !== undefined)).toEqual([false, true]);
  heard({ kind: "forget", kernel: 2 });
});
