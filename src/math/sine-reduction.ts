/**
 * @file x − k π/2 with k = round(x / (π/2)): what a sine needs to know of its argument, to twice the digits.
 *
 * π/2 stands in three parts; k times the first two are exact for k < 2²⁰, so the rest is good to 2⁻⁹⁹. Where more digits
 * cancel than that leaves, and for larger x, the fraction of x · 2/π is taken from integers of as many digits as it needs.
 */

export interface Reduced {
  /** k modulo 4. */
  quarters: number;
  /** x − k π/2 and what it was rounded by. */
  rest: number;
  correction: number;
}

const TO_INTEGER = 6755399441055744;
const TWO_OVER_PI = 0.6366197723675814;
/** π/2 = their sum to 2⁻¹¹⁹; 33, 33 and 53 bits. */
const PARTS = [1.5707963267341256, 6.077100506303966e-11, 2.0222662487959506e-21] as const;

const LARGEST = 1e6;
const CANCELLED = 1 / 2 ** 40;

export function sineReduction(x: number, out: Reduced): void {
  if (x < LARGEST && x > -LARGEST) {
    const k = x * TWO_OVER_PI + TO_INTEGER - TO_INTEGER;
    const first = x - k * PARTS[0];
    const second = k * PARTS[1];
    const near = first - second;
    const back = first - near;
    // What the difference was rounded by, whichever of the two was larger, and the third part.
    const lost = back - second + (first - (near + back)) - k * PARTS[2];
    const rest = near + lost;
    if (rest > CANCELLED || rest < -CANCELLED || k === 0) {
      out.quarters = k & 3;
      out.rest = rest;
      out.correction = near - rest + lost;
      return;
    }
  }
  if (Number.isFinite(x)) byIntegers(x, out);
  else out.rest = out.correction = Number.NaN;
}

/** Digits of 2/π: the largest exponent, a mantissa, and 128 that are kept of what is left. */
const DIGITS = 1216n;
let ratio: bigint | undefined;

function byIntegers(x: number, out: Reduced): void {
  ratio ??= (1n << (2n * DIGITS + 1n)) / piTimes(1n << DIGITS);
  let exponent = 0;
  let mantissa = x < 0 ? -x : x;
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    exponent--;
  }
  const digits = DIGITS - BigInt(exponent);
  const quarters = BigInt(mantissa) * ratio; // in units of 2^−digits
  const k = (quarters + (1n << (digits - 1n))) >> digits;
  const rest = quarters - (k << digits);
  // The leading digits, then those after them; each is rounded by Number() to its 53.
  const scale = digits - 200n > 0n ? digits - 200n : 0n;
  const kept = rest >> scale;
  const high = Number(kept);
  const low = Number(kept - BigInt(high));
  const unit = powerOfTwo(Number(scale - digits));
  timesHalfPi(high * unit, low * unit, out);
  out.quarters = Number(k & 3n);
  if (x < 0) {
    out.quarters = -out.quarters & 3;
    out.rest = -out.rest;
    out.correction = -out.correction;
  }
}

function powerOfTwo(exponent: number): number {
  let power = 1;
  for (let k = 0; k > exponent; k--) power /= 2;
  return power;
}

/** (high + low) π/2 as a sum: half the digits of each factor, so that products are exact. */
function timesHalfPi(high: number, low: number, out: Reduced): void {
  const [p, q] = [PARTS[0], PARTS[1] + PARTS[2]];
  const split = 134217729 * high;
  const upper = split - (split - high); // 26 bits; p has 33, so upper p and (high − upper) p are exact but for 6 bits
  const lower = high - upper;
  const main = high * p;
  const halfP = 134217729 * p - (134217729 * p - p);
  const restP = p - halfP;
  const error = upper * halfP - main + upper * restP + lower * halfP + lower * restP;
  const more = error + (high * q + low * p);
  out.rest = main + more;
  out.correction = main - out.rest + more;
}

/** π in units of 1/`one`, by Machin's formula: π/4 = 4 arctan 1/5 − arctan 1/239. */
function piTimes(one: bigint): bigint {
  const guard = 64n;
  const arctan = (n: bigint): bigint => {
    let [power, total, k, sign] = [(one << guard) / n, 0n, 1n, 1n];
    while (power > 0n) {
      total += (sign * power) / k;
      power /= n * n;
      k += 2n;
      sign = -sign;
    }
    return total;
  };
  return (16n * arctan(5n) - 4n * arctan(239n)) >> guard;
}
