/**
 * @file Deterministic games with interactions between Gaussians of the line, or of the plane along its axes.
 *
 *     v = m′ + (s′/s)(x − m)         on every axis,        X_t = m + (s/s₀)(X₀ − m₀)
 *     w(m″ − κm′) = q(m − c) + b(1 − θ)ʲ m,                 w m′(T) = −q_T(m − c_T)            j = 1 (Nash), 2 (social)
 *     w(s″ − κs′) = (q + b)s − μ/s,                         w s′(T) = μ_T/s − q_T s
 *
 * for entropy μ, a spring q to c (at the end μ_T, q_T, c_T: reverse KL to N(m₁, s₁²) has μ_T = λ, q_T = λ/s₁², c_T = m₁, cross-entropy
 * the same without μ_T; paid on the way with the discount, κ times those), attraction b to the share θ of the mean (docs/mathematics.md, Entropy and other interactions, with
 * the weight w of the kinetic energy and the discount κ). These are the x-derivatives of the HJB equation for
 *
 *     U = −w[m′(x − m) + ½(s′/s)(x − m)²] + c(t),           c′ = κc − ½w m′² − P(m(t), t),       P = Σ δℐ/δρ
 *
 * and the line for c is its value at x = m, where d/dt U(m, t) = ∂ₜU − w m′². Prices add up over the axes but for the ones of
 * log ρ + 1, of which every axis takes its share.
 *
 * With K = q + b the cost of s is a quadratic form less logarithms: it has one minimum if the form is positive, and none if it is not.
 * The form is positive if and only if y″ = κy′ + (K/w)y, y(0) = 0 has no zero in (0, T] and w y′(T) + q_T y(T) > 0 (Jacobi).
 */
import type { Gaussian } from "../math/laws/gaussian.ts";
import { gaussianMixture } from "../math/laws/gaussian-mixture.ts";
import { atRate, type ChosenCost, numberOf, type OwnCost, ownCost, ownPaid, ownPrice, sumOf } from "./own-cost.ts";
import { type FlowForm, type Unsolved, type ValueFields, valueAt } from "./problem.ts";
import type { GaussianGame } from "./gaussian-flows.ts";
import { type Curve, hermite, twoEnded } from "./two-ended.ts";

/** λ of the end cost is a parameter of its own. */
export interface InteractingGame extends Omit<GaussianGame, "terminal" | "data"> {
  /** null where no cost asks for them. */
  readonly data: Gaussian | null;
  readonly discount: number;
  readonly interactions: readonly ChosenCost[];
  readonly terminal: ChosenCost;
}

/** Along one axis: what is paid on the way, attractions (b, θ, social) among it, and at the end. */
interface Line extends OwnCost {
  readonly m0: number;
  readonly s0: number;
  readonly end: OwnCost;
  readonly attractions: readonly { readonly weight: number; readonly share: number; readonly social: boolean }[];
  /** The part of the 1 in log ρ + 1. */
  readonly unit: number;
}

const KNOWN: ReadonlySet<string> = new Set(["entropy", "potential-energy", "mean-attraction", "running-end-cost"]);

export const knownInteraction = ({ id }: ChosenCost): boolean => KNOWN.has(id);

function lineOf(game: InteractingGame, axis: number): Line {
  const { reference, data, interactions, terminal, discount } = game;
  const end = ownCost(data, axis, terminal);
  const attracts = ({ id }: ChosenCost): boolean => id === "mean-attraction";
  return {
    ...sumOf(
      interactions
        .filter((each) => !attracts(each))
        .map((each) => (each.id === "running-end-cost" ? atRate(discount, end) : ownCost(data, axis, each))),
    ),
    m0: reference.mean[axis]!,
    s0: Math.sqrt(reference.covariance[axis]![axis]!),
    end,
    attractions: interactions.filter(attracts).map((each) => ({
      weight: numberOf(each, "weight"),
      share: numberOf(each, "share"),
      social: each.params["kind"] === "social",
    })),
    unit: 1 / reference.mean.length,
  };
}

/** Stiffness against moves of the mean, and of single agents: spring + Σ b(1 − θ)ʲ and spring + Σ b. */
const meanStiffness = ({ spring, attractions }: Line): number =>
  attractions.reduce((sum, { weight, share, social }) => sum + weight * (1 - share) ** (social ? 2 : 1), spring);
const spreadStiffness = ({ spring, attractions }: Line): number => attractions.reduce((sum, { weight }) => sum + weight, spring);

/** Jacobi's condition: y′/y = κ/2 + √D coth √D T with D = κ²/4 + K/w, or with the cotangent. */
function positive({ horizon, discount, kinetic }: InteractingGame, { end }: Line, stiffness: number): boolean {
  const D = 0.25 * discount ** 2 + stiffness / kinetic;
  const root = Math.sqrt(Math.abs(D));
  if (D < 0 && root * horizon >= Math.PI) return false;
  const growth = root === 0 ? 1 / horizon : root / (D < 0 ? Math.tan(root * horizon) : Math.tanh(root * horizon));
  return kinetic * (0.5 * discount + growth) + end.spring > 0;
}

interface Moves {
  readonly line: Line;
  readonly m: Curve;
  readonly s: Curve;
  /** c(t). */
  readonly constant: (t: number) => number;
  /** Of the running and the terminal cost, in present value at 0. */
  readonly cost: number;
  readonly energy: number;
}

/** Steps in which the fastest mode changes by little: the grid's error goes like its fourth power. */
const PER_MODE = 80;

function curves(game: InteractingGame, line: Line): { readonly m: Curve; readonly s: Curve; readonly intervals: number } | null {
  const { horizon, kinetic: w, discount } = game;
  const { entropy, end } = line;
  const [forMean, forSpread] = [meanStiffness(line), spreadStiffness(line)];
  /** Where nothing else moves them. */
  const [middle, spread] = [
    end.spring > 0 ? end.pull / end.spring : line.m0,
    end.spring * end.entropy > 0 ? Math.sqrt(end.entropy / end.spring) : line.s0,
  ];
  const nearest = Math.min(line.s0, spread);
  const fastest = discount + Math.sqrt(Math.max(Math.abs(forMean), Math.abs(forSpread) + entropy / nearest ** 2) / w);
  const intervals = Math.min(Math.max(Math.ceil(PER_MODE * horizon * fastest), 400), 10_000);
  const shared = { horizon, rate: discount, intervals };
  const m = twoEnded({
    ...shared,
    start: line.m0,
    guess: middle,
    positive: false,
    force: (y) => ({ value: (forMean * y - line.pull) / w, slope: forMean / w }),
    end: (y) => ({ value: (end.pull - end.spring * y) / w, slope: -end.spring / w }),
  });
  const s = twoEnded({
    ...shared,
    start: line.s0,
    guess: spread,
    positive: true,
    force: (y) => ({ value: (forSpread * y - entropy / y) / w, slope: (forSpread + entropy / (y * y)) / w }),
    end: (y) => ({ value: (end.entropy / y - end.spring * y) / w, slope: (-end.entropy / (y * y) - end.spring) / w }),
  });
  return m === null || s === null ? null : { m, s, intervals };
}

/** Σ δℐ/δρ at x, this axis' part. */
function price(line: Line, x: number, m: number, s: number): number {
  let total = ownPrice(line, line.unit, x, m, s);
  for (const { weight, share, social } of line.attractions)
    total += 0.5 * weight * (x - share * m) ** 2 - (social ? weight * share * (1 - share) * m * x : 0);
  return total;
}

/** Σ ℐ[N(m, s²)], this axis' part. */
function paid(line: Line, m: number, s: number): number {
  const apart = line.attractions.reduce((sum, { weight, share }) => sum + weight * (((1 - share) * m) ** 2 + s * s), 0);
  return ownPaid(line, m, s) + 0.5 * apart;
}

function movesOf(game: InteractingGame, line: Line): Moves | null {
  const found = curves(game, line);
  if (found === null) return null;
  const { m, s, intervals: n } = found;
  const { horizon, kinetic: w, discount } = game;
  const h = horizon / n;
  const at = (t: number) => {
    const [mean, spread] = [m.at(t), s.at(t)];
    const speed = 0.5 * (mean.slope ** 2 + spread.slope ** 2);
    return {
      saved: 0.5 * w * mean.slope ** 2 + price(line, mean.y, mean.y, spread.y),
      cost: w * speed + paid(line, mean.y, spread.y),
      speed,
    };
  };
  const c = new Float64Array(n + 1);
  const rates = new Float64Array(n + 1);
  c[n] = ownPrice(line.end, line.unit, m.last, m.last, s.last);
  let [late, cost, energy] = [at(horizon), 0, 0];
  rates[n] = discount * c[n] - late.saved;
  const [half, whole] = [Math.exp((-discount * h) / 2), Math.exp(-discount * h)];
  for (let k = n - 1; k >= 0; k--) {
    const [early, mid] = [at(k * h), at((k + 0.5) * h)];
    const simpson = (a: number, b: number, e: number): number => (h / 6) * (a + 4 * half * b + whole * e);
    c[k] = whole * c[k + 1]! + simpson(early.saved, mid.saved, late.saved);
    rates[k] = discount * c[k]! - early.saved;
    cost = whole * cost + simpson(early.cost, mid.cost, late.cost);
    energy += (h / 6) * (early.speed + 4 * mid.speed + late.speed);
    late = early;
  }
  const atEnd = ownPaid(line.end, m.last, s.last);
  return { line, m, s, constant: (t) => hermite(c, rates, horizon, t), cost: cost + Math.exp(-discount * horizon) * atEnd, energy };
}

function fieldsAt(moves: readonly Moves[], game: InteractingGame, x: ArrayLike<number>, n: number, t: number, out: ValueFields): void {
  const { kinetic: w, discount } = game;
  const d = moves.length;
  const now = moves.map(({ m, s, line, constant }) => ({ m: m.at(t), s: s.at(t), line, c: constant(t) }));
  for (let i = 0; i < n; i++) {
    let [U, dt, laplacian] = [0, 0, 0];
    now.forEach(({ m, s, line, c }, axis) => {
      const at = x[i * d + axis]!;
      const z = at - m.y;
      const turn = s.slope / s.y;
      const v = m.slope + turn * z;
      const own = c - w * z * (m.slope + 0.5 * turn * z);
      U += own;
      dt += discount * own + 0.5 * w * v * v - price(line, at, m.y, s.y);
      laplacian -= w * turn;
      if (out.gradient) out.gradient[i * d + axis] = -w * v;
    });
    if (out.U) out.U[i] = U;
    if (out.dt) out.dt[i] = dt;
    if (out.laplacian) out.laplacian[i] = laplacian;
  }
  if (!out.density) return;
  gaussianMixture({ means: [now.map(({ m }) => m.y)], covariances: [diagonalOf(now.map(({ s }) => s.y ** 2))] }).logDensity(
    x,
    n,
    out.density,
  );
  for (let i = 0; i < n; i++) out.density[i] = Math.exp(out.density[i]!);
}

const diagonalOf = (values: readonly number[]): number[][] => values.map((value, i) => values.map((_, j) => (i === j ? value : 0)));

const alongAxes = (covariance: readonly (readonly number[])[]): boolean =>
  covariance.every((row, i) => row.every((entry, j) => i === j || entry === 0));

export function interactingFlow(game: InteractingGame): FlowForm | Unsolved {
  const { reference, data } = game;
  const d = reference.mean.length as 1 | 2;
  const turned = "With interactions a closed form is known only between Gaussians that lie along the axes; ";
  if (data !== null && !alongAxes(data.covariance)) return { slot: "data", reason: `${turned}these data do not.` };
  if (!alongAxes(reference.covariance)) return { slot: "reference", reason: `${turned}this reference does not.` };
  const lines = reference.mean.map((_, axis) => lineOf(game, axis));
  if (!lines.every((line) => positive(game, line, spreadStiffness(line)) && positive(game, line, meanStiffness(line))))
    return {
      slot: "interactions",
      reason: "Pushed outwards this hard for this long, the population gains without end: there is no optimum.",
    };
  const moves = lines.map((line) => movesOf(game, line)).filter((each) => each !== null);
  if (moves.length < d)
    return { slot: "interactions", reason: "The equations of mean and spread could not be solved for these parameters." };
  const values = (x: ArrayLike<number>, n: number, t: number, out: ValueFields): void => fieldsAt(moves, game, x, n, t, out);
  return {
    kind: "gaussian-game",
    section: "Linear-quadratic games",
    about: "Between Gaussians the crowd stays one: its mean and its spread follow the forces of the interactions.",
    dimension: d,
    mean: moves.map(({ m }) => m.last),
    covariance: diagonalOf(moves.map(({ s }) => s.last ** 2)),
    cost: moves.reduce((sum, { cost }) => sum + cost, 0),
    energy: moves.reduce((sum, { energy }) => sum + energy, 0),
    value: valueAt(d, values),
    values,
    velocity(x, n, t, out) {
      values(x, n, t, { gradient: out });
      for (let q = 0; q < n * d; q++) out[q] = -out[q]! / game.kinetic;
    },
    trajectories(x0, n, times, out) {
      for (let j = 0; j < times.length; j++)
        moves.forEach(({ line, m, s }, axis) => {
          const [mean, scale] = [m.at(times[j]!).y, s.at(times[j]!).y / line.s0];
          for (let i = 0; i < n; i++) out[(j * n + i) * d + axis] = mean + scale * (x0[i * d + axis]! - line.m0);
        });
    },
  };
}
