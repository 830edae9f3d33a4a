/**
 * @file Games with interactions between Gaussians of the line, or of the plane along its axes, without noise or with a constant one.
 *
 *     the flow that carries the crowd   m′ + (s′/s)(x − m)       on every axis,        X_t = m + (s/s₀)(X₀ − m₀)
 *     the control                       v = m′ + a (x − m),      a = s′/s − e/s²,      e = σ²/2
 *     w(m″ − κm′) = q(m − c) + Σb(1 − θ)ʲ m,                     w m′(T) = −q_T(m − c_T) − Σb_T(1 − θ_T)ʲ m        j = 1 (Nash), 2 (social)
 *     w(s″ − κs′) = K s − (μ + κwe)/s − we²/s³,                  w s′(T) = (μ_T + we)/s − K_T s                    K = q + Σb
 *
 * for entropy μ, a spring q to c and attractions b to the share θ of the mean, on the way and at the end (there reverse KL to N(m₁, s₁²) has μ_T = λ, q_T = λ/s₁², c_T = m₁, cross-entropy
 * the same without μ_T; paid on the way with the discount, κ times those) (docs/mathematics.md, Linear-quadratic games and Entropy and other interactions, with
 * the weight w of the kinetic energy and the discount κ). These are the x-derivatives of the HJB equation for
 *
 *     U = −w[m′(x − m) + ½a(x − m)²] + c(t),           c′ = κc − ½w m′² + wea − P(m(t), t),       P = Σ δℐ/δρ
 *
 * and the line for c is its value at x = m, where d/dt U(m, t) = ∂ₜU − w m′². Noise acts on s like Fisher information and more entropy. Prices add up over the axes but for the ones of
 * log ρ + 1, of which every axis takes its share.
 *
 * The cost of s is a quadratic form less logarithms, and we²/2s²: it has one minimum if the form is positive, and none if it is not (math/jacobi.ts).
 */
import type { Game } from "../catalogue/terms.ts";
import type { Gaussian } from "../math/laws/gaussian.ts";
import { gaussianMixture } from "../math/laws/gaussian-mixture.ts";
import { type CrowdCost, crowdCost, meanStiffness, paid, price, spreadStiffness, withRate } from "./crowd-cost.ts";
import { staysNear } from "../math/jacobi.ts";
import { type FlowForm, type Unsolved, type ValueFields, pointwiseValue } from "./problem.ts";
import { repeatsEnd } from "./slots.ts";
import type { GaussianGame } from "./gaussian-flows.ts";
import { type SolvedCurve, hermite, twoEnded } from "./two-ended.ts";

/** λ of the end cost is a parameter of its own. */
export interface InteractingGame extends Omit<GaussianGame, "terminal" | "data"> {
  /** null where no cost asks for them. */
  readonly data: Gaussian | null;
  /** σ; 0 without noise. */
  readonly sigma: number;
  readonly discount: number;
  readonly interactions: Game["interactions"];
  readonly terminal: Game["terminal"];
}

/** Along one axis. */
interface Line {
  readonly m0: number;
  readonly s0: number;
  /** What is paid on the way, and at the end. */
  readonly way: CrowdCost;
  readonly end: CrowdCost;
  /** The part of the 1 in log ρ + 1. */
  readonly unit: number;
}

function lineOf(game: InteractingGame, axis: number): Line {
  const { reference, data, interactions, terminal, discount } = game;
  const end = crowdCost(data, axis, [terminal]);
  const repeated = interactions.filter(repeatsEnd).length;
  const others = interactions.filter((each) => !repeatsEnd(each));
  return {
    way: withRate(crowdCost(data, axis, others), repeated * discount, end),
    m0: reference.mean[axis]!,
    s0: Math.sqrt(reference.covariance[axis]![axis]!),
    end,
    unit: 1 / reference.mean.length,
  };
}

interface Moves {
  readonly line: Line;
  readonly m: SolvedCurve;
  readonly s: SolvedCurve;
  /** c(t). */
  readonly constant: (t: number) => number;
  /** Of the running and the terminal cost, in present value at 0. */
  readonly cost: number;
  readonly energy: number;
}

/** Steps in which the fastest mode changes by little: the grid's error goes like its fourth power. */
const PER_MODE = 80;

function curves(
  game: InteractingGame,
  line: Line,
): { readonly m: SolvedCurve; readonly s: SolvedCurve; readonly intervals: number } | null {
  const { horizon, kinetic: w, discount, sigma } = game;
  const { way, end } = line;
  const e = 0.5 * sigma ** 2;
  const [forMean, forSpread] = [meanStiffness(way), spreadStiffness(way)];
  const [endMean, endSpread] = [meanStiffness(end), spreadStiffness(end)];
  /** With what noise does to the spread. */
  const [entropy, endEntropy] = [way.entropy + discount * w * e, end.entropy + w * e];
  /** Where nothing else moves them. */
  const [middle, spread] = [
    endMean > 0 ? end.pull / endMean : line.m0,
    endSpread * endEntropy > 0 ? Math.sqrt(endEntropy / endSpread) : Math.hypot(line.s0, sigma * Math.sqrt(horizon)),
  ];
  const nearest = Math.min(line.s0, spread);
  const bend = Math.max(Math.abs(forMean), Math.abs(forSpread) + entropy / nearest ** 2) / w + (3 * e * e) / nearest ** 4;
  const intervals = Math.min(Math.max(Math.ceil(PER_MODE * horizon * (discount + Math.sqrt(bend))), 400), 10_000);
  const shared = { horizon, rate: discount, intervals };
  const m = twoEnded({
    ...shared,
    start: line.m0,
    guess: middle,
    positive: false,
    force: (y) => ({ value: (forMean * y - way.pull) / w, slope: forMean / w }),
    end: (y) => ({ value: (end.pull - endMean * y) / w, slope: -endMean / w }),
  });
  const s = twoEnded({
    ...shared,
    start: line.s0,
    guess: spread,
    positive: true,
    force: (y) => ({
      value: (forSpread * y - entropy / y) / w - (e * e) / y ** 3,
      slope: (forSpread + entropy / (y * y)) / w + (3 * e * e) / y ** 4,
    }),
    end: (y) => ({ value: (endEntropy / y - endSpread * y) / w, slope: (-endEntropy / (y * y) - endSpread) / w }),
  });
  return m === null || s === null ? null : { m, s, intervals };
}

/** a. */
const controlTurn = ({ y, slope }: ReturnType<SolvedCurve["at"]>, e: number): number => slope / y - e / (y * y);

function movesOf(game: InteractingGame, line: Line): Moves | null {
  const found = curves(game, line);
  if (found === null) return null;
  const { m, s, intervals: n } = found;
  const { horizon, kinetic: w, discount } = game;
  const h = horizon / n;
  const e = 0.5 * game.sigma ** 2;
  const at = (t: number) => {
    const [mean, spread] = [m.at(t), s.at(t)];
    const turn = controlTurn(spread, e);
    const speed = 0.5 * (mean.slope ** 2 + (turn * spread.y) ** 2);
    return {
      saved: 0.5 * w * mean.slope ** 2 - w * e * turn + price(line.way, line.unit, mean.y, mean.y, spread.y),
      cost: w * speed + paid(line.way, mean.y, spread.y),
      speed,
    };
  };
  const c = new Float64Array(n + 1);
  const rates = new Float64Array(n + 1);
  c[n] = price(line.end, line.unit, m.last, m.last, s.last);
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
  const atEnd = paid(line.end, m.last, s.last);
  return { line, m, s, constant: (t) => hermite(c, rates, horizon, t), cost: cost + Math.exp(-discount * horizon) * atEnd, energy };
}

function fieldsAt(moves: readonly Moves[], game: InteractingGame, x: ArrayLike<number>, n: number, t: number, out: ValueFields): void {
  const { kinetic: w, discount } = game;
  const e = 0.5 * game.sigma ** 2;
  const d = moves.length;
  const now = moves.map(({ m, s, line, constant }) => ({ m: m.at(t), s: s.at(t), line, c: constant(t) }));
  for (let i = 0; i < n; i++) {
    let [U, dt, laplacian] = [0, 0, 0];
    now.forEach(({ m, s, line, c }, axis) => {
      const at = x[i * d + axis]!;
      const z = at - m.y;
      const turn = controlTurn(s, e);
      const v = m.slope + turn * z;
      const own = c - w * z * (m.slope + 0.5 * turn * z);
      U += own;
      dt += discount * own + w * e * turn + 0.5 * w * v * v - price(line.way, line.unit, at, m.y, s.y);
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
  const turned = "With these costs a closed form is known only between Gaussians that lie along the axes; ";
  if (data !== null && !alongAxes(data.covariance)) return { slot: "data", reason: `${turned}these data do not.` };
  if (!alongAxes(reference.covariance)) return { slot: "reference", reason: `${turned}this reference does not.` };
  const lines = reference.mean.map((_, axis) => lineOf(game, axis));
  const near = (stiffness: (cost: CrowdCost) => number): boolean =>
    lines.every(({ way, end }) => staysNear(game, stiffness(way), stiffness(end)));
  if (!near(spreadStiffness) || !near(meanStiffness))
    return {
      slot: "interactions",
      reason: near(spreadStiffness)
        ? "The mean runs away: whoever moves makes it pay for all others to move further, and over so long a time that does not settle."
        : "Pushed outwards this hard for this long, the population gains without end: there is no optimum.",
    };
  const moves = lines.map((line) => movesOf(game, line)).filter((each) => each !== null);
  if (moves.length < d)
    return { slot: "interactions", reason: "The equations of mean and spread could not be solved for these parameters." };
  const values = (x: ArrayLike<number>, n: number, t: number, out: ValueFields): void => fieldsAt(moves, game, x, n, t, out);
  return {
    kind: "gaussian-game",
    section: "Linear-quadratic games",
    about:
      game.sigma > 0
        ? "A shaken Gaussian crowd stays one: mean and spread follow the forces of the costs. Shown is the flow without noise that has the same marginals."
        : "Between Gaussians the crowd stays one: its mean and its spread follow the forces of the interactions.",
    dimension: d,
    mean: moves.map(({ m }) => m.last),
    covariance: diagonalOf(moves.map(({ s }) => s.last ** 2)),
    cost: moves.reduce((sum, { cost }) => sum + cost, 0),
    energy: moves.reduce((sum, { energy }) => sum + energy, 0),
    value: pointwiseValue(d, values),
    values,
    velocity(x, n, t, out) {
      const now = moves.map(({ m, s }) => ({ m: m.at(t), s: s.at(t) }));
      for (let i = 0; i < n; i++)
        now.forEach(({ m, s }, axis) => (out[i * d + axis] = m.slope + (s.slope / s.y) * (x[i * d + axis]! - m.y)));
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
