/**
 * @file The derivative table: a, a′, a″, a‴ of every activation on both kernels, against the same in f64 (which tests/catalogue differentiates).
 *
 * A network with one live unit of weight 1 is its activation: N = a(y), ∂N = a′, ΔN = a″, and the adjoint of ΔN in y is a‴.
 */
import "@tensorflow/tfjs-backend-cpu";
import { ready, setBackend } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { activations } from "../../../src/catalogue/activations.ts";
import { type JetKernel, type NetworkShape, parameterBlocks } from "../../../src/engine/kernels/jets.ts";
import { finiteDifference, jetsAt } from "../../../src/engine/kernels/definition.ts";
import { createReferenceKernel } from "../../../src/engine/kernels/reference/kernel.ts";
import { createWasmKernel } from "../../../src/engine/kernels/wasm/kernel.ts";
import { loadWasmModule } from "../../../src/engine/kernels/wasm/module.ts";
import { random } from "../../../src/math/random.ts";
import { slopesAt } from "../../catalogue/activation-contract.ts";

const wasmModule = await loadWasmModule();
const IDS = [...activations.all.keys()];
const KERNELS: Record<Exclude<JetKernel["route"], "webgpu" | "grid" | "kernels">, (shape: NetworkShape) => JetKernel> = {
  wasm: (shape) => createWasmKernel(shape, wasmModule),
  reference: createReferenceKernel,
};

beforeAll(async () => {
  await setBackend("cpu");
  await ready();
});

describe.each(["wasm", "reference"] as const)("%s", (route) => {
  test.each(IDS)("a, a′, a″, a‴ of %s on −30 … 30", async (activation) => {
    const shape: NetworkShape = { dimension: 1, outputs: 1, width: 4, depth: 1, activation, fourier: 0, quadraticRank: 0 };
    const kernel = KERNELS[route](shape);
    const at = (name: string) => parameterBlocks(shape).find((block) => block.name === name)!.offset;
    kernel.theta[at("W1")] = 1;
    kernel.theta[at("output")] = 1;
    const n = 1201;
    const xs = Float32Array.from({ length: n }, (_, i) => (i - 600) / 20);
    const points = Float32Array.from({ length: 2 * n }, (_, i) => (i % 2 === 0 ? xs[i / 2]! : 0.3));
    const input = { n, points, channels: { gradient: true, time: false, second: "laplacian" } } as const;
    const jets = new Float32Array(3 * n);
    const third = new Float32Array(n);
    await kernel.forward(input, jets);
    await kernel.backward(
      input,
      Float32Array.from({ length: 3 * n }, (_, i) => (i % 3 === 2 ? 1 : 0)),
      third,
    );
    for (let i = 0; i < n; i++) {
      const x = xs[i]!;
      const value = activations.get(activation).value(x);
      const slopes = slopesAt(activations.get(activation), x);
      // The dead units contribute softplus(0) and log 2 times a weight of exactly 0.
      expect(Math.abs(jets[3 * i]! - value), `a(${x})`).toBeLessThan(1e-6 * (1 + Math.abs(value)));
      expect(Math.abs(jets[3 * i + 1]! - slopes.first()), `a′(${x})`).toBeLessThan(1e-6);
      expect(Math.abs(jets[3 * i + 2]! - slopes.second()), `a″(${x})`).toBeLessThan(1.5e-6);
      expect(Math.abs(third[i]! - slopes.third()), `a‴(${x})`).toBeLessThan(3e-6);
    }
  });

  test.each(IDS)("every weight's gradient of mean((Δu)²) with %s", async (activation) => {
    const shape: NetworkShape = { dimension: 2, outputs: 1, width: 5, depth: 2, activation, fourier: 0, quadraticRank: 0 };
    const channels = { gradient: true, time: false, second: "laplacian" } as const;
    const kernel = KERNELS[route](shape);
    const { normal } = random(7, activation);
    for (let i = 0; i < kernel.theta.length; i++) kernel.theta[i] = 0.6 * normal();
    const n = 6;
    const points = Float32Array.from({ length: 3 * n }, normal);
    const jets = new Float32Array(4 * n);
    await kernel.forward({ n, points, channels }, jets);
    await kernel.backward(
      { n, points, channels },
      jets.map((value, i) => (i % 4 === 3 ? (2 * value) / n : 0)),
    );
    const loss = (theta: Float64Array) => {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += jetsAt(shape, channels, theta, Array.from(points.subarray(3 * i, 3 * i + 3)))[3]! ** 2;
      return sum / n;
    };
    const scale = Math.max(...kernel.gTheta.map(Math.abs));
    for (let q = 0; q < kernel.theta.length; q++) {
      const want = finiteDifference(1, (s) => loss(Float64Array.from(kernel.theta, (value, i) => value + (i === q ? s : 0))));
      expect(Math.abs(kernel.gTheta[q]! - want), `weight ${q}`).toBeLessThan(5e-6 * scale);
    }
  });
});

test.each(IDS)("wasm keeps the small tails of %s to six digits", (activation) => {
  const shape: NetworkShape = { dimension: 1, outputs: 1, width: 4, depth: 1, activation, fourier: 0, quadraticRank: 0 };
  const kernel = createWasmKernel(shape, wasmModule);
  kernel.theta[0] = 1; // W1
  kernel.theta[12] = 1; // output, after W1 [2, 4] and b1 [4]
  const points = Float32Array.from({ length: 160 }, (_, i) => (i % 2 === 0 ? -i / 2 : 0));
  const jets = new Float32Array(80);
  void kernel.forward({ n: 80, points, channels: { gradient: false, time: false, second: "none" } }, jets);
  const { value } = activations.get(activation);
  for (let i = 1; i < 80; i++) {
    // The dead units' activations at 0 are multiplied by 0, so nothing is added to the tail. One that falls like e^{−x²/2} turns the
    // rounding of x² into digits; below e^{−87} f32 has none.
    const bend = Math.abs(value(-i - 1e-3) - value(-i + 1e-3)) / 2e-3;
    const tolerance = 1e-6 * Math.abs(value(-i)) + 1.2e-7 * i * bend + 1e-35;
    expect(Math.abs(jets[i]! - value(-i)), `${activation}(${-i})`).toBeLessThan(tolerance);
  }
});
