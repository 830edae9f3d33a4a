/**
 * @file Noisy games between Gaussians whose end is prescribed or costs reverse KL: every factor of the population stays Gaussian.
 *
 *     φ̂(0) = ρ₀/φ(0),     φ(T) = π^θ/φ̂(T)^η,    θ = η = 1 (prescribed), λ/(λ + ε) (reverse KL)
 *
 * An end that costs δ ∫ρ log ρ less than it says (fisher.ts) has θ = λ/(λ + ε − δ), η = (λ − δ)/(λ + ε − δ). The ends are fitted to one another by sweeps of these few numbers: what the scaling solver does on a grid, without a grid. Where sweeps
 * contract slowly Newton's method goes on.
 *
 * The prescribed end leaves U a constant; here E_π U(·, T) = 0, and U at the start is what is still to be paid.
 * (docs/mathematics.md, Schrödinger bridge)
 */
import { type Gaussian, gaussianDivergence } from "../math/laws/gaussian.ts";
import { identity, type Matrix, scaled, solveLinear } from "../math/matrices.ts";
import { type Factor, expected, factoredForm, factorOf, heat, over, factorPower } from "./gaussian-factors.ts";
import type { ClosedForm } from "./problem.ts";

export interface NoisyGaussianGame {
  readonly reference: Gaussian;
  readonly data: Gaussian;
  readonly horizon: number;
  readonly sigma: number;
  /** ε = σ²w/g². */
  readonly epsilon: number;
  /** λ of the reverse KL at the end; infinite where the end is prescribed. */
  readonly terminal: number;
  /** δ; 0 where nothing is said. */
  readonly entropy?: number;
}

/** Relative change at which the ends fit, and sweeps and steps of Newton's method there may be. */
const SETTLED = 1e-14;
const MOST_SWEEPS = 300;
const MOST_STEPS = 40;

/** Of P, for the slope of a sweep. */
const DIFFERENCE = 1e-6;

export function gaussianScaling(game: NoisyGaussianGame): ClosedForm {
  const { reference, data, horizon, sigma, epsilon, terminal } = game;
  const prescribed = !Number.isFinite(terminal);
  return factoredForm({
    ...{ reference, horizon, sigma, epsilon, atEnd: fittedEnd(game) },
    endCost: (end) => (prescribed ? 0 : terminal * gaussianDivergence(end, data)),
    kind: prescribed ? "gaussian-bridge" : "gaussian-noisy-reverse-kl",
    section: "Schrödinger bridge",
    about: prescribed
      ? "The Schrödinger bridge between Gaussians: the least effort that turns shaken particles into exactly the data; every marginal is Gaussian. Shown is the flow without noise that has the same marginals."
      : "Shaken particles between Gaussians, steered as far as it gains more in reverse KL than it costs; every marginal is Gaussian. Shown is the flow without noise that has the same marginals.",
  });
}

/** φ(T) that fits to φ̂(0) = ρ₀/φ(0). */
function fittedEnd(game: NoisyGaussianGame): Factor {
  const { reference, data, horizon, sigma, epsilon, terminal, entropy = 0 } = game;
  const variance = sigma ** 2 * horizon;
  const [start, target] = [factorOf(reference), factorOf(data)];
  const fitted = fixedPoint(game, (from) => {
    const [theta, eta] = Number.isFinite(terminal)
      ? [terminal, terminal - entropy].map((each) => each / (terminal + epsilon - entropy))
      : [1, 1];
    return over(factorPower(target, theta!), factorPower(heat(over(start, heat(from, variance)), variance), eta!));
  });
  const free = Number.isFinite(terminal)
    ? // U(·, T) = λ (log(ρ_T/π) + 1): its constant is the game's.
      constantOfReverseKl(fitted, heat(over(start, heat(fitted, variance)), variance), target, { epsilon, terminal, entropy })
    : -expected(fitted, data);
  return { ...fitted, c: fitted.c + free };
}

/**
 * Sweeps contract slowly where the noise is small against the laws: then Newton's method goes on, in the entries of P. What h has to be is
 * linear once P is known: h = sweep(0) + M h.
 */
function fixedPoint({ reference }: NoisyGaussianGame, sweep: (from: Factor) => Factor): Factor {
  const d = reference.mean.length;
  const zero = reference.mean.map(() => 0);
  const withP = (P: Matrix): Factor => ({ P, h: zero, c: 0 });
  let P = scaled(0, identity(d));
  for (let k = 0; k < MOST_SWEEPS && relative(sweep(withP(P)).P, P) > SETTLED; k++) P = sweep(withP(P)).P;
  for (let k = 0; k < MOST_STEPS && relative(sweep(withP(P)).P, P) > SETTLED; k++) P = newtonStep(P, (at) => sweep(withP(at)).P);
  const constant = sweep({ P, h: zero, c: 0 }).h;
  const columns = zero.map((_, j) =>
    sweep({ P, h: zero.map((_zero, i) => (i === j ? 1 : 0)), c: 0 }).h.map((value, i) => value - constant[i]!),
  );
  const rows = zero.map((_, i) => zero.map((_zero, j) => (i === j ? 1 : 0) - columns[j]![i]!));
  return sweep({ P, h: solveLinear(rows, constant), c: 0 });
}

/** Of P = sweep(P), its slope by differences. */
function newtonStep(P: Matrix, sweep: (P: Matrix) => Matrix): Matrix {
  const places = P.flatMap((row, i) => row.flatMap((_, j) => (j >= i ? [[i, j] as const] : [])));
  const size = Math.max(...P.flat().map(Math.abs));
  const moved = (by: readonly number[]): Matrix =>
    P.map((row, i) => row.map((value, j) => value + by[places.findIndex(([k, l]) => (k === i && l === j) || (k === j && l === i))]!));
  const miss = (at: Matrix): number[] => {
    const next = sweep(at);
    return places.map(([i, j]) => next[i]![j]! - at[i]![j]!);
  };
  const here = miss(P);
  const slopes = places.map((_, k) => {
    const at = (sign: number): number[] => miss(moved(places.map((_place, l) => (l === k ? sign * DIFFERENCE * size : 0))));
    const [below, above] = [at(-1), at(1)];
    return above.map((value, i) => (value - below[i]!) / (2 * DIFFERENCE * size));
  });
  const rows = here.map((_, i) => slopes.map((slope) => slope[i]!));
  return moved(
    solveLinear(
      rows,
      here.map((value) => -value),
    ),
  );
}

/** What has to be added to log φ(T) so that −ε log φ = λ (log ρ_T − log π + 1) − δ (log ρ_T + 1); the population does not change. */
function constantOfReverseKl(
  phi: Factor,
  phiHat: Factor,
  target: Factor,
  { epsilon, terminal, entropy }: { epsilon: number; terminal: number; entropy: number },
): number {
  const population = phi.c + phiHat.c;
  return -phi.c - (terminal * (population - target.c + 1) - entropy * (population + 1)) / epsilon;
}

const relative = (a: Matrix, b: Matrix): number =>
  Math.max(...a.flat().map((value, i) => Math.abs(value - b.flat()[i]!))) / (1 + Math.max(...a.flat().map(Math.abs)));
