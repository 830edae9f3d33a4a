/** @file Adam, clipping and the moving average on both kernels, against the formulas in f64. */
import { describe, expect, test } from "vitest";
import type { AdamSettings, JetKernel, NetworkShape } from "../../../src/engine/kernels/jets.ts";
import { createReferenceKernel } from "../../../src/engine/kernels/reference/kernel.ts";
import { createWasmKernel } from "../../../src/engine/kernels/wasm/kernel.ts";
import { loadWasmModule } from "../../../src/engine/kernels/wasm/module.ts";
import { random } from "../../../src/math/random.ts";
import { relativeError } from "./cases.ts";

const wasmModule = await loadWasmModule();
const KERNELS: Record<Exclude<JetKernel["route"], "webgpu" | "grid" | "kernels">, (shape: NetworkShape) => JetKernel> = {
  wasm: (shape) => createWasmKernel(shape, wasmModule),
  reference: createReferenceKernel,
};

// 47 weights: not a multiple of the four lanes.
const SHAPE: NetworkShape = { dimension: 1, outputs: 1, width: 5, depth: 2, activation: "tanh", fourier: 0, quadraticRank: 0 };

const USUAL: AdamSettings = { step: 1, rate: 0.02, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, clip: 0, ema: 0.95 };
const SETTINGS: readonly (readonly [string, AdamSettings])[] = [
  ["no clipping", USUAL],
  ["clipping that binds", { ...USUAL, clip: 0.3 }],
  ["clipping that does not bind", { ...USUAL, clip: 1e6 }],
  ["other betas and a large epsilon", { ...USUAL, beta1: 0.5, beta2: 0.9, epsilon: 0.1, ema: 0 }],
];

describe.each(["wasm", "reference"] as const)("%s", (route) => {
  test.each(SETTINGS)("fifty steps with %s", (_, settings) => {
    const kernel = KERNELS[route](SHAPE);
    const { normal } = random(3, "adam");
    const size = kernel.theta.length;
    for (let i = 0; i < size; i++) kernel.theta[i] = kernel.average[i] = normal();
    const theta = Float64Array.from(kernel.theta);
    const average = Float64Array.from(theta);
    const m = new Float64Array(size);
    const v = new Float64Array(size);
    for (let step = 1; step <= 50; step++) {
      for (let i = 0; i < size; i++) kernel.gTheta[i] = normal() * 10 ** ((i % 5) - 2);
      const g = Float64Array.from(kernel.gTheta);
      const norm = Math.hypot(...g);
      expect(kernel.update({ ...settings, step })).toBeCloseTo(norm, 5);
      const scale = settings.clip > 0 ? Math.min(1, settings.clip / norm) : 1;
      for (let i = 0; i < size; i++) {
        m[i] = settings.beta1 * m[i]! + (1 - settings.beta1) * scale * g[i]!;
        v[i] = settings.beta2 * v[i]! + (1 - settings.beta2) * (scale * g[i]!) ** 2;
        const unbiased = Math.sqrt(v[i]! / (1 - settings.beta2 ** step));
        theta[i]! -= (settings.rate * m[i]!) / (1 - settings.beta1 ** step) / (unbiased + settings.epsilon);
        average[i] = settings.ema * average[i]! + (1 - settings.ema) * theta[i]!;
      }
      expect(kernel.gTheta.every((value) => value === 0)).toBe(true);
    }
    expect(relativeError(kernel.theta, theta)).toBeLessThan(5e-6);
    expect(relativeError(kernel.average, average)).toBeLessThan(5e-6);
    expect(relativeError(kernel.moments.first, m)).toBeLessThan(5e-6);
    expect(relativeError(kernel.moments.second, v)).toBeLessThan(5e-6);
  });

  test.each([NaN, Infinity])("a gradient with %f in it is reported and costs no weights", (value) => {
    const kernel = KERNELS[route](SHAPE);
    kernel.theta.fill(0.5);
    kernel.gTheta.fill(1);
    kernel.update(USUAL);
    const before = { theta: kernel.theta.slice(), average: kernel.average.slice(), second: kernel.moments.second.slice() };
    kernel.gTheta.fill(1);
    kernel.gTheta[46] = value;
    expect(Number.isFinite(kernel.update({ ...USUAL, step: 2 }))).toBe(false);
    expect(kernel.theta).toEqual(before.theta);
    expect(kernel.average).toEqual(before.average);
    expect(kernel.moments.second).toEqual(before.second);
    expect(kernel.gTheta.every((each) => each === 0)).toBe(true);
  });
});

test("two hundred steps fit a function, and the same steps give the same bits", () => {
  const run = () => {
    const kernel = createWasmKernel({ ...SHAPE, width: 16 }, wasmModule);
    const { normal } = random(9, "fit");
    for (let i = 0; i < kernel.theta.length; i++) kernel.theta[i] = 0.5 * normal();
    const n = 64;
    const points = Float32Array.from({ length: 2 * n }, (_, i) => (i % 2 === 0 ? (i - n) / 32 : 0));
    const jets = new Float32Array(n);
    const channels = { gradient: false, time: false, second: "none" } as const;
    const losses: number[] = [];
    for (let step = 1; step <= 200; step++) {
      void kernel.forward({ n, points, channels }, jets);
      const residual = jets.map((value, i) => value - Math.sin(2 * points[2 * i]!));
      losses.push(residual.reduce((sum, r) => sum + r * r, 0) / n);
      void kernel.backward(
        { n, points, channels },
        residual.map((r) => (2 * r) / n),
      );
      kernel.update({ ...USUAL, step });
    }
    return { losses, theta: kernel.theta.slice() };
  };
  const [one, other] = [run(), run()];
  expect(one.losses[199]!).toBeLessThan(0.05 * one.losses[0]!);
  expect(one.losses).toEqual(other.losses);
  expect(new Uint32Array(one.theta.buffer)).toEqual(new Uint32Array(other.theta.buffer));
});
