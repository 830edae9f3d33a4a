/**
 * @file From the raw network to U: preconditioning, as expressions, so that the game only ever sees U.
 *
 *     U(x, t) = base + k N(y, τ),     y = x/√c
 *     ∂ᵢU = ∂ᵢbase + k ∂ᵢN/√c,        ΔU = Δbase + k ΔN/c,        ∂ᵢⱼU = ∂ᵢⱼbase + k ∂ᵢⱼN/c
 *     ∂ₜU = ∂ₜbase + kₜ N + k(Σ ∂ᵢN ∂ₜyᵢ + ∂τN τₜ)
 *
 *     none        base = 0, c = k = 1
 *     gaussian    base = |x|²/2c + (d/2) log c,  c = α² sd² + std²,  k = α sd/std   (docs/recipes.md, Preconditioned potential)
 *     τ           t/T (raw, fourier)   or   (λ + 1)/2,  λ = log(std/α)                      (log-snr)
 *
 * The derivatives in t come from the symbolic gradient. A field network gives p (score) or the control itself (velocity): that
 * one has neither base nor factor, N(y, τ).
 */
import type { Role } from "../../catalogue/role.ts";
import { add, div, type Expr, input, log, mul, normSquared, num, sqrt, sub, sum, type Vec } from "../../math/expressions/expression.ts";
import { gradient } from "../../math/expressions/gradient.ts";

/** The leaf that carries one channel of one output of the raw network. */
export const rawLeaf = {
  value: (output: number) => `N${String(output)}`,
  gradient: (output: number, axis: number) => `N${String(output)}_${String(axis + 1)}`,
  time: (output: number) => `N${String(output)}_t`,
  second: (output: number) => `N${String(output)}_s`,
  direction: (output: number) => `N${String(output)}_w`,
  /** ∂ᵢ∂ⱼ in the plane, i ≤ j; on the line it is `second`. */
  hessian: (output: number, i: number, j: number) => `N${String(output)}_${String(i + 1)}${String(j + 1)}`,
} as const;

export interface Binding {
  readonly role: Role;
  readonly dimension: 1 | 2;
  /** What the network is fed: y [d] and τ, as expressions of x and t. */
  readonly y: Vec;
  readonly tau: Expr;
  /** ∂yᵢ/∂xᵢ; y is x scaled, so there is nothing off the diagonal. */
  readonly yScale: Expr;
  /** Undefined where the network has no potential. */
  readonly value: Expr | undefined;
  readonly valueTime: Expr | undefined;
  /** p = ∇U; undefined for a velocity field. */
  readonly momentum: Vec | undefined;
  /** ∇·p, or the divergence of the velocity field. */
  readonly laplacian: Expr;
  /** ∂ⱼpᵢ, for a potential its Hessian, or ∂ⱼvᵢ of the velocity field: row i, column j. */
  readonly jacobian: readonly Vec[];
  /** wᵀ(∇p)w along the columns w1, w2. */
  readonly curvature: Expr;
  /** The field itself, for a velocity network. */
  readonly field: Vec | undefined;
  /** ∂ₜv + e·∇v of the field, for who moves with velocity e. */
  readonly fieldAlong: ((e: Vec) => Vec) | undefined;
  /** ∂₁a₂ − ∂₂a₁ of a field in the plane: 0 for a gradient. */
  readonly curl: Expr | undefined;
  /** The factor that gives the denoising target unit variance. */
  readonly scoreScale: Expr;
}

export interface BindingGiven {
  readonly role: Role;
  readonly dimension: 1 | 2;
  readonly x: Vec;
  readonly t: Expr;
  readonly horizon: Expr;
  readonly noising: { readonly alpha: Expr; readonly std: Expr } | undefined;
  readonly time: "raw" | "fourier" | "log-snr";
  readonly preconditioning: "none" | "gaussian";
  /** sd² = E|y|²/d of the data. */
  readonly dataVariance: number;
}

const inTime = (e: Expr): Expr => gradient(e, ["t"])[0] ?? num(0);

export function bind(given: BindingGiven): Binding {
  const { dimension, x, noising } = given;
  const axes = Array.from({ length: dimension }, (_, i) => i);
  const gaussian = given.preconditioning === "gaussian" && noising !== undefined;
  const variance = num(given.dataVariance);
  const c = gaussian ? add(mul(mul(noising.alpha, noising.alpha), variance), mul(noising.std, noising.std)) : num(1);
  const k = gaussian ? div(mul(noising.alpha, sqrt(variance)), noising.std) : num(1);
  const yScale = gaussian ? div(1, sqrt(c)) : num(1);
  const y = x.map((xi) => mul(xi, yScale));
  const tau =
    given.time === "log-snr" && noising !== undefined
      ? mul(0.5, add(log(div(noising.std, noising.alpha)), 1))
      : div(given.t, given.horizon);
  const base = gaussian ? add(div(normSquared(x), mul(2, c)), mul(dimension / 2, log(c))) : num(0);
  const basePull = gaussian ? x.map((xi) => div(xi, c)) : x.map(() => num(0)); // ∂ᵢbase
  const baseCurvature = gaussian ? div(1, c) : num(0);
  const kFirst = mul(k, yScale);
  const kSecond = mul(kFirst, yScale);
  const scoreScale =
    noising === undefined ? num(1) : gaussian ? div(mul(noising.std, sqrt(c)), mul(noising.alpha, sqrt(variance))) : noising.std;
  const directions = axes.map((i) => input(`w${String(i + 1)}`));
  const common = { role: given.role, dimension, y, tau, yScale, scoreScale };

  if (given.role === "value") {
    const raw = input(rawLeaf.value(0));
    const rawGradient = axes.map((i) => input(rawLeaf.gradient(0, i)));
    const moved = sum([...y.map((yi, i) => mul(rawGradient[i] ?? num(0), inTime(yi))), mul(input(rawLeaf.time(0)), inTime(tau))]);
    const laplacian = add(mul(dimension, baseCurvature), mul(kSecond, input(rawLeaf.second(0))));
    const hessian = (i: number, j: number): Expr =>
      add(i === j ? baseCurvature : 0, mul(kSecond, input(rawLeaf.hessian(0, Math.min(i, j), Math.max(i, j)))));
    return {
      ...common,
      value: add(base, mul(k, raw)),
      valueTime: add(inTime(base), add(mul(inTime(k), raw), mul(k, moved))),
      momentum: rawGradient.map((n, i) => add(basePull[i] ?? num(0), mul(kFirst, n))),
      laplacian,
      jacobian: dimension === 1 ? [[laplacian]] : axes.map((i) => axes.map((j) => hessian(i, j))),
      curvature: add(mul(baseCurvature, normSquared(directions)), mul(kSecond, input(rawLeaf.direction(0)))),
      field: undefined,
      fieldAlong: undefined,
      curl: undefined,
    };
  }
  const moves = given.role === "velocity";
  const [bent, slope] = moves ? [num(0), yScale] : [baseCurvature, kSecond];
  const outputs = axes.map((i) => input(rawLeaf.value(i)));
  const jacobian = axes.map((i) => axes.map((j) => input(rawLeaf.gradient(i, j)))); // ∂ⱼNᵢ
  const [j01, j10] = [jacobian[0]?.[1], jacobian[1]?.[0]];
  const trace = sum(axes.map((i) => jacobian[i]?.[i] ?? num(0)));
  const along = sum(
    axes.flatMap((i) => axes.map((j) => mul(mul(directions[i] ?? num(0), jacobian[i]?.[j] ?? num(0)), directions[j] ?? num(0)))),
  );
  return {
    ...common,
    value: undefined,
    valueTime: undefined,
    momentum: given.role === "score" ? outputs.map((n, i) => add(basePull[i] ?? num(0), mul(kFirst, n))) : undefined,
    laplacian: add(mul(dimension, bent), mul(slope, trace)),
    jacobian: jacobian.map((row, i) => row.map((n, j) => add(i === j ? bent : 0, mul(slope, n)))),
    curvature: add(mul(bent, normSquared(directions)), mul(slope, along)),
    field: moves ? outputs : undefined,
    fieldAlong: moves
      ? (e) =>
          axes.map((i) =>
            add(mul(input(rawLeaf.time(i)), inTime(tau)), sum(axes.map((j) => mul(jacobian[i]?.[j] ?? num(0), e[j] ?? num(0))))),
          )
      : undefined,
    curl: j01 !== undefined && j10 !== undefined ? mul(slope, sub(j10, j01)) : undefined,
  };
}
