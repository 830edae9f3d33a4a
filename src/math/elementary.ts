/**
 * @file Elementary functions with the same bits on every machine: only +, −, ×, ÷ and √, which IEEE 754 rounds correctly. The
 * language leaves Math.exp, Math.log and their kin to the engine, and browsers differ in the last places.
 *
 *     eˣ          = 2ᵏ e^(r+c)              k = round(x / log 2),  |r| ≤ ½ log 2,  c what r was rounded by
 *     log x       = e log 2 + 2 artanh s    x = 2ᵉ(1 + f),  1 + f in [√½, √2),  s = f/(2 + f),  2s = f − s f
 *     tanh x      = −u/(2 + u)              u = e^(−2x) − 1; from ½ on 1 − 2/(e^(2x) + 1)
 *     sin, cos    of x − k π/2              |r| ≤ π/4; π/2 in three parts, and as long an integer as it takes where they are too short
 *
 * Errors stay under one unit in the last place (eˣ − 1, logOf(1 + x) and tanh: 1.5). Polynomials are Taylor's unless said, far
 * enough that what is left out is below rounding; even and odd powers are summed beside each other and need not wait.
 */
import { type Reduced, sineReduction } from "./sine-reduction.ts";

/** Rounds to an integer when added and taken off: 1.5 · 2⁵². */
const TO_INTEGER = 6755399441055744;
const LOG2_E = 1.4426950408889634;
/** log 2 in two parts: the first has 33 bits, so that its product with an exponent is exact. */
export const LN2_HIGH = 0.6931471803691238;
export const LN2_LOW = 1.9082149292705877e-10;

const LEAST_POWER = -1074;
const POWERS = powersOfTwo();

function powersOfTwo(): Float64Array {
  const powers = new Float64Array(2098);
  powers[-LEAST_POWER] = 1;
  for (let k = 1; k <= 1023; k++) powers[k - LEAST_POWER] = 2 * powers[k - 1 - LEAST_POWER]!;
  for (let k = -1; k >= LEAST_POWER; k--) powers[k - LEAST_POWER] = powers[k + 1 - LEAST_POWER]! / 2;
  return powers;
}

const BITS = new Float64Array(1);
const WORDS = new Int32Array(BITS.buffer);
BITS[0] = 1;
/** Which of its two words holds the exponent. */
const HIGH = WORDS[1] === 0 ? 0 : 1;

export const SMALLEST_NORMAL = 2.2250738585072014e-308;
/** 2⁵⁴: makes the others normal. */
export const LIFT = 18014398509481984;

/** 2ᵏ, k = −1074 … 1023. */
export const powerOfTwo = (k: number): number => POWERS[k - LEAST_POWER]!;

/** e with x 2⁻ᵉ in [√½, √2), for normal x > 0. */
export function exponentOf(x: number): number {
  BITS[0] = x;
  return (WORDS[HIGH]! - ROOT_HALF) >> 20;
}
/** The upper half of the double √½. */
const ROOT_HALF = 0x3fe6a09f;

/** e^(r+c) − 1 for |r| ≤ 0.35 and c below its last place. */
function exponentialRest(r: number, c: number): number {
  const q = r * r;
  const even = 1 / 2 + q * (1 / 24 + q * (1 / 720 + q * (1 / 40320 + q * (1 / 3628800 + q * (1 / 479001600)))));
  const odd = 1 / 6 + q * (1 / 120 + q * (1 / 5040 + q * (1 / 362880 + q * (1 / 39916800 + q * (1 / 6227020800)))));
  return r + (q * (even + r * odd) + c);
}

/** eˣ. */
export function expOf(x: number): number {
  if (!(x < 709 && x > -708)) return expOfSum(x, 0);
  const k = x * LOG2_E + TO_INTEGER - TO_INTEGER;
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  return (1 + exponentialRest(r, high - r - low)) * powerOfTwo(k);
}

/** e^(x+c) for every x, c below its last place. The result may be no normal number. */
export function expOfSum(x: number, c: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 709.8) return Infinity;
  if (x < -745.2) return 0;
  const k = x * LOG2_E + TO_INTEGER - TO_INTEGER;
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW - c;
  const r = high - low;
  const half = k >> 1; // 2ᵏ in two factors: one alone may be out of range
  return (1 + exponentialRest(r, high - r - low)) * powerOfTwo(half) * powerOfTwo(k - half);
}

/** eˣ − 1, without cancellation. */
export function expm1Of(x: number): number {
  if (!(x > -38 && x < 40)) return x >= 40 ? expOf(x) : x <= -38 ? -1 : x;
  if (x === 0) return x; // −0
  const k = x * LOG2_E + TO_INTEGER - TO_INTEGER;
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const rest = exponentialRest(r, high - r - low);
  if (k === 0) return rest;
  const power = powerOfTwo(k);
  return power * rest + (power - 1);
}

/**
 * log(1 + f) + e log 2 for 1 + f in [√½, √2). `even` and `odd` are (2 artanh s/s − 2)/s² interpolated at the seven Chebyshev
 * points of s² in [0, 0.0295]: off by less than 0.05 units in the last place of the logarithm, where the series needs eleven terms.
 */
function logarithmOf(f: number, e: number): number {
  const s = f / (2 + f);
  const q = s * s;
  const q2 = q * q;
  const even = 0.666666666666667 + q2 * (0.2857142862609589 + q2 * (0.18182890556695602 + q2 * 0.1461703754879165));
  const odd = 0.3999999999989924 + q2 * (0.2222221111514416 + q2 * 0.1533167403016786);
  const half = 0.5 * f * f;
  const series = q * (even + q * odd);
  return e * LN2_HIGH - (half - (s * (half + series) + e * LN2_LOW) - f);
}

/** log x. */
export function logOf(x: number): number {
  if (!(x >= SMALLEST_NORMAL && x < Infinity)) return logarithmEnds(x);
  const e = exponentOf(x);
  return logarithmOf(x * powerOfTwo(-e) - 1, e);
}

function logarithmEnds(x: number): number {
  if (x === 0) return -Infinity;
  if (!(x > 0 && x < Infinity)) return x > 0 ? x : Number.NaN;
  const e = exponentOf(x * LIFT);
  return logarithmOf(x * LIFT * powerOfTwo(-e) - 1, e - 54);
}

/** log(1 + x), without cancellation. */
export function log1pOf(x: number): number {
  if (x > -0.29 && x < 0.41) return x === 0 ? x : logarithmOf(x, 0);
  const u = 1 + x;
  if (!(u > 0 && u < Infinity)) return logOf(u);
  return logOf(u) + (x < 1 ? x - (u - 1) : 1 - (u - x)) / u; // what 1 + x was rounded by
}

/** tanh x from e^(−2x) − 1. */
const ofRest = (u: number): number => -u / (2 + u);

export function tanhOf(x: number): number {
  if (!(x < 20 && x > -20)) return x >= 20 ? 1 : x <= -20 ? -1 : x;
  if (x === 0) return x; // −0
  const size = x < 0 ? -x : x;
  const value = size < 0.5 ? ofRest(expm1Of(-2 * size)) : 1 - 2 / (expOf(2 * size) + 1);
  return x < 0 ? -value : value;
}

/** √(a² + b²): for sizes whose squares are numbers. */
export const hypotOf = (a: number, b: number): number => Math.sqrt(a * a + b * b);

/** sin(r + c) for |r| ≤ 0.8 and c below its last place. */
function sineOf(r: number, c: number): number {
  const q = r * r;
  const q2 = q * q;
  const even = 1 / 120 + q2 * (1 / 362880 + q2 * (1 / 6227020800 + q2 * (1 / 355687428096000)));
  const odd = -1 / 5040 + q2 * (-1 / 39916800 + q2 * (-1 / 1307674368000));
  const series = q * (even + q * odd) - 1 / 6;
  return r + (r * q * series + c * (1 - 0.5 * q));
}

/** cos(r + c). */
function cosineOf(r: number, c: number): number {
  const q = r * r;
  const q2 = q * q;
  const even = 1 / 24 + q2 * (1 / 40320 + q2 * (1 / 479001600 + q2 * (1 / 20922789888000)));
  const odd = -1 / 720 + q2 * (-1 / 3628800 + q2 * (-1 / 87178291200));
  const half = 0.5 * q;
  const near = 1 - half;
  return near + (1 - near - half + (q2 * (even + q * odd) - r * c));
}

const REDUCED: Reduced = { quarters: 0, rest: 0, correction: 0 };

export function sinOf(x: number): number {
  if (x < 0.78 && x > -0.78) return x === 0 ? x : sineOf(x, 0);
  sineReduction(x, REDUCED);
  return quarter(REDUCED.quarters);
}

export function cosOf(x: number): number {
  if (x < 0.78 && x > -0.78) return cosineOf(x, 0);
  sineReduction(x, REDUCED);
  return quarter(REDUCED.quarters + 1);
}

/** sin(rest + k π/2). */
function quarter(k: number): number {
  const { rest, correction } = REDUCED;
  const size = (k & 1) === 0 ? sineOf(rest, correction) : cosineOf(rest, correction);
  return (k & 2) === 0 ? size : -size;
}
