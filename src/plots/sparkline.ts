/**
 * @file A number over training as a small line: where it was measured, with its error, and what a perfect model would show.
 *
 * x is the step, y the number; both fill their box. A truth that lies within a factor of the numbers' own range is drawn; one far away
 * would squeeze the line flat, and is left out.
 */

export interface CoursePoint {
  readonly step: number;
  readonly value: number;
  readonly error: number | null;
}

export interface Sparkline {
  /** SVG path of the line, and of the band of one error either way ("" without errors). */
  readonly line: string;
  readonly band: string;
  /** Height of the truth, or null. */
  readonly truth: number | null;
  readonly low: number;
  readonly high: number;
  /** The first and the last step. */
  readonly from: number;
  readonly to: number;
  readonly last: { readonly x: number; readonly y: number };
}

/** The truth may lie so many ranges outside of what was measured. */
const REACH = 1;

/** null before there are two measurements. */
export function sparkline(points: readonly CoursePoint[], truth: number | null, width: number, height: number): Sparkline | null {
  const known = points.filter(({ value }) => Number.isFinite(value));
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined || first.step === last.step) return null;
  const values = known.flatMap(({ value, error }) => (error === null ? [value] : [value - error, value + error]));
  let [low, high] = [Math.min(...values), Math.max(...values)];
  const range = high - low || Math.abs(high) || 1;
  const seen = truth !== null && truth >= low - REACH * range && truth <= high + REACH * range;
  if (seen) [low, high] = [Math.min(low, truth), Math.max(high, truth)];
  if (high === low) [low, high] = [low - range / 2, high + range / 2];
  const x = (step: number): number => round((width * (step - first.step)) / (last.step - first.step));
  const y = (value: number): number => round(height * (1 - (value - low) / (high - low)));
  const path = (of: readonly (readonly [number, number])[]): string => of.map(([a, b], k) => `${k === 0 ? "M" : "L"}${a} ${b}`).join("");
  const withErrors = known.filter((point): point is CoursePoint & { error: number } => point.error !== null);
  const band =
    withErrors.length < 2
      ? ""
      : `${path([
          ...withErrors.map(({ step, value, error }) => [x(step), y(value + error)] as const),
          ...withErrors.toReversed().map(({ step, value, error }) => [x(step), y(value - error)] as const),
        ])}Z`;
  return {
    line: path(known.map(({ step, value }) => [x(step), y(value)] as const)),
    band,
    truth: seen ? y(truth) : null,
    low,
    high,
    from: first.step,
    to: last.step,
    last: { x: x(last.step), y: y(last.value) },
  };
}

const round = (value: number): number => Math.round(100 * value) / 100;
