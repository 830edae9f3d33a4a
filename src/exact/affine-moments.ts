/**
 * @file The population of a flow between Gaussians at any time: every closed form here moves x₀ by an affine map,
 *
 *     x(t) = φ_t(m₀) + A (x₀ − m₀),    mean φ_t(m₀),    covariance A C₀ Aᵀ,        the columns of A: φ_t(m₀ + e_i) − φ_t(m₀)
 */
import { type Matrix, product, symmetrised } from "../math/matrices.ts";
import type { ClosedForm, ExactProblem, FlowForm, Moments, Unsolved } from "./problem.ts";

export const withMoments = (found: FlowForm | Unsolved, { reference }: ExactProblem): ClosedForm | Unsolved =>
  "slot" in found ? found : { ...found, moments: affineMoments(found, reference.gaussian!) };

function affineMoments(
  flow: Pick<FlowForm, "dimension" | "trajectories">,
  start: { readonly mean: readonly number[]; readonly covariance: Matrix },
): (t: number) => Moments {
  const d = flow.dimension;
  const axes = Array.from({ length: d }, (_, i) => i);
  const from = Float64Array.from([-1, ...axes].flatMap((moved) => axes.map((k) => start.mean[k]! + (k === moved ? 1 : 0))));
  return (t) => {
    const to = new Float64Array(from.length);
    flow.trajectories(from, d + 1, [t], to);
    const mean = axes.map((k) => to[k]!);
    const columns = axes.map((moved) => axes.map((k) => to[(moved + 1) * d + k]! - mean[k]!));
    const rows = axes.map((k) => columns.map((column) => column[k]!));
    return { mean, covariance: symmetrised(product(product(rows, start.covariance), columns)), skew: d === 1 ? 0 : null };
  };
}
