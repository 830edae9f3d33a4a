/**
 * @file The jets as one differentiable tfjs operation: what a step costs whose loss is a tensor program over the weights (decision 0032).
 *
 *     op(theta [P], points [n, d + 1]) → J [n, outputs · C],      gradient: the kernel's own adjoint
 *
 * The reference operations differentiate as they stand, on a GPU too. The wasm kernel, which answers at once, enters as a custom
 * gradient, once: its gradient has no gradient of its own.
 */
import {
  concat,
  customGrad,
  getBackend,
  type GradSaveFunc,
  type Tensor,
  tensor1d,
  tensor2d,
  type Tensor1D,
  type Tensor2D,
  zeros,
} from "@tensorflow/tfjs-core";
import { channelCount, type JetChannels, type JetKernel } from "../../../src/engine/kernels/jets.ts";
import { composeJets } from "../../../src/engine/kernels/reference/compose.ts";

/** Directions [n, d] are read only if the second-order channel asks for them; they have no gradient. */
export type JetsTensor = (theta: Tensor1D, points: Tensor2D, directions?: Tensor2D) => Tensor2D;

/** The weights come from `theta`, not from the kernel; the kernel's own weights and gradient are left as they were. */
export function jetsTensor(kernel: JetKernel, channels: JetChannels): JetsTensor {
  const { shape } = kernel;
  if (kernel.route !== "wasm") return (theta, points, directions) => composeJets(shape, channels, theta, points, directions);
  return (theta, points, directions) => {
    const n = points.shape[0];
    const columns = shape.outputs * channelCount(shape, channels);
    const along = directions === undefined ? undefined : values(directions);
    const input = (at: Tensor) => ({ n, points: values(at), channels, directions: along });
    const op = customGrad((...args) => {
      const [weights, at, save] = args as unknown as [Tensor, Tensor, GradSaveFunc];
      save([weights, at]);
      const jets = new Float32Array(n * columns);
      withWeights(kernel, weights, () => void kernel.forward(input(at), jets));
      return {
        value: tensor2d(jets, [n, columns]),
        gradFunc: (dy: Tensor, saved: Tensor[]) => {
          const [savedWeights, savedAt] = saved as [Tensor, Tensor];
          const gPoints = new Float32Array(n * shape.dimension);
          const gTheta = withWeights(kernel, savedWeights, () => void kernel.backward(input(savedAt), values(dy), gPoints));
          return [tensor1d(gTheta), concat([tensor2d(gPoints, [n, shape.dimension]), zeros([n, 1])], 1)];
        },
      };
    });
    return op(theta, points);
  };
}

/** Runs `work` with other weights and an empty gradient, returns that gradient and puts both back. */
function withWeights(kernel: JetKernel, weights: Tensor, work: () => void): Float32Array {
  const { theta, gTheta } = kernel;
  const held = { theta: theta.slice(), gTheta: gTheta.slice() };
  theta.set(values(weights));
  gTheta.fill(0);
  work();
  const gathered = gTheta.slice();
  theta.set(held.theta);
  gTheta.set(held.gTheta);
  return gathered;
}

/** The wasm kernel answers at once, so it has to be asked at once: free on the cpu backend, a copy on wasm. */
function values(tensor: Tensor): Float32Array {
  if (getBackend() === "webgpu") throw new Error("the wasm kernel cannot take tensors from the GPU: use the reference kernel");
  return tensor.dataSync<"float32">();
}
