/** @file The verdict on the loss in words: the badge, and the evidence behind it. */
import { FEWEST_ROWS, isCertain, type Settling, type Trend } from "../../plots/settling.ts";
import type { LossPart } from "../../engine/results.ts";
import { formatNumber } from "../../plots/number-text.ts";
import { formatCount, formatPercent } from "../format.ts";

export type ShownSettling = Settling | "diverged";

const WORDS = {
  early: "too early to say",
  moving: "still moving",
  converged: "converged",
  diverged: "diverged",
} as const satisfies Record<ShownSettling, string>;

export function settlingWord(verdict: ShownSettling): string {
  return WORDS[verdict];
}

/** Standard errors beyond which the number itself says nothing more. */
const OVERWHELMING = 50;

/** The name of the curve that a trend was found in. */
export function curveName(column: number, parts: readonly LossPart[]): string {
  const part = parts[column - 2];
  return part === undefined ? "the total" : part.title;
}

function evidence({ column, from, to, t, drift }: Trend, parts: readonly LossPart[]): string {
  const certainty = Math.abs(t) > OVERWHELMING ? `more than ${String(OVERWHELMING)}` : Math.abs(t).toFixed(1);
  return `From step ${formatCount(from)} to ${formatCount(to)} ${curveName(column, parts)} ${drift < 0 ? "fell" : "rose"} by ${formatNumber(Math.abs(drift))}, ${certainty} standard errors of its noise.`;
}

function notRuledOut({ missed }: Trend): string {
  return `That may be noise, but a drift of ${formatPercent(missed)} over these steps is not ruled out.`;
}

/** What is claimed, why, and what it does not mean. */
export function settlingReason(verdict: ShownSettling, trend: Trend | null, parts: readonly LossPart[]): readonly string[] {
  switch (verdict) {
    case "early":
      if (trend !== null) return [evidence(trend, parts), notRuledOut(trend)];
      return [`About ${formatCount(FEWEST_ROWS)} steps are needed before noise and trend can be told apart.`];
    case "diverged":
      return ["The loss is no longer a number. The last good weights are kept."];
    case "moving":
      return [
        ...(trend === null ? [] : [evidence(trend, parts), ...(isCertain(trend) ? [] : [notRuledOut(trend)])]),
        "Of all curves this one moves most certainly: 16 batch means over their last half, correlation counted in.",
      ];
    case "converged":
      return [
        ...(trend === null ? [] : [evidence(trend, parts)]),
        `Neither the total nor any part has a trend beyond its noise${trend === null ? "" : `; over these steps it can have been ${formatPercent(trend.missed)} at most`}. At rest is not yet right: look at the distances to the data.`,
      ];
    default:
      return verdict satisfies never;
  }
}
