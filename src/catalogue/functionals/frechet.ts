/**
 * @file Fréchet distance: W₂ between the Gaussians that have the means and covariances of the two samples (FID, of points instead of features).
 *
 *     ℳ[ρ] = (λ/2) (|m − m′|² + tr(C + C′ − 2 (C C′)^½))        m, C of the generated points, m′, C′ of the data
 *     tr (C C′)^½ = √(tr C C′ + 2 √(|C| |C′|)) in the plane:    the eigenvalues of C C′ are positive, (√a + √b)² = a + b + 2√(ab)
 *
 * It is written as tensors: the slope of a root of matrices is the tape's to find. (1/λ) times the slope of its price is x − A(x), A the transport map
 * between the two Gaussians, which is linear in x: nothing but an ellipse is ever asked for.
 */
import type { Scalar, Tensor, Tensor2D } from "@tensorflow/tfjs-core";
import { functional, functionalSpec, type Reference } from "../define.ts";
import { real } from "../params.ts";
import type { TensorOps } from "../samples.ts";

/** ε² beside the determinants, where a population on a line has no slope. */
const FLAT = 1e-12;

export const references: readonly Reference[] = [
  { authors: "Dowson, D. C. and Landau, B. V.", title: "The Fréchet distance between multivariate normal distributions", year: 1982 },
  {
    authors: "Heusel, M., Ramsauer, H., Unterthiner, T., Nessler, B. and Hochreiter, S.",
    title: "GANs trained by a two time-scale update rule converge to a local Nash equilibrium",
    year: 2017,
    arxiv: "1706.08500",
  },
];

export const spec = functionalSpec({
  id: "frechet",
  title: "Fréchet distance",
  about: "Compares means and covariances, as FID does: whatever has the same ellipse costs nothing.",
  section: "Terminal costs",
  formula: String.raw`\tfrac{\lambda}{2}\,W_2^2\big(\mathcal N(m_{\rho_T},C_{\rho_T}),\mathcal N(m_\pi,C_\pi)\big)`,
  priceFormula: String.raw`\lambda\big(\tfrac12|x|^2-\varphi(x)\big),\;\nabla\varphi=A_{\rho_T\to\pi}`,
  slots: ["terminal"],
  needs: ["kernelTarget"],
  measure: "population",
  coupling: "variational",
  priceless: true,
  momentsWeight: ({ weight }) => Number(weight),
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

export const frechet = functional(spec, {
  tensors(tf, { dimension, population, target, params }) {
    const [own, data] = [momentsOf(tf, population), momentsOf(tf, target)];
    const overlap = tf.sum(tf.mul(own.covariance, data.covariance));
    const both = tf.sqrt(tf.add(tf.mul(determinantOf(tf, own.covariance), determinantOf(tf, data.covariance)), FLAT));
    const root = tf.sqrt(tf.add(dimension === 1 ? overlap : tf.add(overlap, tf.mul(2, both)), FLAT));
    const spread = tf.sub(tf.add(own.variance, data.variance), tf.mul(2, root));
    return tf.mul(params.weight / 2, tf.add(tf.sum(tf.square(tf.sub(own.mean, data.mean))), spread));
  },
});

/** Of n points: the mean [1, d], the covariance [d, d] (over n, as the law of the points themselves has it) and its trace. */
function momentsOf(tf: TensorOps, points: Tensor2D): { mean: Tensor; covariance: Tensor2D; variance: Scalar } {
  const mean = tf.mean(points, 0, true);
  const away: Tensor2D = tf.sub(points, mean);
  const n = points.shape[0];
  return { mean, covariance: tf.div(tf.matMul(away, away, true), n), variance: tf.div(tf.sum(tf.square(away)), n) };
}

/** Of [d, d], d ≤ 2. */
function determinantOf(tf: TensorOps, matrix: Tensor2D): Tensor {
  const entry = (i: number, j: number): Tensor => tf.slice(matrix, [i, j], [1, 1]);
  return matrix.shape[0] === 1 ? matrix : tf.sub(tf.mul(entry(0, 0), entry(1, 1)), tf.square(entry(0, 1)));
}
