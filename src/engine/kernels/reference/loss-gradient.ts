/**
 * @file The gradient of a loss written as a tensor program: one tfjs reverse pass, with the jets as a custom gradient.
 *
 *     gTheta += ∂ loss/∂theta
 *
 * tfjs never differentiates twice: derivatives in space and time are channels of the jets (docs/mathematics.md, Jets).
 */
import { type Scalar, type Tensor1D, type Tensor2D, tensor1d, tidy, valueAndGrad } from "@tensorflow/tfjs-core";
import { jetsTensor } from "../tensor-op.ts";
import type { JetChannels, JetKernel } from "../jets.ts";

export interface LossContext {
  /** J [n, outputs · C] of the raw network at points [n, d + 1]. */
  jets(points: Tensor2D, channels: JetChannels, directions?: Tensor2D): Tensor2D;
}

/** @returns weight · loss, read back after its gradient has been added */
export async function addLossGradient(kernel: JetKernel, weight: number, loss: (context: LossContext) => Scalar): Promise<number> {
  const { value, grad } = tidy(() => {
    const theta = tensor1d(kernel.theta);
    return valueAndGrad((weights) => {
      const context: LossContext = {
        jets: (points, channels, directions) => jetsTensor(kernel, channels)(weights as Tensor1D, points, directions),
      };
      return loss(context);
    })(theta);
  });
  const [gradient, values] = await Promise.all([grad.data(), value.data()]);
  value.dispose();
  grad.dispose();
  for (let i = 0; i < kernel.gTheta.length; i++) kernel.gTheta[i]! += weight * (gradient[i] ?? 0);
  return weight * (values[0] ?? Number.NaN);
}
