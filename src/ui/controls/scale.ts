/**
 * @file A slider's position and its value.
 *
 *     linear   v = min + u (max − min)
 *     log      v = lo (max/lo)^u,   lo = min, or max/10⁵ with 0 as the leftmost stop if min = 0
 *
 * u runs over 1,000 stops. Values from a slider are rounded to what the eye can set, three significant digits.
 */
import type { IntegerSpec, RealSpec } from "../../catalogue/params.ts";

export const STOPS = 1000;

/** Decades below the maximum that a log slider reaches when it has to begin at 0. */
const DECADES = 5;

type NumberSpec = Pick<RealSpec | IntegerSpec, "kind" | "min" | "max" | "scale">;

function lowest({ min, max, kind }: NumberSpec): number {
  if (min > 0) return min;
  return kind === "integer" ? 1 : max / 10 ** DECADES;
}

/** Numbers below 0 have no logarithm; such a spec is spread linearly whatever it says. */
function isLog({ scale, min, max }: NumberSpec): boolean {
  return scale === "log" && min >= 0 && max > 0;
}

export function toStop(spec: NumberSpec, value: number): number {
  const { min, max } = spec;
  if (!isLog(spec)) return Math.round((STOPS * (value - min)) / (max - min));
  const low = lowest(spec);
  if (value < low) return 0;
  const u = Math.log(value / low) / Math.log(max / low);
  // Stop 0 is the number 0 where 0 is allowed; the logarithm begins at stop 1.
  return min > 0 ? Math.round(STOPS * u) : 1 + Math.round((STOPS - 1) * u);
}

export function fromStop(spec: NumberSpec, stop: number): number {
  const { kind, min, max } = spec;
  if (stop >= STOPS) return max;
  if (stop <= 0) return min;
  const low = lowest(spec);
  const value = isLog(spec) ? low * (max / low) ** (min > 0 ? stop / STOPS : (stop - 1) / (STOPS - 1)) : min + ((max - min) * stop) / STOPS;
  const rounded = kind === "integer" ? Math.round(value) : Number(value.toPrecision(3));
  return Math.min(max, Math.max(min, rounded));
}
