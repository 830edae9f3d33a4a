/** @file Both kernels on random networks: jets and adjoints against f64 differences of the definition, and against each other. */
import "@tensorflow/tfjs-backend-cpu";
import { memory, ready, setBackend } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { finiteDifference, jetsAt } from "../../../src/engine/kernels/definition.ts";
import { type JetKernel, type NetworkShape, parameterBlocks } from "../../../src/engine/kernels/jets.ts";
import { createReferenceKernel } from "../../../src/engine/kernels/reference/kernel.ts";
import { createWasmKernel } from "../../../src/engine/kernels/wasm/kernel.ts";
import { loadWasmModule } from "../../../src/engine/kernels/wasm/module.ts";
import { type Case, caseOf, directionOf, pointOf, relativeError, SEEDS } from "./cases.ts";

const wasmModule = await loadWasmModule();
const KERNELS: Record<Exclude<JetKernel["route"], "webgpu" | "grid" | "kernels">, (shape: NetworkShape) => JetKernel> = {
  wasm: (shape) => createWasmKernel(shape, wasmModule),
  reference: createReferenceKernel,
};

beforeAll(async () => {
  await setBackend("cpu");
  await ready();
});

function prepared(route: keyof typeof KERNELS, { shape, theta }: Case): JetKernel {
  const kernel = KERNELS[route](shape);
  kernel.theta.set(theta);
  return kernel;
}

const SMALL = Array.from({ length: SEEDS }, (_, seed) => caseOf(seed, { width: 12, depth: 3, points: 5 }));

describe.each(["wasm", "reference"] as const)("%s against the definition", (route) => {
  test.each(SMALL.map((each) => [each.title, each] as const))("%s", async (_, each) => {
    const { shape, input, gJets, columns } = each;
    const kernel = prepared(route, each);
    const truth = (theta: ArrayLike<number>, sample: number, shift: readonly number[] = []) => {
      const point = pointOf(each, sample).map((x, k) => x + (shift[k] ?? 0));
      return jetsAt(shape, input.channels, theta, point, directionOf(each, sample));
    };
    const samples = Array.from({ length: input.n }, (_, sample) => sample);

    const jets = new Float32Array(input.n * columns);
    await kernel.forward(input, jets);
    expect(
      relativeError(
        jets,
        samples.flatMap((sample) => truth(each.theta, sample)),
      ),
    ).toBeLessThan(8e-6);

    const gPoints = new Float32Array(input.n * shape.dimension);
    await kernel.backward(input, gJets, gPoints);
    const weighted = (theta: ArrayLike<number>, sample: number, shift?: readonly number[]) =>
      truth(theta, sample, shift).reduce((sum, value, c) => sum + value * gJets[sample * columns + c]!, 0);

    // Every block along a direction of its own.
    const got: number[] = [];
    const want: number[] = [];
    for (const { offset, rows, columns: width } of parameterBlocks(shape)) {
      const size = rows * width;
      const along = Array.from({ length: size }, () => each.random.normal() / Math.sqrt(size));
      const moved = (s: number) => Float64Array.from(each.theta, (value, i) => value + s * (along[i - offset] ?? 0));
      got.push(along.reduce((sum, value, i) => sum + value * kernel.gTheta[offset + i]!, 0));
      want.push(finiteDifference(1, (s) => samples.reduce((sum, sample) => sum + weighted(moved(s), sample), 0)));
    }
    expect(relativeError(got, want)).toBeLessThan(1e-5);

    const places = samples.flatMap((sample) =>
      Array.from({ length: shape.dimension }, (_, k) =>
        finiteDifference(1, (s) => weighted(each.theta, sample, [k === 0 ? s : 0, k === 1 ? s : 0])),
      ),
    );
    expect(relativeError(gPoints, places)).toBeLessThan(1e-5);
  });
});

/** Wider and deeper than the lanes, and longer than a chunk. */
const LARGE = Array.from({ length: 8 }, (_, i) => caseOf(100 + i, { width: 70, depth: 3, points: 1500 }));

describe("wasm and reference are twins", () => {
  test.each(LARGE.map((each) => [each.title, each] as const))("%s", async (_, each) => {
    const { shape, input, gJets, columns } = each;
    const [wasm, reference] = (["wasm", "reference"] as const).map((route) => {
      const kernel = prepared(route, each);
      return { kernel, jets: new Float32Array(input.n * columns), gPoints: new Float32Array(input.n * shape.dimension) };
    }) as [Twin, Twin];
    for (const { kernel, jets, gPoints } of [wasm, reference]) {
      await kernel.forward(input, jets);
      await kernel.backward(input, gJets, gPoints);
    }
    expect(relativeError(wasm.jets, reference.jets)).toBeLessThan(1e-5);
    expect(relativeError(wasm.gPoints, reference.gPoints)).toBeLessThan(1e-5);
    for (const { name, offset, rows, columns: width } of parameterBlocks(shape)) {
      const block = ({ kernel }: Twin) => kernel.gTheta.subarray(offset, offset + rows * width);
      expect(relativeError(block(wasm), block(reference)), name).toBeLessThan(3e-5);
    }
  });
});

interface Twin {
  readonly kernel: JetKernel;
  readonly jets: Float32Array;
  readonly gPoints: Float32Array;
}

test("the reference kernel leaves no tensors behind", async () => {
  const each = caseOf(5, { width: 8, depth: 2, points: 20 });
  const kernel = prepared("reference", each);
  const jets = new Float32Array(each.input.n * each.columns);
  const gPoints = new Float32Array(each.input.n * each.shape.dimension);
  const before = memory();
  for (let step = 1; step <= 3; step++) {
    await kernel.forward(each.input, jets);
    await kernel.backward(each.input, each.gJets, gPoints);
    await kernel.backward(each.input, each.gJets);
    kernel.update({ step, rate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, clip: 1, ema: 0.9 });
  }
  expect(memory().numTensors).toBe(before.numTensors);
  expect(memory().numBytes).toBe(before.numBytes);
});
