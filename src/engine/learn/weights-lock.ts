/**
 * @file The weights in the kernels serve one at a time: a step, a frame, a ruler. Where kernels answer late another would come in
 * between.
 *
 *     exclusively   one after the other, in the order of asking
 *     lend          other weights in, work, the run's own back, unless a reset or a load has put in new ones meanwhile
 *
 * What puts in new weights does not wait. It says `replaced`, and whoever was at work finds that his answer is of no use.
 */

import type { JetKernel } from "../kernels/jets.ts";
import { readAll, writeAll } from "./networks.ts";

/** What a picture or a measure is made with: the weights of all networks, as one vector each. */
export interface WeightsPair {
  readonly theta: Float32Array;
  readonly average: Float32Array;
}

export interface WeightsLock {
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  /** Runs `work`, exclusively, with these weights in the kernels. */
  lend<T>(weights: WeightsPair, work: () => Promise<T>): Promise<T>;
  /** A copy of the run's own weights, wherever they are at the moment. */
  own(): WeightsPair;
  /** The kernels have got new weights for good. */
  replaced(): void;
  /** How often. */
  version(): number;
}

export function createWeightsLock(kernels: readonly JetKernel[]): WeightsLock {
  let last: Promise<unknown> = Promise.resolve();
  let version = 0;
  let aside: WeightsPair | null = null;

  const put = ({ theta, average }: WeightsPair): void => {
    writeAll(kernels, "theta", theta);
    writeAll(kernels, "average", average);
  };
  const inKernels = (): WeightsPair => ({ theta: readAll(kernels, "theta"), average: readAll(kernels, "average") });
  const exclusively = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };

  return {
    exclusively,
    lend: (weights, work) =>
      exclusively(async () => {
        const own = inKernels();
        const before = version;
        aside = own;
        put(weights);
        try {
          return await work();
        } finally {
          if (version === before) put(own);
          aside = null;
        }
      }),
    own: () => (aside === null ? inKernels() : { theta: aside.theta.slice(), average: aside.average.slice() }),
    replaced() {
      version++;
      aside = null;
    },
    version: () => version,
  };
}
