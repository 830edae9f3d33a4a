/** @file Whole training steps on the device against the same steps on the wasm kernels: losses, gradients, trajectories, repeats. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { registry } from "../../../src/catalogue/registry.ts";
import type { Fuse } from "../../../src/engine/learn/fused.ts";
import { parameterBlocks } from "../../../src/engine/kernels/jets.ts";
import { createWasmKernel } from "../../../src/engine/kernels/wasm/kernel.ts";
import { loadWasmModule } from "../../../src/engine/kernels/wasm/module.ts";
import type { Gpu } from "../../../src/engine/kernels/webgpu/device.ts";
import { fuseOn } from "../../../src/engine/learn/webgpu/fused-steps.ts";
import { Divergence } from "../../../src/engine/learn/divergence.ts";
import { createSession, type KernelFactory, type Session } from "../../../src/engine/learn/session.ts";
import { random } from "../../../src/math/random.ts";
import { experimentOf } from "../experiment-of.ts";
import { relativeError } from "../kernels/cases.ts";
import { ownDevice, UNDER_NODE } from "../kernels/webgpu-device.ts";
import { CASES, data, small, l2 } from "./webgpu-steps-cases.ts";

let gpu: Gpu;
let factory: KernelFactory;
let fuse: Fuse;

beforeAll(async () => {
  gpu = await ownDevice();
  fuse = fuseOn(gpu, () => performance.now());
  const module = await loadWasmModule();
  factory = (shape) => createWasmKernel(shape, module);
});
afterAll(() => {
  gpu.device.destroy();
});

const onDevice = (partial: unknown): Session => {
  const session = createSession(experimentOf(partial), registry, factory, fuse);
  expect(session.notFused()).toBeNull();
  return session;
};
const onWasm = (partial: unknown): Session => createSession(experimentOf(partial), registry, factory);

/** Away from the start, where a last layer of zeros would hide most of the gradient. */
function disturbed(session: Session): Float32Array {
  const jitter = random(3, "jitter");
  return session.network().kernel.theta.map((weight) => weight + 0.1 * jitter.normal());
}

async function train(session: Session, steps: number): Promise<void> {
  while (session.step() < steps) await session.advance(0, steps - session.step());
  await session.settle();
}

/**
 * Adam's first moments after one step are the gradient times 1 − β₁. Both sides round to f32 what they store; formulas are f64 on
 * one side only. 2e-5 is some hundred roundings: the residual at small noise cancels that much.
 */
const TOLERANCE = 2e-5;

describe("one step on the device is the same step on wasm", () => {
  // A diffusion with five dispatches, paths, and ends that are fitted.
  const cases = UNDER_NODE ? CASES.filter((_, k) => k % 5 === 1) : CASES;
  for (const [name, partial, dispatches] of cases)
    test(name, async () => {
      const [ours, theirs] = [onDevice(partial), onWasm(partial)];
      const weights = disturbed(theirs);
      for (const session of [ours, theirs]) {
        session.load(weights);
        await train(session, 1);
      }
      expect(ours.history().names).toEqual(theirs.history().names);
      const [losses, expected] = [ours.history().since(0), theirs.history().since(0)];
      expected.forEach((value, k) => {
        expect(Math.abs(losses[k]! - value), `${String(losses[k])} for ${String(value)}`).toBeLessThan(TOLERANCE * Math.abs(value));
      });
      const [kernel, truth] = [ours.network().kernel, theirs.network().kernel];
      for (const { name: block, offset, rows, columns } of parameterBlocks(kernel.shape)) {
        const [from, to] = [offset, offset + rows * columns];
        const gradient = truth.moments.first.subarray(from, to);
        expect(relativeError(kernel.moments.first.subarray(from, to), gradient), block).toBeLessThan(TOLERANCE);
      }
      const { steps, submits, ...counters } = ours.counters()!;
      expect([steps, submits, counters.dispatches]).toEqual([1, 1, dispatches + 1]); // and one to gather the losses of a submit
      for (const session of [ours, theirs]) session.dispose();
    });
});

/**
 * Rounding of 6e-8 grows with the steps: Adam divides by √v, so small gradients turn a rounding into a sign. The largest relative
 * difference of the losses over 100 steps was 9e-6 here; ten times that is allowed.
 */
const DRIFT = 1e-4;

test("a hundred losses on the device are those on wasm, and repeat bit for bit however they are submitted", async () => {
  const partial = {
    model: "score-diffusion",
    data,
    ...small,
    training: { batch: 64, stop: { steps: 100 } },
    regularisers: { hjb: { weight: 0.1 } },
  };
  const [ours, theirs] = [onDevice(partial), onWasm(partial)];
  await train(ours, 100);
  await train(theirs, 100);
  const [losses, expected] = [ours.history().since(0), theirs.history().since(0)];
  expect(losses.length).toBe(expected.length);
  let worst = 0;
  expected.forEach((value, k) => {
    worst = Math.max(worst, Math.abs(losses[k]! - value) / Math.abs(value));
  });
  console.log(`largest relative difference of 100 losses: ${worst.toExponential(1)}; ${String(ours.counters()?.submits)} submits`);
  expect(worst).toBeLessThan(DRIFT);
  const weights = ours.network().kernel.average.slice();
  ours.reset();
  while (ours.step() < 100) await ours.advance(0);
  await ours.settle();
  expect(ours.history().since(0)).toEqual(losses);
  expect(ours.network().kernel.average).toEqual(weights);
  for (const session of [ours, theirs]) session.dispose();
});

test("a checkpoint is gone back to, and a live slider moves without a new shader", async () => {
  const partial = { model: "ot-flow", data, ...small, objective: { params: { integrator: "euler", steps: 1 } }, regularisers: { hjb: l2 } };
  const session = onDevice(partial);
  await train(session, 3);
  const checkpoint = session.checkpoint();
  await train(session, 6);
  const after = session.history().since(3);
  session.restore(checkpoint);
  session.history().cut(3);
  expect(session.step()).toBe(3);
  await train(session, 6);
  expect(session.history().since(3)).toEqual(after);

  const { submits } = session.counters()!;
  const before = session.history().since(5);
  session.restore(checkpoint);
  session.history().cut(3);
  session.update(experimentOf({ ...partial, regularisers: { hjb: { ...l2, weight: 0.2 } } }));
  await session.ready();
  await train(session, 4);
  const hjb = 2 + session.history().names.indexOf("hjb");
  const weight = experimentOf(partial).regularisers.hjb.weight;
  expect(session.history().since(3)[hjb]! / after[hjb]!).toBeCloseTo(0.2 / weight, 5);
  expect(before.length).toBeGreaterThan(0);
  expect(session.counters()!.submits).toBe(submits + 1);
  session.dispose();
});

test("a run that diverges says at which step, and goes back to good weights", async () => {
  const partial = {
    model: "ot-flow",
    data,
    ...small,
    training: { batch: 20, optimiser: { params: { rate: 0.1 } } },
    objective: { params: { integrator: "euler", steps: 1 } },
    regularisers: { hjb: l2 },
  };
  const session = onDevice(partial);
  await train(session, 2);
  const broken = session.checkpoint();
  broken.theta[0] = Number.POSITIVE_INFINITY;
  const good = session.network().kernel.theta.slice();
  session.network().kernel.theta.set(good);
  session.restore({ ...broken, theta: good });
  await train(session, 3);
  const start = session.checkpoint();
  session.restore(broken);
  const failure = await train(session, 9).then(
    () => null,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(Divergence);
  expect((failure as Divergence).step).toBe(3);
  session.restore(start);
  await train(session, 5);
  expect(session.network().kernel.theta.every(Number.isFinite)).toBe(true);
  expect(session.step()).toBe(5);
  session.dispose();
});

test("a cost of whole samples takes the generic route, and says so", () => {
  const session = createSession(
    experimentOf({ model: "ot-flow", data, ...small, game: { terminal: { id: "frechet" } } }),
    registry,
    factory,
    fuse,
  );
  expect(session.notFused()).toBe("a cost compares the particles of a batch with each other");
  session.dispose();
});

test("a device that goes takes the steps since the last look along, and the run goes on without it", async () => {
  const lost = await ownDevice();
  const now = () => performance.now();
  const session = createSession(experimentOf({ model: "score-diffusion", data, ...small }), registry, factory, fuseOn(lost, now));
  await train(session, 4);
  const { theta } = session.checkpoint();
  await session.advance(0);
  lost.device.destroy();
  await lost.lost;
  await session.settle();
  expect(session.step()).toBe(4);
  expect(session.notFused()).toMatch(/lost/);
  expect(session.network().kernel.theta).toEqual(theta);
  await train(session, 6);
  expect(Array.from(session.history().since(0)).filter((_, k) => k % 3 === 0)).toEqual([1, 2, 3, 4, 5, 6]);
  session.dispose();
});
