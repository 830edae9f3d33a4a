/** @file The jets as a tfjs operation: one loss, the same value and gradients through the wasm kernel and through composed operations. */
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";
import { createReferenceKernel } from "../../src/engine/kernels/reference/kernel.ts";
import { createWasmKernel } from "../../src/engine/kernels/wasm/kernel.ts";
import { loadWasmModule } from "../../src/engine/kernels/wasm/module.ts";
import { jetsTensor } from "./browser/custom-gradient.ts";
import { caseOf, relativeError } from "../engine/kernels/cases.ts";

const wasmModule = await loadWasmModule();

beforeAll(async () => {
  await tf.setBackend("cpu");
  await tf.ready();
});

const CASES = Array.from({ length: 14 }, (_, i) => caseOf(300 + i, { width: 16, depth: 3, points: 20 }));

test.each(CASES.map((each) => [each.title, each] as const))("%s", async (_, each) => {
  const results = [];
  for (const route of ["wasm", "reference"] as const) {
    const kernel = route === "wasm" ? createWasmKernel(each.shape, wasmModule) : createReferenceKernel(each.shape);
    const directions = tf.tensor2d(each.input.directions, [each.input.n, each.shape.dimension]);
    const op = jetsTensor(kernel, each.input.channels);
    const start = { theta: kernel.theta.fill(0.25).slice(), gTheta: kernel.gTheta.fill(3).slice() };
    const theta = tf.tensor1d(each.theta);
    const points = tf.tensor2d(each.input.points, [each.input.n, each.shape.dimension + 1]);
    const before = tf.memory().numTensors;
    // mean(sin(J)²): the adjoint of J is not constant.
    const { value, grads } = tf.valueAndGrads((weights: tf.Tensor, at: tf.Tensor) =>
      tf.tidy(() => tf.mean<tf.Scalar>(tf.square(tf.sin(op(weights as tf.Tensor1D, at as tf.Tensor2D, directions))))),
    )([theta, points]);
    const [gTheta, gPoints] = grads as [tf.Tensor, tf.Tensor];
    results.push({
      loss: await value.data(),
      gTheta: await gTheta.data(),
      gPoints: (await gPoints.array()) as number[][],
    });
    tf.dispose([value, gTheta, gPoints]);
    expect(tf.memory().numTensors).toBe(before);
    expect(kernel.theta).toEqual(start.theta);
    expect(kernel.gTheta).toEqual(start.gTheta);
  }
  const [wasm, reference] = results as [(typeof results)[0], (typeof results)[0]];
  expect(relativeError(wasm.loss, reference.loss)).toBeLessThan(1e-5);
  expect(relativeError(wasm.gTheta, reference.gTheta)).toBeLessThan(3e-5);
  // Time has no adjoint on the wasm route, so its column is left out of the comparison.
  const inSpace = (rows: number[][]) => rows.flatMap((row) => row.slice(0, each.shape.dimension));
  expect(relativeError(inSpace(wasm.gPoints), inSpace(reference.gPoints))).toBeLessThan(3e-5);
  expect(wasm.gPoints.every((row) => row[each.shape.dimension] === 0)).toBe(true);
});
