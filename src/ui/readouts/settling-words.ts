/** @file The verdict on the loss in words: the badge, and the evidence behind it. */
import { FEWEST_ROWS, type Settling, type Trend } from "../../plots/settling.ts";
import { formatCount, formatNumber } from "../format.ts";

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

function evidence({ from, to, t, drift }: Trend): string {
  const certainty = Math.abs(t) > OVERWHELMING ? `more than ${String(OVERWHELMING)}` : Math.abs(t).toFixed(1);
  return `From step ${formatCount(from)} to ${formatCount(to)} it ${drift < 0 ? "fell" : "rose"} by ${formatNumber(Math.abs(drift))}, ${certainty} standard errors of its noise.`;
}

/** What is claimed, why, and what it does not mean. */
export function settlingReason(verdict: ShownSettling, trend: Trend | null): readonly string[] {
  switch (verdict) {
    case "early":
      return [`About ${formatCount(FEWEST_ROWS)} steps are needed before noise and trend can be told apart.`];
    case "diverged":
      return ["The loss is no longer a number. The last good weights are kept."];
    case "moving":
      return [
        ...(trend === null ? [] : [evidence(trend)]),
        "Compared are 16 batch means over the last third of the curve, with their correlation counted in.",
      ];
    case "converged":
      return [
        ...(trend === null ? [] : [evidence(trend)]),
        "No trend that noise or a thousandth of the level would not explain. At rest is not yet right: look at the distances to the data.",
      ];
    default:
      return verdict satisfies never;
  }
}
