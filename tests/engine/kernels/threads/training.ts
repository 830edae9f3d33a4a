/** @file What the tests of threads train, and how they compare. */
import type { JetKernel } from "../../../../src/engine/kernels/jets.ts";
import { type Case, caseOf } from "../cases.ts";

/** Repeats a case's batch to n points. */
export function long({ input, gJets, columns, shape }: Case, n: number) {
  const repeat = (values: Float32Array, row: number) =>
    Float32Array.from({ length: n * row }, (_, i) => values[i % (input.n * row)]! * (1 + (i % 7) / 16));
  const points = repeat(input.points, shape.dimension + 1);
  const directions = repeat(input.directions, shape.dimension);
  return { batch: { ...input, n, points, directions }, gJets: repeat(gJets, columns) };
}

/** Bit for bit, NaN and signed zeros too; `toEqual` on long arrays takes seconds. */
export function bits(values: Float32Array): string {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString("base64");
}

/** By this clock everything takes ages, so that a team waits for its helpers however busy the machine is. */
export function waiting() {
  let time = 0;
  return { clock: () => (time += 1e6), patience: Infinity };
}

export const TRAINED = caseOf(5, { width: 48, depth: 3, points: 900 });

/** mean |J − 1|², Adam: steps `first` … `last`. */
export function train(kernel: JetKernel, last: number, first = 1): number[] {
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
