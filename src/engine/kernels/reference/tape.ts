/**
 * @file A cost of two samples written as a tensor program: its value, and by one reverse pass its slope in every particle.
 *
 *     ℳ(x₁ … x_n; y₁ … y_n),    ∂ℳ/∂x_i
 *
 * The tape ends at the particles. How they move with the weights is the adjoint's of the paths, on whatever route that runs.
 */
import * as tf from "@tensorflow/tfjs-core";
// After the import above: the flags it registers are read here.
import "@tensorflow/tfjs-core/dist/register_all_gradients";
import type { ParticlesGiven, TensorCost } from "../../../catalogue/samples.ts";
import { startTfjs } from "./start.ts";

/** @returns the value; `gradient` [n, d] is overwritten */
export async function valueWithSlope(cost: TensorCost, given: ParticlesGiven): Promise<number> {
  await startTfjs();
  const { dimension, n, params, gradient } = given;
  const points = (rows: ArrayLike<number>): tf.Tensor2D => tf.tensor2d(Float32Array.from(rows).subarray(0, n * dimension), [n, dimension]);
  const { value, grad } = tf.tidy(() => {
    const target = points(given.target);
    return tf.valueAndGrad((population) => cost(tf, { dimension, population: population as tf.Tensor2D, target, params }))(
      points(given.population),
    );
  });
  const [values, slope] = await Promise.all([value.data(), grad.data()]);
  value.dispose();
  grad.dispose();
  gradient.set(slope);
  return values[0]!;
}
