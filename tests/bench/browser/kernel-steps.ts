/** @file Our own steps: the kernel with the losses' derivatives written out, and the roll-out of the engine. */
import { bind } from "../../../src/engine/game/binding.ts";
import { channelCount, type JetChannels, type JetKernel } from "../../../src/engine/kernels/jets.ts";
import { roller } from "../../../src/engine/learn/roll-out.ts";
import { input, mul, neg, normSquared, num } from "../../../src/math/expressions/expression.ts";
import { RK4, uniformTimes } from "../../../src/math/integrators.ts";
import type { Contender } from "./contender.ts";
import { adamAt, HORIZON, type Problem, SIGMA, TARGET } from "./problem.ts";

const ALL: JetChannels = { gradient: true, time: true, second: "laplacian" };

/** The pointwise loss: r and its derivatives −1, ∂ᵢU, −½σ². With the whole Hessian ΔU is its trace: the same step, more channels. */
export function pointwise(
  kernel: JetKernel,
  { shape, n, theta, points }: Problem,
  second: "laplacian" | "hessian" = "laplacian",
): Contender {
  const d = shape.dimension;
  const channels: JetChannels = { ...ALL, second };
  const columns = channelCount(shape, channels);
  const jets = new Float32Array(n * columns);
  const gJets = new Float32Array(n * columns);
  const batch = { n, points, channels };
  /** Where the channels stand whose sum is ΔU. */
  const bent = second === "hessian" && d === 2 ? [d + 2, d + 4] : [d + 2];
  kernel.theta.set(theta);
  let taken = 0;
  let loss = 0;
  const gradient = async (): Promise<void> => {
    await kernel.forward(batch, jets);
    loss = 0;
    for (let at = 0; at < jets.length; at += columns) {
      let r = -jets[at + d + 1]!;
      for (const c of bent) r -= 0.5 * SIGMA * SIGMA * jets[at + c]!;
      for (let k = 1; k <= d; k++) r += 0.5 * jets[at + k]! * jets[at + k]!;
      loss += (r * r) / n;
      const weight = (2 * r) / n;
      for (let k = 1; k <= d; k++) gJets[at + k] = weight * jets[at + k]!;
      gJets[at + d + 1] = -weight;
      for (const c of bent) gJets[at + c] = -0.5 * SIGMA * SIGMA * weight;
    }
    await kernel.backward(batch, gJets);
  };
  return {
    async step() {
      await gradient();
      if (!Number.isFinite(loss)) throw new Error("the loss is not finite");
      kernel.update(adamAt(++taken));
    },
    async gradient() {
      await gradient();
      const found = kernel.gTheta.slice();
      kernel.gTheta.fill(0);
      return found;
    },
    dispose: () => kernel.dispose(),
  };
}

export function rollOut(kernel: JetKernel, { shape, n, theta, points }: Problem, steps: number): Contender {
  const d = shape.dimension;
  const axes = Array.from({ length: d }, (_, k) => k);
  const binding = bind({
    role: "value",
    dimension: d,
    x: axes.map((k) => input(`x${String(k + 1)}`)),
    t: input("t"),
    horizon: num(HORIZON),
    noising: undefined,
    time: "raw",
    preconditioning: "none",
    dataVariance: 1,
  });
  const momentum = binding.momentum;
  if (momentum === undefined) throw new Error("a potential has a momentum");
  const paths = roller({
    network: { kernel, binding },
    drift: momentum.map((p) => neg(p)),
    rates: [mul(0.5, normSquared(momentum))],
    uniform: new Set(),
    capacity: n,
    tableau: RK4,
    storedSteps: steps,
  });
  const times = uniformTimes(0, HORIZON, steps);
  const uniforms = (name: string): number => {
    throw new Error(`nobody provides ${name}`);
  };
  const start = Float32Array.from({ length: n * d }, (_, q) => points[Math.floor(q / d) * (d + 1) + (q % d)]!);
  const x = new Float32Array(n * d);
  const costs = new Float64Array(n);
  kernel.theta.set(theta);
  let taken = 0;
  const gradient = async (): Promise<void> => {
    x.set(start);
    costs.fill(0);
    await paths.forward(x, costs, n, times, uniforms);
    for (let q = 0; q < n * d; q++) x[q] = (x[q]! - TARGET) / n;
    await paths.adjoint(x, n, uniforms, [1 / n]);
  };
  return {
    async step() {
      await gradient();
      kernel.update(adamAt(++taken));
    },
    async gradient() {
      await gradient();
      const found = kernel.gTheta.slice();
      kernel.gTheta.fill(0);
      return found;
    },
    dispose: () => kernel.dispose(),
  };
}
