/** @file What the wasm kernel promises beyond being right: NaN stays visible, same bits every time, nothing leaks between calls. */
import { describe, expect, test } from "vitest";
import { activations } from "../../../src/catalogue/activations.ts";
import { type JetInput, type JetKernel, type NetworkShape, parameterCount } from "../../../src/engine/kernels/jets.ts";
import { createWasmKernel } from "../../../src/engine/kernels/wasm/kernel.ts";
import { memoryLayout } from "../../../src/engine/kernels/wasm/layout.ts";
import { loadWasmModule } from "../../../src/engine/kernels/wasm/module.ts";
import { ALL_CHANNELS, type Case, caseOf, relativeError } from "./cases.ts";

const wasmModule = await loadWasmModule();

function kernelOf({ shape, theta }: Case): JetKernel {
  const kernel = createWasmKernel(shape, wasmModule);
  kernel.theta.set(theta);
  return kernel;
}

function forward(kernel: JetKernel, input: JetInput, columns: number, averaged = false): Float32Array {
  const jets = new Float32Array(input.n * columns);
  void kernel.forward(input, jets, averaged);
  return jets;
}

const CASES = Array.from({ length: 10 }, (_, i) => caseOf(200 + i, { width: 40, depth: 3, points: 60 }));

describe("a coordinate that is not finite", () => {
  for (const bad of [NaN, Infinity, -Infinity]) {
    test.each(CASES.map((each) => [each.title, each] as const))(`${bad} reaches its own jets and no other: %s`, (_, each) => {
      const { input, columns, shape } = each;
      const clean = forward(kernelOf(each), input, columns);
      const sample = Math.floor(input.n / 2);
      for (let k = 0; k <= shape.dimension; k++) {
        const points = input.points.slice();
        points[sample * (shape.dimension + 1) + k] = bad;
        const jets = forward(kernelOf(each), { ...input, points }, columns);
        for (let i = 0; i < jets.length; i++) {
          if (Math.floor(i / columns) === sample) expect(jets[i]).toBeNaN();
          else expect(jets[i]).toBe(clean[i]);
        }
      }
    });
  }

  test.each(CASES.map((each) => [each.title, each] as const))("shows in the gradient's norm: %s", (_, each) => {
    const kernel = kernelOf(each);
    const points = each.input.points.slice();
    points[0] = NaN;
    void kernel.backward({ ...each.input, points }, each.gJets);
    expect(kernel.update({ step: 1, rate: 1, beta1: 0, beta2: 0, epsilon: 1, clip: 1, ema: 0 })).toBeNaN();
  });
});

test.each([...activations.all.keys()])("a NaN weight reaches every value and gradient channel: %s", (activation) => {
  const shape: NetworkShape = { dimension: 2, outputs: 1, width: 8, depth: 2, activation, fourier: 0, quadraticRank: 0 };
  const kernel = createWasmKernel(shape, wasmModule);
  kernel.theta.fill(0.1);
  kernel.theta[30] = NaN; // b1 of one unit, after W1 [3, 8]
  const input: JetInput = { n: 3, points: new Float32Array(9).fill(0.5), channels: { gradient: true, time: true, second: "laplacian" } };
  expect(forward(kernel, input, 5).every(Number.isNaN)).toBe(true);
});

test.each(CASES.map((each) => [each.title, each] as const))("same bits from a fresh kernel and from a used one: %s", (_, each) => {
  const { input, gJets, columns, shape } = each;
  const used = kernelOf(each);
  for (const channels of ALL_CHANNELS) {
    const other = { ...input, channels, points: input.points.map((x) => 100 * x) };
    void used.backward(other, new Float32Array(input.n * 14).fill(1), new Float32Array(input.n * 2));
  }
  used.gTheta.fill(0);
  const [one, two] = [used, kernelOf(each)].map((kernel) => {
    const jets = forward(kernel, input, columns);
    const gPoints = new Float32Array(input.n * shape.dimension);
    void kernel.backward(input, gJets, gPoints);
    return { jets, gPoints, gTheta: kernel.gTheta.slice() };
  });
  expect(one).toEqual(two);
});

test.each(CASES.map((each) => [each.title, each] as const))("a sample's jets do not depend on its neighbours: %s", (_, each) => {
  const { input, columns, shape } = each;
  const all = forward(kernelOf(each), input, columns);
  const last = input.n - 1;
  const alone = forward(
    kernelOf(each),
    {
      ...input,
      n: 1,
      points: input.points.slice(last * (shape.dimension + 1)),
      directions: input.directions.slice(last * shape.dimension),
    },
    columns,
  );
  expect(alone).toEqual(all.slice(last * columns));
});

test("gradients add up, arrays may be longer than the batch, and an empty batch is a batch", () => {
  const each = caseOf(6, { width: 12, depth: 2, points: 30 });
  const { input, gJets, columns, shape } = each;
  const kernel = kernelOf(each);
  void kernel.backward(input, gJets);
  const once = kernel.gTheta.slice();
  void kernel.backward(input, gJets);
  expect(
    relativeError(
      kernel.gTheta,
      once.map((g) => 2 * g),
    ),
  ).toBeLessThan(1e-6);

  const longer = Float32Array.from({ length: input.points.length + 7 }, (_, i) => input.points[i] ?? NaN);
  const jets = new Float32Array(input.n * columns + 3).fill(42);
  void kernel.forward({ ...input, points: longer }, jets);
  expect(jets.subarray(0, input.n * columns)).toEqual(forward(kernelOf(each), input, columns));
  expect([...jets.subarray(input.n * columns)]).toEqual([42, 42, 42]);

  const before = kernel.gTheta.slice();
  void kernel.forward({ ...input, n: 0 }, jets);
  void kernel.backward({ ...input, n: 0 }, gJets, new Float32Array(input.n * shape.dimension));
  expect(kernel.gTheta).toEqual(before);
});

test("the moving average is evaluated on request, and the gradient is always that of the weights", () => {
  const each = caseOf(8, { width: 12, depth: 3, points: 9 });
  const kernel = kernelOf(each);
  const own = forward(kernel, each.input, each.columns);
  kernel.average.set(kernel.theta.map((value) => 0.5 * value));
  const other = kernelOf({ ...each, theta: each.theta.map((value) => 0.5 * value) });
  expect(forward(kernel, each.input, each.columns, true)).toEqual(forward(other, each.input, each.columns));
  expect(forward(kernel, each.input, each.columns)).toEqual(own);
  void forward(kernel, each.input, each.columns, true);
  void kernel.backward(each.input, each.gJets);
  const fresh = kernelOf(each);
  void fresh.backward(each.input, each.gJets);
  expect(kernel.gTheta).toEqual(fresh.gTheta);
});

test("buffers of the largest and the smallest network do not overlap and fit their memory", () => {
  for (const [width, depth] of [
    [4, 1],
    [13, 3],
    [256, 8],
  ] as const) {
    const shape: NetworkShape = { dimension: 2, outputs: 2, width, depth, activation: "tanh", fourier: 4, quadraticRank: 3 };
    const layout = memoryLayout(shape);
    const kernel = createWasmKernel(shape, wasmModule);
    const views = [kernel.theta, kernel.gTheta, kernel.average, kernel.moments.first, kernel.moments.second];
    views.forEach((view, i) => view.fill(i + 1));
    views.forEach((view, i) => {
      expect(view.length).toBe(parameterCount(shape));
      expect(view.every((value) => value === i + 1)).toBe(true);
    });
    expect(layout.of("dots") + 240).toBeLessThanOrEqual(layout.pages * 65536);
    expect(layout.pages * 65536 - layout.of("dots")).toBeLessThan(65536 + 4096);
  }
});

test("what cannot be computed is refused", () => {
  const each = caseOf(1, { width: 8, depth: 2, points: 4 });
  const kernel = kernelOf(each);
  const jets = new Float32Array(100);
  const run = (change: Partial<JetInput>) => () => void kernel.forward({ ...each.input, ...change }, jets);
  expect(run({ channels: { gradient: false, time: true, second: "none" } })).toThrow(/gradient/);
  expect(run({ channels: { gradient: false, time: false, second: "laplacian" } })).toThrow(/gradient/);
  expect(run({ n: 1000 })).toThrow(/points/);
  expect(run({ channels: { gradient: true, time: false, second: "direction" }, directions: undefined })).toThrow(/direction/);
  for (const change of [{ width: 3 }, { width: 257 }, { width: 4.5 }, { depth: 0 }, { depth: 9 }, { fourier: -1 }, { quadraticRank: 0.5 }])
    expect(() => createWasmKernel({ ...each.shape, ...change }, wasmModule)).toThrow(RangeError);
});

describe("products kept by forward are used only for the same batch and weights", () => {
  const each = caseOf(6, { width: 24, depth: 3, points: 40 });
  const { input, gJets, columns, shape } = each;
  const elsewhere = { ...input, points: input.points.map((x) => x + 0.1) };
  const sideways = { ...input, directions: input.directions.map((x) => -2 * x) };
  const sparser = { ...input, channels: { ...input.channels, time: false, second: "laplacian" } } as const;

  test.each<[string, JetInput, (kernel: JetKernel) => void]>([
    ["the same batch", input, () => {}],
    ["other points", elsewhere, () => {}],
    ["other directions", sideways, () => {}],
    ["other channels", sparser, () => {}],
    ["fewer points", { ...input, n: input.n - 1 }, () => {}],
    ["other weights", input, (kernel) => (kernel.theta[3]! += 0.25)],
    ["a batch in between", input, (kernel) => void forward(kernel, elsewhere, columns)],
    ["an adjoint in between", input, (kernel) => void kernel.backward(elsewhere, gJets)],
    ["a long batch in between", input, (kernel) => forward(kernel, long(elsewhere, 1500), columns)],
    ["a batch in between that is too long to keep", input, (kernel) => forward(kernel, long(elsewhere, 9000), columns)],
    ["the average in between", input, (kernel) => forward(kernel, input, columns, true)],
  ])("%s", (_, asked, change) => {
    const used = kernelOf(each);
    void forward(used, input, columns);
    change(used);
    used.gTheta.fill(0);
    const fresh = kernelOf({ ...each, theta: used.theta.slice() });
    const results = [used, fresh].map((kernel) => {
      const gPoints = new Float32Array(input.n * shape.dimension);
      void kernel.backward(asked, gJets, gPoints);
      return { gPoints, gTheta: kernel.gTheta.slice() };
    });
    expect(results[0]).toEqual(results[1]);
  });

  test.each([1024, 1025, 3000, 8192, 8193])("a batch of %i points", (n) => {
    const batch = long(input, n);
    const weights = Float32Array.from({ length: n * columns }, (_, i) => gJets[i % gJets.length]!);
    const [used, fresh] = [kernelOf(each), kernelOf(each)];
    void forward(used, batch, columns);
    const results = [used, fresh].map((kernel) => {
      const gPoints = new Float32Array(n * shape.dimension);
      void kernel.backward(batch, weights, gPoints);
      return { gPoints, gTheta: kernel.gTheta.slice() };
    });
    expect(results[0]).toEqual(results[1]);
    // One point of the last chunk elsewhere: nothing that was kept may be used.
    const points = batch.points.slice();
    points[points.length - 2]! += 0.5;
    void forward(used, batch, columns);
    const moved = [used, kernelOf(each)].map((kernel) => {
      const gPoints = new Float32Array(n * shape.dimension);
      void kernel.backward({ ...batch, points }, weights, gPoints);
      return gPoints;
    });
    expect(moved[0]).toEqual(moved[1]);
    expect(moved[0]).not.toEqual(results[0]!.gPoints);
  });

  function long(batch: typeof input, n: number): JetInput {
    const repeat = (values: Float32Array, row: number) => Float32Array.from({ length: n * row }, (_, i) => values[i % (batch.n * row)]!);
    return { ...batch, n, points: repeat(batch.points, shape.dimension + 1), directions: repeat(batch.directions, shape.dimension) };
  }
});
