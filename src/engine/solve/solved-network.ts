/**
 * @file What stands in a network's place where something else answers: a grid, or a mixture of kernels. It has no weights: what stands in their
 * place counts how often another answer has come in, so that whoever keeps what was made of it sees that it is another one.
 */
import type { JetKernel, NetworkShape } from "../kernels/jets.ts";

export interface SolvedNetwork<Found> {
  readonly kernel: JetKernel;
  /** From now on it is this that is asked. */
  show(found: Found): void;
}

export function frozenKernel(
  shape: NetworkShape,
  route: "grid" | "kernels",
  forward: JetKernel["forward"],
  dispose: () => void,
): { readonly kernel: JetKernel & { population?: NonNullable<JetKernel["population"]> }; replaced(): void } {
  const stamp = new Float32Array(1);
  const none = new Float32Array(1);
  return {
    kernel: {
      ...{ shape, route, theta: stamp, average: stamp, gTheta: none, moments: { first: none, second: none }, forward, dispose },
      backward: () => {
        throw new Error("What is solved has no weights to learn.");
      },
      update: () => 0,
    },
    replaced() {
      stamp[0]!++;
    },
  };
}
