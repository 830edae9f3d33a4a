/**
 * @file Sliced Wasserstein distance: optimal transport on lines, which is sorting.
 *
 *     ℳ[ρ] = (λ/2) SW₂²(ρ, π) = (λ/2) E_θ W₂²(θ·ρ, θ·π),       W₂² of n against n points = (1/n) Σ (θ·x_(i) − θ·y_(i))²
 *     ∂ℳ/∂x_(i) = (λ/n) E_θ (θ·x_(i) − θ·y_(i)) θ
 *
 * On the line it is W₂ itself. Directions are evenly spread and turned by a random angle at every step, so that their average has no bias.
 * Its price at a point is an integral over directions of potentials that only the sorted samples know: there is no formula for it.
 */
import { cosOf, sinOf } from "../../math/elementary.ts";
import { functional, functionalSpec, type Reference } from "../define.ts";
import { real } from "../params.ts";

/** Directions in the plane. */
const DIRECTIONS = 24;

export const references: readonly Reference[] = [
  {
    authors: "Bonneel, N., Rabin, J., Peyré, G. and Pfister, H.",
    title: "Sliced and Radon Wasserstein barycenters of measures",
    year: 2015,
  },
];

export const spec = functionalSpec({
  id: "sliced-w2",
  title: "Sliced Wasserstein",
  about: "Optimal transport along random directions, where it is only sorting: every generated point is told where to go.",
  section: "Terminal costs",
  formula: String.raw`\tfrac{\lambda}{2}\,\mathrm{SW}_2^2(\rho_T,\pi)`,
  priceFormula: String.raw`\lambda\,\mathbb E_\theta\,\varphi_\theta(\theta\!\cdot\! x)`,
  slots: ["terminal"],
  needs: ["kernelTarget"],
  measure: "population",
  coupling: "variational",
  priceless: true,
  params: {
    weight: real({
      symbol: String.raw`\lambda`,
      about: "How much missing the data costs, against the running cost.",
      default: 100,
      min: 0.1,
      max: 5000,
      scale: "log",
      applies: "live",
    }),
  },
});

export const slicedWasserstein = functional(spec, {
  particles({ dimension: d, population, target, n, random, params, gradient }) {
    const directions = d === 1 ? 1 : DIRECTIONS;
    const turn = d === 1 ? 0 : random.uniform() / DIRECTIONS;
    gradient.fill(0, 0, n * d);
    let total = 0;
    for (let k = 0; k < directions; k++) {
      const angle = Math.PI * (k / DIRECTIONS + turn);
      const theta = d === 1 ? [1] : [cosOf(angle), sinOf(angle)];
      const [x, y] = [projected(population, n, theta), projected(target, n, theta)];
      const order = Uint32Array.from({ length: n }, (_, i) => i).sort((a, b) => x[a]! - x[b]!);
      y.sort();
      order.forEach((i, rank) => {
        const gap = x[i]! - y[rank]!;
        total += gap * gap;
        theta.forEach((component, a) => {
          gradient[i * d + a]! += (params.weight / (n * directions)) * gap * component;
        });
      });
    }
    return (0.5 * params.weight * total) / (n * directions);
  },
});

/** θ·x, [n]. */
function projected(x: ArrayLike<number>, n: number, theta: readonly number[]): Float64Array {
  const d = theta.length;
  return Float64Array.from({ length: n }, (_, i) => theta.reduce((sum, component, a) => sum + component * x[i * d + a]!, 0));
}
