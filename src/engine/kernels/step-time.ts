/**
 * @file How long a gradient takes on a kernel: the question that decides between two routes that both compute right.
 *
 *     U = MLP 3-64-64-1 tanh,  1,024 points,  gJ → gTheta through the jets (U, ∇U, ∂τU, ΔU)
 *
 * Several are in flight at a time, because a step that stays on a GPU does not wait for its answer either.
 */
import { random } from "../../math/random.ts";
import { initialise } from "./initialise.ts";
import type { JetKernel, NetworkShape } from "./jets.ts";

const SHAPE: NetworkShape = { dimension: 2, outputs: 1, width: 64, depth: 2, activation: "tanh", fourier: 0, quadraticRank: 0 };
const N = 1024;
const IN_FLIGHT = 4;
const ROUNDS = 3;

/** Milliseconds, the best of a few rounds: the first one pays for compilation and is not counted. */
export async function stepTime(create: (shape: NetworkShape) => JetKernel, clock: () => number): Promise<number> {
  const { normal } = random(5, "step time");
  const kernel = create(SHAPE);
  initialise(SHAPE, normal, {}, kernel.theta);
  const input = {
    n: N,
    points: Float32Array.from({ length: 3 * N }, normal),
    channels: { gradient: true, time: true, second: "laplacian" },
  } as const;
  const gJets = Float32Array.from({ length: 5 * N }, normal);
  await kernel.backward(input, gJets);
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const start = clock();
    await Promise.all(Array.from({ length: IN_FLIGHT }, async () => kernel.backward(input, gJets)));
    best = Math.min(best, (clock() - start) / IN_FLIGHT);
  }
  kernel.dispose();
  return best;
}
