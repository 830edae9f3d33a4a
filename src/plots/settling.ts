/**
 * @file Does the loss still move, or has it come to rest? Batch means over the last half of the curve.
 *
 *     m_b          mean of batch b, b = 1 … 16: single losses are noisy and correlated, means of many steps hardly are
 *     slope        least squares of m_b on b:   t₁ = slope / (s κ / √Σ(b − b̄)²)
 *     late change  last 3 batches against the 13 before:   t₂ = (m̄_late − m̄_before) / (s κ √(1/3 + 1/13))
 *     κ            √((1 + r)/(1 − r)), r the lag-one correlation of the residuals: what correlation is left makes errors larger
 *     drift        16 · slope: the change over the window
 *
 * for the total and for each of its parts: the noise of a large part hides a small one that still falls. A curve moves if the
 * larger of |t₁|, |t₂| passes a bar and the drift is more than a thousandth of the level. Two bars, so that a verdict stands until
 * there is good evidence against it: converged is left above 5 and reached below 3. And no evidence is not evidence: it is reached
 * only if a drift of a twentieth would have been seen,
 *
 *     missed = (|drift| + 2 errors) / (|level| + scatter of single losses)  <  1/20     for every curve
 *
 * At rest does not mean right: a loss rests in bad minima, and where the step size has gone to zero.
 */
import type { LossHistory } from "./history.ts";

const BATCHES = 16;
const LATE = 3;
const FEWEST_PER_BATCH = 9;
/** Share of the curve that is looked at. */
const WINDOW = 1 / 2;
/** Rows of a history before anything can be said: about so many steps. */
export const FEWEST_ROWS = (BATCHES * FEWEST_PER_BATCH) / WINDOW;

const REACHED_BELOW = 3;
const LEFT_ABOVE = 5;
/** A drift of a thousandth of the level is nobody's concern, however certain. */
const IMMATERIAL = 1e-3;
/** Of the level: a drift of this much over the window must be ruled out before a curve is called converged. */
const TOLERATED = 0.05;
/** Beyond this the batches say nothing about their own scatter. */
const MOST_CORRELATED = 0.9;

export interface Trend {
  /** Of the history: 1 is the total, then the parts. */
  readonly column: number;
  /** Steps of the window. */
  readonly from: number;
  readonly to: number;
  /** Standard errors of the slope or the late change, whichever is larger; below 0: falling. */
  readonly t: number;
  readonly drift: number;
  readonly level: number;
  /** What may have happened over the window unseen, as a share of the level; the worst of all curves. */
  readonly missed: number;
}

export type Settling = "early" | "moving" | "converged";

/** The curve that most certainly moves. null while there are too few steps, or losses that are no numbers. */
export function trendOf(history: LossHistory): Trend | null {
  if (history.length < FEWEST_ROWS) return null;
  const trends = Array.from({ length: history.columns - 1 }, (_, k) => curveTrend(history, k + 1));
  if (trends.includes(null)) return null;
  const known = trends as readonly Trend[];
  const most = known.reduce((sofar, trend) => (certaintyOf(trend) > certaintyOf(sofar) ? trend : sofar));
  return { ...most, missed: Math.max(...known.map(({ missed }) => missed)) };
}

/** Standard errors, as far as they matter. */
function certaintyOf({ t, drift, level }: Trend): number {
  return Math.abs(drift) <= IMMATERIAL * Math.abs(level) ? 0 : Math.abs(t);
}

function curveTrend({ columns, rows, length }: LossHistory, column: number): Trend | null {
  const per = Math.floor((WINDOW * length) / BATCHES);
  const first = length - per * BATCHES;
  const means = Array.from({ length: BATCHES }, (_, b) => {
    let total = 0;
    for (let i = first + b * per; i < first + (b + 1) * per; i++) total += rows[i * columns + column]!;
    return total / per;
  });
  if (!means.every(Number.isFinite)) return null;
  const level = mean(means);
  let squares = 0;
  for (let i = first; i < length; i++) squares += (rows[i * columns + column]! - level) ** 2;
  const size = Math.abs(level) + Math.sqrt(squares / (length - first));
  const places = means.map((_, b) => b - (BATCHES - 1) / 2);
  const spread = places.reduce((sum, b) => sum + b * b, 0);
  const slope = places.reduce((sum, b, k) => sum + b * means[k]!, 0) / spread;
  const residuals = means.map((m, k) => m - level - slope * places[k]!);
  const slopeError = scatter(residuals, BATCHES - 2) / Math.sqrt(spread);
  const [before, late] = [means.slice(0, -LATE), means.slice(-LATE)];
  const within = [...before.map((m) => m - mean(before)), ...late.map((m) => m - mean(late))];
  const lateError = scatter(within, BATCHES - 2) * Math.sqrt(1 / LATE + 1 / (BATCHES - LATE));
  const t1 = ratio(slope, slopeError);
  const t2 = ratio(mean(late) - mean(before), lateError);
  return {
    column,
    from: rows[first * columns]!,
    to: rows[(length - 1) * columns]!,
    t: Math.abs(t1) >= Math.abs(t2) ? t1 : t2,
    drift: BATCHES * slope,
    level,
    missed: size > 0 ? (BATCHES * (Math.abs(slope) + 2 * slopeError)) / size : 0,
  };
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

const ratio = (change: number, error: number): number => (change === 0 ? 0 : change / error);

/** s κ of the header. Estimated correlations of so few residuals lie about 2/16 too low. */
function scatter(residuals: readonly number[], freedom: number): number {
  const squares = residuals.reduce((sum, e) => sum + e * e, 0);
  if (squares === 0) return 0;
  const products = residuals.reduce((sum, e, k) => sum + e * (residuals[k + 1] ?? 0), 0);
  const r = Math.min(MOST_CORRELATED, Math.max(0, products / squares + 2 / BATCHES));
  return Math.sqrt((squares / freedom) * ((1 + r) / (1 - r)));
}

/** Is there a trend, or only no proof that there is none? */
export function isCertain(trend: Trend): boolean {
  return certaintyOf(trend) >= REACHED_BELOW;
}

/** The verdict now, given the one before. */
export function settling(before: Settling, trend: Trend | null): Settling {
  if (trend === null) return "early";
  const certainty = certaintyOf(trend);
  if (before === "converged") return certainty > LEFT_ABOVE ? "moving" : "converged";
  if (certainty < REACHED_BELOW && trend.missed < TOLERATED) return "converged";
  return before === "early" && certainty < REACHED_BELOW ? "early" : "moving";
}
