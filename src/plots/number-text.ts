/**
 * @file Numbers as the lab prints them, everywhere: few digits, a true minus, thin room for thousands, and real powers of ten.
 *
 *     0.0456    12.35    −2.500    12,346    3.4·10⁷    5.6·10⁻¹¹
 *
 * The superscripts are characters, so that a canvas, a tooltip and an SVG have them too; `spoken` says them in words.
 */

const GROUPED = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** From here on upwards and downwards a plain number is zeros to be counted. */
const MANY = 1e6;
const FEW = 1e-3;

/** About three significant digits. */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (value !== 0 && (size < FEW || size >= MANY)) return scientific(value, 1);
  const text =
    value === 0 ? "0" : size >= 1000 ? GROUPED.format(value) : size < 1 ? value.toFixed(size < 0.01 ? 4 : 3) : value.toPrecision(4);
  return text.replaceAll("-", "−");
}

/** 5.6·10⁻¹¹, with so many decimals; without decimals a power is only that. */
export function scientific(value: number, decimals: number): string {
  const [mantissa = "", exponent = ""] = value.toExponential(decimals).split("e");
  const power = powerOfTen(Number(exponent));
  if (mantissa === "1") return power;
  if (mantissa === "-1") return `−${power}`;
  return `${mantissa.replace("-", "−")}·${power}`;
}

/** 10⁻⁴. */
export function powerOfTen(exponent: number): string {
  const digits = String(Math.abs(exponent)).replaceAll(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)] ?? digit);
  return `10${exponent < 0 ? "⁻" : ""}${digits}`;
}

/** A piece of a text: as it stands, or a power of ten. */
type TextPiece = string | { readonly exponent: number };

const POWER = /10(⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)/gu;

/** Splits a text at its powers of ten, for whoever can set an exponent better than a font's small figures. */
export function textPieces(text: string): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const found of text.matchAll(POWER)) {
    if (found.index > end) pieces.push(text.slice(end, found.index));
    const sign = found[1]?.startsWith("⁻") === true ? -1 : 1;
    const digits = (found[1] ?? "").replace("⁻", "").replaceAll(/./gu, (figure) => String(SUPERSCRIPTS.indexOf(figure)));
    pieces.push({ exponent: sign * Number(digits) });
    end = found.index + found[0].length;
  }
  if (end < text.length) pieces.push(text.slice(end));
  return pieces;
}

/** "5.6 times 10 to the power of −11": small figures are read as if they were large, or not at all. */
export function spoken(text: string): string {
  return textPieces(text)
    .map((piece) =>
      typeof piece === "string" ? piece.replace(/·$/u, " times ") : `10 to the power of ${String(piece.exponent).replace("-", "−")}`,
    )
    .join("");
}
