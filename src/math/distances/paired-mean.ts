/**
 * @file The mean of something between pairs of samples, with an error that knows that pairs share samples.
 *
 *     m       = mean over the pairs (i, j) of v_ij
 *     error²  = Σ over the samples that are resampled of (S − 1)/S · (m without all pairs of sample s − mean of these)²      jackknife
 *
 * Sixteen pairs of four samples are not sixteen independent numbers: what is left out is a sample with all of its pairs.
 */

/** v between samples i and j; samples are told apart by their numbers. */
export interface SamplePair {
  readonly i: number;
  readonly j: number;
  readonly value: number;
}

export interface PairedMean {
  readonly mean: number;
  /** Standard error; 0 where there is one sample only on a side that is not in question. */
  readonly error: number;
}

/** @param groups the samples that chance drew, group by group: models' and true ones have a share of the error each */
export function pairedMean(pairs: readonly SamplePair[], groups: readonly (readonly number[])[]): PairedMean {
  const total = pairs.reduce((sum, { value }) => sum + value, 0);
  const mean = total / pairs.length;
  let variance = 0;
  for (const group of groups) {
    if (group.length < 2) continue;
    const without = group.map((s) => {
      const rest = pairs.filter(({ i, j }) => i !== s && j !== s);
      return rest.reduce((sum, { value }) => sum + value, 0) / rest.length;
    });
    const middle = without.reduce((sum, m) => sum + m, 0) / without.length;
    variance += ((group.length - 1) / group.length) * without.reduce((sum, m) => sum + (m - middle) ** 2, 0);
  }
  return { mean, error: Math.sqrt(variance) };
}

/**
 * The 97.5 % quantile of Student's t, by its expansion about the normal law (Fisher and Cornish, 1960): errors from a few samples are
 * themselves uncertain, and two of them are too few. Within 3 % from 2 degrees of freedom on.
 */
export function studentQuantile(degrees: number): number {
  const z = 1.959964;
  const terms = [
    z,
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92_160,
  ];
  return terms.reduce((sum, term, k) => sum + term / degrees ** k, 0);
}
