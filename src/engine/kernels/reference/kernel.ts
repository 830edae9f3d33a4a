/**
 * @file The reference kernel: the same contract from composed tfjs operations, on whatever backend is set (cpu, wasm, webgpu).
 *
 * This is the only place where tfjs differentiates, and it differentiates once: Σ J · gJ, in theta and in the points.
 */
import {
  grad,
  grads,
  mul,
  sum,
  tensor1d,
  tensor2d,
  type Scalar,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tidy,
} from "@tensorflow/tfjs-core";
// After the import above: the flags it registers are read here.
import "@tensorflow/tfjs-core/dist/register_all_gradients";
import { assertInput, assertShape, channelCount, type JetInput, type JetKernel, type NetworkShape, parameterCount } from "../jets.ts";
import { adamUpdate } from "./adam.ts";
import { composeJets } from "./compose.ts";

export function createReferenceKernel(shape: NetworkShape): JetKernel {
  assertShape(shape);
  const parameters = parameterCount(shape);
  const theta = new Float32Array(parameters);
  const gTheta = new Float32Array(parameters);
  const average = new Float32Array(parameters);
  const moments = { first: new Float32Array(parameters), second: new Float32Array(parameters) };
  const kernel: JetKernel = {
    shape,
    route: "reference",
    theta,
    gTheta,
    average,
    moments,
    async forward(input, jets, averaged = false) {
      assertInput(shape, input);
      if (input.n === 0) return;
      const result = tidy(() => {
        const { points, directions } = tensorsOf(shape, input);
        return composeJets(shape, input.channels, tensor1d(averaged ? average : theta), points, directions);
      });
      jets.set(await taken(result));
    },
    async backward(input, gJets, gPoints) {
      assertInput(shape, input);
      if (input.n === 0) return;
      const { n, channels } = input;
      const [forTheta, forPoints] = tidy(() => {
        const { points, directions } = tensorsOf(shape, input);
        const columns = shape.outputs * channelCount(shape, channels);
        const g = tensor2d(gJets.slice(0, n * columns), [n, columns]);
        const weighted = (weights: Tensor, at: Tensor): Scalar =>
          sum(mul(composeJets(shape, channels, weights as Tensor1D, at as Tensor2D, directions), g));
        const start = tensor1d(theta);
        if (gPoints !== undefined) return grads(weighted)([start, points]);
        return [grad((weights: Tensor) => weighted(weights, points))(start)];
      });
      const dTheta = await taken(forTheta!);
      for (let i = 0; i < parameters; i++) gTheta[i]! += dTheta[i]!;
      if (gPoints === undefined) return;
      const dPoints = await taken(forPoints!); // [n, d + 1], the last column belongs to time
      const d = shape.dimension;
      for (let i = 0; i < n; i++) for (let k = 0; k < d; k++) gPoints[i * d + k] = dPoints[i * (d + 1) + k]!;
    },
    update(settings) {
      return adamUpdate(kernel, settings);
    },
    dispose() {
      // Tensors live for one call only.
    },
  };
  return kernel;
}

function tensorsOf(shape: NetworkShape, input: JetInput): { points: Tensor2D; directions?: Tensor2D } {
  const { n, channels } = input;
  const d = shape.dimension;
  // Copies: tfjs on the cpu keeps the array it is given, and the caller may write into it before the answer is read.
  const points = tensor2d(input.points.slice(0, n * (d + 1)), [n, d + 1]);
  if (channels.second !== "direction" || input.directions === undefined) return { points };
  return { points, directions: tensor2d(input.directions.slice(0, n * d), [n, d]) };
}

/** Reads a tensor and lets it go. */
async function taken(tensor: Tensor): Promise<Float32Array> {
  const values = await tensor.data<"float32">();
  tensor.dispose();
  return values;
}
