/**
 * @file Differential entropy of a density, in nats: what the likelihood of a perfect model would be.
 *
 *     H = −E log ρ = ½ log |2πe C| for a Gaussian
 *
 * Otherwise Monte Carlo, with the log-density of a Gaussian of the same moments as control variate: H = H_G − E[log ρ − log G],
 * since −E_ρ log G = H_G exactly. The standard error is measured, and samples are drawn until it is small.
 */
import type { KnownDensity } from "./density.ts";
import { gaussianMixture } from "./gaussian-mixture.ts";
import { determinant } from "./matrices.ts";
import type { Random } from "./random.ts";

type Known = Pick<KnownDensity, "dimension" | "mean" | "covariance" | "sample"> & {
  readonly logDensity?: KnownDensity["logDensity"];
  readonly gaussian?: { readonly covariance: KnownDensity["covariance"] };
  /** In closed form, where the density knows it. */
  readonly entropy?: number;
};

const BATCH = 16_384;
const FEWEST = 4;
const MOST = 32;
const TARGET_ERROR = 1e-3;

/** Undefined if the density is not known. Right to about 0.003 nats. */
export function entropyOf(density: Known, random: Random): number | undefined {
  if (density.entropy !== undefined) return density.entropy;
  const d = density.dimension;
  const gaussianEntropy = (covariance: KnownDensity["covariance"]): number =>
    0.5 * (d * (1 + Math.log(2 * Math.PI)) + Math.log(determinant(covariance)));
  if (density.gaussian) return gaussianEntropy(density.gaussian.covariance);
  if (!density.logDensity) return undefined;
  const alike = gaussianMixture({ means: [density.mean], covariances: [density.covariance] });
  const x = new Float64Array(BATCH * d);
  const log = new Float64Array(BATCH);
  const likeness = new Float64Array(BATCH);
  let [n, sum, squares] = [0, 0, 0];
  for (let batch = 0; batch < MOST; batch++) {
    density.sample(random, BATCH, x);
    density.logDensity(x, BATCH, log);
    alike.logDensity(x, BATCH, likeness);
    for (let i = 0; i < BATCH; i++) {
      const excess = log[i]! - likeness[i]!;
      sum += excess;
      squares += excess * excess;
    }
    n += BATCH;
    if (batch + 1 >= FEWEST && (squares / n - (sum / n) ** 2) / n < TARGET_ERROR ** 2) break;
  }
  return gaussianEntropy(density.covariance) - sum / n;
}
