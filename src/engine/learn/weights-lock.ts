/**
 * @file The weights in the kernel serve one at a time: a step, a frame, a ruler. Where kernels answer late another would come in
 * between.
 *
 *     exclusively   one after the other, in the order of asking
 *     lend          other weights in, work, the run's own back, unless a reset or a load has put in new ones meanwhile
 *
 * What puts in new weights does not wait. It says `replaced`, and whoever was at work finds that his answer is of no use.
 */

/** What a picture or a measure is made with. */
export interface WeightsPair {
  readonly theta: Float32Array;
  readonly average: Float32Array;
}

export interface WeightsLock {
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  /** Runs `work`, exclusively, with these weights in the kernel. */
  lend<T>(weights: WeightsPair, work: () => Promise<T>): Promise<T>;
  /** The run's own weights, wherever they are at the moment: not a copy. */
  own(): WeightsPair;
  /** The kernel has got new weights for good. */
  replaced(): void;
  /** How often. */
  version(): number;
}

export function createWeightsLock(kernel: WeightsPair): WeightsLock {
  let last: Promise<unknown> = Promise.resolve();
  let version = 0;
  let aside: WeightsPair | null = null;

  const put = ({ theta, average }: WeightsPair): void => {
    kernel.theta.set(theta);
    kernel.average.set(average);
  };
  const exclusively = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };

  return {
    exclusively,
    lend: (weights, work) =>
      exclusively(async () => {
        const own = { theta: kernel.theta.slice(), average: kernel.average.slice() };
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
    own: () => aside ?? kernel,
    replaced() {
      version++;
      aside = null;
    },
    version: () => version,
  };
}
