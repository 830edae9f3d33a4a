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
import type { Team } from "../../../../src/engine/kernels/wasm/threads/team.ts";
import { announceMessage, newWords } from "../../../../src/engine/kernels/wasm/threads/words.ts";
import { caseOf } from "../cases.ts";
import { bundleThread, type NodeTeam, teamInNode } from "./team-in-node.ts";
import { bits, long, train, TRAINED, waiting } from "./training.ts";

// Node 20 has relaxed SIMD behind a flag, which holds for all threads of the process.
setFlagsFromString("--experimental-wasm-relaxed-simd");

const modules = { repeatable: await loadWasmModule("repeatable"), fast: await loadWasmModule("fast") };
const teams = new Map<number, NodeTeam>();

beforeAll(async () => {
  await bundleThread("threads");
  for (const threads of [2, 3, 4])
    teams.set(
      threads,
      await teamInNode(
        Array.from({ length: threads - 1 }, () => "good"),
        waiting(),
      ),
    );
});

afterAll(async () => {
  for (const { end } of teams.values()) await end();
});

const teamOf = (threads: number): Team | undefined => teams.get(threads)?.team;

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
