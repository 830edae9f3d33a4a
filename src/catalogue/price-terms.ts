/**
 * @file What closed forms know of a price: the terms under which a Gaussian crowd stays one, as numbers.
 *
 *     δℱ/δρ = μ (log ρ + 1) − λ log π + ½q|x − c|² + ½b|x − θm|² − (social only) bθ(1 − θ) m·x          m the crowd's mean
 */
export interface PriceTerms {
  /** μ. */
  readonly entropy?: number;
  /** λ. */
  readonly target?: number;
  /** q, and c: on the line its first coordinate. */
  readonly spring?: { readonly stiffness: number; readonly centre: readonly [number, number] };
  /** b, θ, and whether all decide together. */
  readonly attraction?: { readonly weight: number; readonly share: number; readonly social: boolean };
}
