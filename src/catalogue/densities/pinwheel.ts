/**
 * @file A pinwheel: arms that bend as they leave the centre, each a chain of Gaussians laid along its curve.
 *
 *     arm a at radius r points to  θ_a(r) = 2πa/n + κ e^r,   r ~ N(1, ε_r²),   thickness ε_t across,   all × c
 *
 * The usual sampler bends a Gaussian blob (r, τ) by this angle. Here each arm is 40 Gaussians at radii a step h apart,
 * stretched along the tangent ∂/∂r by 1.2 h: the same picture, and a density that is known exactly.
 */
import { cosOf, expOf, sinOf } from "../../math/elementary.ts";
import { powOf } from "../../math/power.ts";
import { gaussianMixture } from "../../math/laws/gaussian-mixture.ts";
import { density, densitySpec, type Reference } from "../define.ts";
import { integer, real } from "../params.ts";

const PER_ARM = 40;
const OVERLAP = 1.2;
/** Arms reach three deviations to both sides of their middle, but not through the centre. */
const REACH = 3;
const INNERMOST = 0.05;

export const references: readonly Reference[] = [
  {
    authors: "Johnson, M. J., Duvenaud, D., Wiltschko, A. B., Datta, S. R. and Adams, R. P.",
    title: "Composing graphical models with neural networks for structured representations and fast inference",
    year: 2016,
    arxiv: "1603.06277",
  },
];

export const spec = densitySpec({
  id: "pinwheel",
  title: "Pinwheel",
  about: "Bent arms around a centre: thin, curved and close to each other in the middle.",
  formula: String.raw`\theta_a(r) = \tfrac{2\pi a}{n} + \kappa e^{r}`,
  params: {
    arms: integer({ symbol: "n", about: "How many arms the pinwheel has.", default: 5, min: 1, max: 7, applies: "resample" }),
    twist: real({ symbol: String.raw`\kappa`, about: "How strongly the arms bend.", default: 0.25, min: 0, max: 0.5, applies: "resample" }),
    length: real({
      symbol: String.raw`\varepsilon_r`,
      about: "Spread along an arm.",
      default: 0.3,
      min: 0.1,
      max: 0.4,
      applies: "resample",
    }),
    width: real({
      symbol: String.raw`\varepsilon_t`,
      about: "Spread across an arm.",
      default: 0.1,
      min: 0.03,
      max: 0.4,
      scale: "log",
      applies: "resample",
    }),
    scale: real({ symbol: "c", about: "Size of the whole.", default: 2, min: 0.1, max: 10, applies: "resample" }),
  },
  canBeReference: true,
  dimension: () => 2,
});

export const pinwheel = density(spec, ({ arms, twist, length, width, scale }) => {
  const from = Math.max(1 - REACH * length, INNERMOST);
  const step = (1 + REACH * length - from) / (PER_ARM - 1);
  const means: number[][] = [];
  const covariances: number[][][] = [];
  const weights: number[] = [];
  for (let arm = 0; arm < arms; arm++) {
    for (let i = 0; i < PER_ARM; i++) {
      const r = from + i * step;
      const angle = (2 * Math.PI * arm) / arms + twist * expOf(r);
      const [cos, sin] = [cosOf(angle), sinOf(angle)];
      // ∂/∂r of r (cos θ(r), sin θ(r)), and the direction across the ray.
      const bend = r * twist * expOf(r);
      const along = [OVERLAP * step * (cos - bend * sin), OVERLAP * step * (sin + bend * cos)];
      const across = [-width * sin, width * cos];
      means.push([scale * r * cos, scale * r * sin]);
      const entry = (a: number, b: number): number => scale * scale * (along[a]! * along[b]! + across[a]! * across[b]!);
      covariances.push([
        [entry(0, 0), entry(0, 1)],
        [entry(0, 1), entry(1, 1)],
      ]);
      weights.push(expOf(-0.5 * powOf((r - 1) / length, 2)));
    }
  }
  return gaussianMixture({ means, covariances, weights });
});
