/**
 * @file The same steps as TensorFlow.js takes them: one tape over the whole step, one reverse pass, Adam in tensors.
 *
 * The jets are composed operations (`composeJets`), or our kernel as a custom gradient (`jetsTensor`).
 */
import {
  add,
  div,
  grad,
  mean,
  mul,
  neg,
  slice,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor1d,
  tensor2d,
  tidy,
  concat,
  fill,
  scalar,
  type Scalar,
} from "@tensorflow/tfjs-core";
import type { JetChannels, NetworkShape } from "../../../src/engine/kernels/jets.ts";
import type { Contender } from "./contender.ts";
import type { JetsTensor } from "./custom-gradient.ts";
import { adamAt, HORIZON, type Problem, SIGMA, TARGET } from "./problem.ts";

/** The jets for the channels that a step wants. */
export type Jets = (shape: NetworkShape, channels: JetChannels) => JetsTensor;

function column(matrix: Tensor2D, index: number): Tensor2D {
  return slice(matrix, [0, index], [-1, 1]);
}

/** Weights and moments stay tensors from step to step. */
function trained(theta: Float32Array, loss: (weights: Tensor1D) => Scalar): Contender {
  let weights = tensor1d(theta);
  let first: Tensor1D = tensor1d(new Float32Array(theta.length));
  let second: Tensor1D = tensor1d(new Float32Array(theta.length));
  let taken = 0;
  const gradientOf = grad((at: Tensor) => loss(at as Tensor1D));
  return {
    async step() {
      const { step, rate, beta1, beta2, epsilon } = adamAt(++taken);
      const old = [weights, first, second];
      const next = tidy(() => {
        const g = gradientOf(weights);
        const m: Tensor1D = add(mul(beta1, first), mul(1 - beta1, g));
        const v: Tensor1D = add(mul(beta2, second), mul(1 - beta2, square(g)));
        const scale = sqrt(mul(1 / (1 - beta2 ** step), v));
        const moved: Tensor1D = sub(weights, div(mul(rate / (1 - beta1 ** step), m), add(scale, epsilon)));
        return [moved, m, v] as const;
      });
      for (const tensor of old) tensor.dispose();
      [weights, first, second] = next;
      await weights.data();
    },
    async gradient() {
      const g = tidy(() => gradientOf(weights));
      const values = await g.data<"float32">();
      g.dispose();
      return values.slice();
    },
    dispose() {
      for (const tensor of [weights, first, second]) tensor.dispose();
    },
  };
}

export function tfjsPointwise(jets: Jets, { shape, n, theta, points }: Problem): Contender {
  const d = shape.dimension;
  const at = tensor2d(points, [n, d + 1]);
  const op = jets(shape, { gradient: true, time: true, second: "laplacian" });
  return trained(theta, (weights) => {
    const j = op(weights, at); // [n, d + 3]
    const momentum: Tensor2D = slice(j, [0, 1], [-1, d]);
    const squared: Tensor2D = sum(square(momentum), 1, true);
    const r = sub(sub(mul(0.5, squared), column(j, d + 1)), mul(0.5 * SIGMA * SIGMA, column(j, d + 2)));
    return mean(square(r));
  });
}

export function tfjsRollOut(jets: Jets, { shape, n, theta, points }: Problem, steps: number): Contender {
  const d = shape.dimension;
  const start: Tensor2D = tidy(() => slice(tensor2d(points, [n, d + 1]), [0, 0], [-1, d]));
  const op = jets(shape, { gradient: true, time: false, second: "none" });
  const h = HORIZON / steps;
  return trained(theta, (weights) => {
    const slope = (x: Tensor2D, t: number): Tensor2D => neg(slice(op(weights, concat<Tensor2D>([x, fill([n, 1], t)], 1)), [0, 1], [-1, d]));
    const running = (b: Tensor2D): Tensor => mul(0.5, sum(square(b), 1));
    let x = start;
    let cost: Tensor = scalar(0);
    for (let k = 0; k < steps; k++) {
      const t = k * h;
      const b1 = slope(x, t);
      const b2 = slope(add(x, mul(h / 2, b1)), t + h / 2);
      const b3 = slope(add(x, mul(h / 2, b2)), t + h / 2);
      const b4 = slope(add(x, mul(h, b3)), t + h);
      x = add(x, mul(h / 6, add(add(b1, b4), mul(2, add(b2, b3)))));
      cost = add(cost, mul(h / 6, add(add(running(b1), running(b4)), mul(2, add(running(b2), running(b3))))));
    }
    return mean(add(mul(0.5, sum(square(sub(x, TARGET)), 1)), cost));
  });
}
