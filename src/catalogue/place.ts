/** @file Where a formula is evaluated, and what is known there: at a point, of the game, and at an end of the paths. */
import type { Expr, Vec } from "../math/expressions/expression.ts";
import type { ScalarFeature } from "./features.ts";

/** Where and when a formula is evaluated, with what is known there. */
export interface Instant {
  readonly t: Expr;
  /** Noising time s = T − t, and T. */
  readonly s: Expr;
  readonly horizon: Expr;
  readonly dimension: 1 | 2;
}

export interface Place extends Instant {
  readonly x: Vec;
  readonly f: Vec;
  /** ∇·f. */
  readonly divF: Expr;
  readonly g: Expr;
  readonly sigma: Expr;
  /** A feature of the population or of the target, as a leaf. */
  of(feature: ScalarFeature): Expr;
  /** The population's mean, and ∇log ρ, [d] leaves each. */
  mean(): Vec;
  score(): Vec;
}

/** Where a running cost is paid, with what is known of the motion there. */
export interface MovingPlace extends Place {
  /** ∂ⱼvᵢ of what the player picks, as a field of space: row i, column j. It takes second derivatives of a potential. */
  velocityGradient(): readonly Vec[];
}

/** Everything a loss may say at a point, as expressions; channels of the network are computed only if they are used. */
export interface GamePoint extends Place {
  /** U, up to the gauge of the loss. Potentials only. */
  value(): Expr;
  /** p = ∇U; for a score field, p = −s. */
  momentum(): Vec;
  /** ∂ₜU in generation time. Potentials only. */
  valueTime(): Expr;
  /** ΔU = ∇·p. */
  laplacian(): Expr;
  /** wᵀ(∇p)w along the direction columns w1, w2 of the term. */
  curvature(): Expr;
  /** a*, b = f + g a*, ∇·b, and of a velocity field v what changes for who moves with velocity e, ∂ₜv + e·∇v. */
  control(): Vec;
  drift(): Vec;
  divergence(): Expr;
  fieldAlong(e: Vec): Vec;
  runningCost(): Expr;
  hjbResidual(): Expr;
  /** σ², and for noising dynamics α and std at this time. */
  alpha(): Expr;
  std(): Expr;
  /** The unit-variance factor (docs/recipes.md, Preconditioned potential): std √c / (α sd) with preconditioning, std without. */
  scoreScale(): Expr;
  /** A column that the term's source fills, e.g. "e1". */
  column(name: string): Expr;
}

/** At an end of the paths: what the roll-out knows besides. */
export interface PathEnd extends GamePoint {
  /** log ρ₀ at the reference end of the path. */
  referenceLogDensity(): Expr;
  /** ∫₀ᵀ ∇·b dt along the path. */
  logVolume(): Expr;
}
