/** @file Counts, shares and parameters as the screen prints them. Any other number: `formatNumber` of plots/number-text.ts. */
import { formatNumber } from "../plots/number-text.ts";

const GROUPED = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });

/** A parameter in full, as it is typed: what the user gave comes back as it was. */
export function formatValue(value: number): string {
  if (!Number.isFinite(value)) return formatNumber(value);
  const size = Math.abs(value);
  const text =
    value !== 0 && (size < 1e-3 || size >= 1e6) ? value.toExponential().replace("e+", "e") : String(Number(value.toPrecision(6)));
  return text;
}

export function formatCount(value: number): string {
  return GROUPED.format(value);
}

/** The smallest share that is printed. */
const RESOLVED = 0.001;

/** What is not nothing and rounds to it is said to be less than what can be printed. */
export function formatPercent(value: number): string {
  const size = Math.abs(value);
  if (size > 0 && size < RESOLVED / 2) return `< ${(100 * RESOLVED).toFixed(1)} %`;
  return `${(100 * value).toFixed(size < 0.1 ? 1 : 0)} %`.replaceAll("-", "−");
}
