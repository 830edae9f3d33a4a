/**
 * @file xʸ with the same bits on every machine, to one unit in the last place.
 *
 *     xʸ = e^(y log x),      log x = e log 2 + 2 s (1 + s²/3 + s⁴/5 + …),     s = (m − 1)/(m + 1),  m = x 2⁻ᵉ in [√½, √2)
 *
 * An error of the exponent is a relative error of the power, and the exponent goes to 745: log x and its product with y are
 * carried as a double and what it was rounded by.
 */
import { expOfSum, exponentOf, LIFT, LN2_HIGH, LN2_LOW, powerOfTwo, SMALLEST_NORMAL } from "./elementary.ts";

/** xʸ as the language defines it. */
export function powOf(x: number, y: number): number {
  if (y === 2) return x * x;
  if (y === 1) return x;
  if (x > 0 && x < Infinity) {
    if (y === 0.5) return Math.sqrt(x);
    return y === -1 ? 1 / x : positivePower(x, y);
  }
  return powerEnds(x, y);
}

/** x = ±0, x < 0, ±∞ and NaN. */
function powerEnds(x: number, y: number): number {
  if (y === 0) return 1;
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  const odd = Number.isInteger(y) && y % 2 !== 0;
  const negative = x < 0 || Object.is(x, -0);
  let size: number;
  if (x === 0) size = y > 0 ? 0 : Infinity;
  else if (x === Infinity || x === -Infinity) size = y > 0 ? Infinity : 0;
  else if (Number.isInteger(y) || y === Infinity || y === -Infinity) size = positivePower(-x, y);
  else return Number.NaN;
  return negative && odd ? -size : size;
}

/** Beyond it a power is 0 or ∞ for every x but 1: the doubles next to 1 have |log x| > 2⁻⁵⁴. */
const LARGEST = 36893488147419103232; // 2⁶⁵

/** For x > 0 and finite. */
function positivePower(x: number, y: number): number {
  if (y === 0) return 1;
  if (!(y < LARGEST && y > -LARGEST)) {
    if (x === 1 || Number.isNaN(y)) return Number.isFinite(y) ? 1 : Number.NaN;
    return x > 1 === y > 0 ? Infinity : 0;
  }
  logarithm(x);
  const main = y * SUM[0]!;
  return expOfSum(main, roundedBy(y, SUM[0]!, main) + y * SUM[1]!);
}

/** Where `logarithm` leaves its two parts. */
const SUM = new Float64Array(2);

/** log x = SUM[0] + SUM[1], to 2⁻⁶⁴ of it. */
function logarithm(x: number): void {
  const small = x < SMALLEST_NORMAL;
  const lifted = small ? x * LIFT : x;
  const own = exponentOf(lifted);
  const m = lifted * powerOfTwo(-own);
  const e = small ? own - 54 : own;
  // s = (m − 1)/(m + 1); m − 1 is exact.
  const f = m - 1;
  const g = m + 1;
  const s = f / g;
  const whole = s * g;
  const sRest = (f - whole - roundedBy(s, g, whole) - s * (m - (g - 1))) / g;
  // w = s²/3 + s⁴/5 + …: only its first term needs more than 53 digits.
  const z = s * s;
  const zRest = roundedBy(s, s, z) + 2 * s * sRest;
  const third = z / 3;
  const even = 1 / 5 + z * z * (1 / 9 + z * z * (1 / 13 + z * z * (1 / 17 + z * z * (1 / 21))));
  const odd = 1 / 7 + z * z * (1 / 11 + z * z * (1 / 15 + z * z * (1 / 19 + z * z * (1 / 23))));
  const more = (z - 2 * third - third + zRest) / 3 + z * z * (even + z * odd);
  const w = third + more;
  const wRest = more - (w - third);
  // 2 s (1 + w), then e log 2.
  const twice = 2 * s;
  const product = twice * w;
  const l = twice + product;
  const lRest = twice - l + product + (2 * sRest + roundedBy(twice, w, product) + twice * wRest + 2 * sRest * w);
  const main = e * LN2_HIGH;
  const total = main + l;
  const rest = main - total + l + (lRest + e * LN2_LOW);
  SUM[0] = total + rest;
  SUM[1] = total - SUM[0] + rest;
}

/** a b − product, exactly: each factor in two halves, so that their four products are exact (Dekker, 1971). */
function roundedBy(a: number, b: number, product: number): number {
  const aSplit = 134217729 * a;
  const bSplit = 134217729 * b;
  const aHigh = aSplit - (aSplit - a);
  const bHigh = bSplit - (bSplit - b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow;
}
