/** @file Numbers as the screen prints them: few digits, a true minus, and thin room for thousands. */

const GROUPED = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });

/** About three significant digits; scientific where a plain number would be unreadable. */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  const text =
    value === 0
      ? "0"
      : size >= 1000
        ? GROUPED.format(value)
        : size < 1e-3
          ? value.toExponential(1)
          : size < 1
            ? value.toFixed(size < 0.01 ? 4 : 3)
            : value.toPrecision(4);
  return text.replaceAll("-", "−");
}

/** A parameter in full: what the user typed comes back as it was. */
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

export function formatPercent(value: number): string {
  return `${(100 * value).toFixed(Math.abs(value) < 0.1 ? 1 : 0)} %`.replaceAll("-", "−");
}
