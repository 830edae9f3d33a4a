/**
 * @file Differential entropy of a density, in nats: what the negative log-likelihood of a perfect model would be.
 *
 *     H = −∫ ρ log ρ = ½ log |2πe C| for a Gaussian
 *
 * Otherwise a sum over a grid that holds nearly all samples, which for smooth densities converges faster than any power of
 * the step: it is believed if two grids agree and both find mass 1. Else (features finer than the grid) Monte Carlo with the
 * logarithm of a Gaussian G of the same moments as control variate: H = H_G − E[log ρ − log G], as −E_ρ log G = H_G exactly.
 */
import type { KnownDensity } from "../laws/density.ts";
import { gaussianMixture } from "../laws/gaussian-mixture.ts";
import { determinant } from "../matrices.ts";
import type { Random } from "../random.ts";

type Sampled = Pick<KnownDensity, "dimension" | "mean" | "covariance" | "sample">;

type Known = Sampled & {
  readonly logDensity?: KnownDensity["logDensity"];
  readonly gaussian?: { readonly covariance: KnownDensity["covariance"] };
  /** In closed form, where the density knows it. */
  readonly entropy?: number;
};

type WithDensity = Sampled & Pick<KnownDensity, "logDensity">;

/** Undefined if the density is not known. Right to about 0.003 nats. */
export function entropyOf(density: Known, random: Random): number | undefined {
  if (density.entropy !== undefined) return density.entropy;
  if (density.gaussian) return gaussianEntropy(density.gaussian.covariance);
  const { logDensity } = density;
  if (!logDensity) return undefined;
  const known = { ...density, logDensity };
  return onGrids(known, random) ?? bySampling(known, random);
}

function gaussianEntropy(covariance: KnownDensity["covariance"]): number {
  return 0.5 * (covariance.length * (1 + Math.log(2 * Math.PI)) + Math.log(determinant(covariance)));
}

const SCOUTS = 4096;
/** Room around the samples, in parts of their range: what lies beyond has mass below the tolerance. */
const MARGIN = 0.4;
const TOLERANCE = 5e-4;

function onGrids(density: WithDensity, random: Random): number | undefined {
  const d = density.dimension;
  const x = new Float64Array(SCOUTS * d);
  density.sample(random, SCOUTS, x);
  const box = Array.from({ length: d }, (_, axis) => {
    let [low, high] = [Infinity, -Infinity];
    for (let i = axis; i < x.length; i += d) {
      low = Math.min(low, x[i]!);
      high = Math.max(high, x[i]!);
    }
    return { from: low - MARGIN * (high - low), width: (1 + 2 * MARGIN) * (high - low) };
  });
  const [coarse, fine] = (d === 1 ? [4001, 6003] : [161, 241]).map((perAxis) => onGrid(density, box, perAxis));
  const agree = Math.abs(coarse!.entropy - fine!.entropy) < TOLERANCE;
  return agree && Math.abs(coarse!.mass - 1) < TOLERANCE && Math.abs(fine!.mass - 1) < TOLERANCE / 10 ? fine!.entropy : undefined;
}

function onGrid(
  { dimension: d, logDensity }: WithDensity,
  box: readonly { readonly from: number; readonly width: number }[],
  perAxis: number,
): { mass: number; entropy: number } {
  const n = perAxis ** d;
  const cell = box.reduce((area, { width }) => (area * width) / perAxis, 1);
  const x = new Float64Array(n * d);
  for (let i = 0; i < n; i++) {
    for (let axis = 0, rest = i; axis < d; axis++, rest = Math.floor(rest / perAxis)) {
      x[i * d + axis] = box[axis]!.from + (box[axis]!.width * ((rest % perAxis) + 0.5)) / perAxis;
    }
  }
  const log = new Float64Array(n);
  logDensity(x, n, log);
  let [mass, entropy] = [0, 0];
  for (const value of log) {
    if (value === -Infinity) continue;
    const part = Math.exp(value) * cell;
    mass += part;
    entropy -= part * value;
  }
  return { mass, entropy };
}

const BATCH = 16_384;
const BATCHES = 16;

function bySampling(density: WithDensity, random: Random): number {
  const alike = gaussianMixture({ means: [density.mean], covariances: [density.covariance] });
  const x = new Float64Array(BATCH * density.dimension);
  const [log, likeness] = [new Float64Array(BATCH), new Float64Array(BATCH)];
  let sum = 0;
  for (let batch = 0; batch < BATCHES; batch++) {
    density.sample(random, BATCH, x);
    density.logDensity(x, BATCH, log);
    alike.logDensity(x, BATCH, likeness);
    for (let i = 0; i < BATCH; i++) sum += log[i]! - likeness[i]!;
  }
  return gaussianEntropy(density.covariance) - sum / (BATCH * BATCHES);
}
