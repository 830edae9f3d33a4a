/**
 * @file The kernel on a GPU, in mirror mode: weights, moments and gradient live in arrays here, as the contract has it, and a
 * batch goes to the device and its answer comes back. Whatever works on a kernel works on this one.
 *
 *     forward    theta, points → J                           one dispatch
 *     backward   theta, points, gJ → partial, gPoints        one, and one that sums the groups' gradients
 *     update     here, in f64, on the mirrors
 */
import { assertInput, assertShape, channelCount, type JetInput, type JetKernel, type NetworkShape, parameterCount } from "../jets.ts";
import { adamUpdate } from "../reference/adam.ts";
import { createBatches } from "./batches.ts";
import type { Gpu } from "./device.ts";

/** Points that one submit takes; longer batches go in chunks. @internal */
export const CHUNK = 16384;

export interface WebgpuKernel extends JetKernel {
  /** Bytes that the kernel holds on the device. */
  deviceBytes(): number;
}

export function createWebgpuKernel(shape: NetworkShape, gpu: Gpu): WebgpuKernel {
  assertShape(shape);
  const array = () => new Float32Array(parameterCount(shape));
  const [theta, gTheta, average] = [array(), array(), array()];
  const batches = createBatches(shape, gpu);
  const kernel: WebgpuKernel = {
    shape,
    route: "webgpu",
    theta,
    gTheta,
    average,
    moments: { first: array(), second: array() },
    async forward(input, jets, averaged = false) {
      assertInput(shape, input);
      const columns = shape.outputs * channelCount(shape, input.channels);
      for (const { first, chunk } of chunksOf(shape, input))
        await batches.forward(chunk, averaged ? average : theta, jets.subarray(first * columns));
    },
    async backward(input, gJets, gPoints) {
      assertInput(shape, input);
      const columns = shape.outputs * channelCount(shape, input.channels);
      for (const { first, chunk } of chunksOf(shape, input))
        await batches.backward(chunk, theta, gJets.subarray(first * columns), {
          gTheta,
          gPoints: gPoints?.subarray(first * shape.dimension),
        });
    },
    update: (settings) => adamUpdate(kernel, settings),
    deviceBytes: () => batches.bytes(),
    dispose: () => batches.dispose(),
  };
  return kernel;
}

function chunksOf({ dimension: d }: NetworkShape, input: JetInput): { readonly first: number; readonly chunk: JetInput }[] {
  return Array.from({ length: Math.ceil(input.n / CHUNK) }, (_, i) => {
    const first = i * CHUNK;
    const chunk = {
      n: Math.min(CHUNK, input.n - first),
      channels: input.channels,
      points: input.points.subarray(first * (d + 1)),
      directions: input.directions?.subarray(first * d),
    };
    return { first, chunk };
  });
}
