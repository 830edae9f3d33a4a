/** @file The contract of a cost that is written as tensors: what the tape says its slope is, is its slope; the order of points is nothing to it. */
import type { Functional } from "../../src/catalogue/define.ts";
import type { ParamValues } from "../../src/catalogue/params.ts";
import { valueWithSlope } from "../../src/engine/kernels/reference/tape.ts";
import type { Random } from "../../src/math/random.ts";

const N = 10;

/** Single precision: a difference wants a step that is seen. */
const STEP = 0.02;

export async function tensorProblems(entry: Functional, params: ParamValues, stream: Random): Promise<string[]> {
  const { tensors: cost } = entry;
  if (cost === undefined) return [];
  const said: string[] = entry.particles === undefined ? [] : ["says its slope twice: as particles, and by the tape"];
  for (const dimension of [1, 2] as const) {
    const draw = () => Float64Array.from({ length: N * dimension }, () => stream.normal());
    const [start, target, gradient] = [draw(), draw(), new Float64Array(N * dimension)];
    const at = (population: Float64Array, into = new Float64Array(N * dimension)) =>
      valueWithSlope(cost, { dimension, population, target, n: N, random: stream, params, gradient: into });
    const value = await at(start, gradient);
    const largest = Math.max(...gradient.map(Math.abs));
    if (!Number.isFinite(value) || !Number.isFinite(largest)) said.push("is not finite");
    if (largest === 0) said.push("moves nobody");
    // Central differences of two steps, combined to the fourth order.
    const slope = async (i: number, by: number): Promise<number> => {
      const moved = (step: number) => at(start.map((x, j) => (j === i ? x + step : x)));
      return ((await moved(by)) - (await moved(-by))) / (2 * by);
    };
    for (let i = 0; i < N * dimension; i += 7) {
      const found = (4 * (await slope(i, STEP)) - (await slope(i, 2 * STEP))) / 3;
      if (!(Math.abs(found - gradient[i]!) <= 1e-2 * largest)) said.push("the tape's slope is not that of the value");
    }
    const turned = Float64Array.from(start, (_, i) => start[(i + 3 * dimension) % (N * dimension)]!);
    if (!(Math.abs((await at(turned)) - value) <= 1e-4 * Math.abs(value))) said.push("hangs on the order of the points");
    if (!(await at(target, gradient), gradient.every(Number.isFinite))) said.push("has no slope where the samples are the same");
  }
  return [...new Set(said)];
}
