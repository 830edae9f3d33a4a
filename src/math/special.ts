/**
 * @file Error functions that neither underflow nor cancel, to a few units in the last place.
 *
 *     erfc(z)  = (2/√π) ∫_z^∞ e^{−u²} du            erfcx(z) = e^{z²} erfc(z)
 *     log (Φ(b) − Φ(a)),  Φ the standard normal distribution function
 *
 * For z ≥ 0 and t = 2/(2 + z), log(erfcx(z)/t) is a smooth function of t on (0, 1]; its Chebyshev coefficients below were
 * computed at 60 digits from erfc itself, and those left out are under 1e-18.
 */
import { expOf, expm1Of, logOf, log1pOf } from "./elementary.ts";

const COEFFICIENTS = [
  -1.3026537197817094342, 6.419697923564902603e-1, 1.9476473204185836312e-2, -9.5615147868086316419e-3, -9.465953444820368663e-4,
  3.6683949785276145187e-4, 4.2523324806907771645e-5, -2.0278578112534243154e-5, -1.6242900046470255135e-6, 1.3036558355805232018e-6,
  1.5626441722066143178e-8, -8.5238095914926542525e-8, 6.5290544390988514964e-9, 5.0593434955514689418e-9, -9.9136415649303308674e-10,
  -2.2736512229318358557e-10, 9.646791102015526802e-11, 2.3940380830391147447e-12, -6.8860275264975533984e-12, 8.9448792730907257167e-13,
  3.1309213993429580783e-13, -1.1270822361367252366e-13, 3.8109052551892320552e-16, 7.1060976136092369878e-15, -1.5230282014571043043e-15,
  -9.4574945712912340005e-17, 1.2102371892242789923e-16, -2.8166630877471769718e-17,
];

/** e^{z²} erfc(z). Grows like 2 e^{z²} on the left, falls like 1/(z√π) on the right. */
export function erfcx(z: number): number {
  const magnitude = Math.abs(z);
  const t = 2 / (2 + magnitude);
  const y = 4 * t - 2;
  let current = 0;
  let previous = 0;
  for (let j = COEFFICIENTS.length - 1; j > 0; j--) {
    const next = y * current - previous + COEFFICIENTS[j]!;
    previous = current;
    current = next;
  }
  const right = t * expOf(0.5 * (COEFFICIENTS[0]! + y * current) - previous);
  return z >= 0 ? right : 2 * expOf(z * z) - right;
}

export function erfc(z: number): number {
  const right = erfcx(Math.abs(z)) * expOf(-z * z);
  return z >= 0 ? right : 2 - right;
}

/** log erfc(z), also where erfc underflows. */
export function logErfc(z: number): number {
  return z >= 0 ? logOf(erfcx(z)) - z * z : logOf(2 - erfcx(-z) * expOf(-z * z));
}

export interface NormalInterval {
  /** log (Φ(b) − Φ(a)). */
  log: number;
  /** (φ(a) − φ(b)) / (Φ(b) − Φ(a)): the mean of a standard normal kept in [a, b]. */
  mean: number;
  /** (a φ(a) − b φ(b)) / (Φ(b) − Φ(a)): its variance + mean² − 1. */
  second: number;
}

const ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

/**
 * The probability of a < Z < b and the two moments above, written into `out`.
 *
 * Mirrored so that the interval's middle is at or right of 0. If a ≤ 0 the mass is a sum without cancellation; if a > 0 all
 * three carry the factor e^{−a²/2}, which is taken out, so that a = 10⁴ is as good as a = 1. Differences of φ go through expm1.
 */
export function normalInterval(a: number, b: number, out: NormalInterval): void {
  const mirrored = a + b < 0;
  const low = mirrored ? -b : a;
  const high = mirrored ? -a : b;
  const width = high - low;
  // log of φ(high)/φ(low), never positive: |low| ≤ high.
  const drop = -0.5 * width * (high + low);
  const ratio = expOf(drop);
  const narrowly = width * Math.max(1, high) < 1e-2;
  let mass: number;
  let density: number; // φ(low) in the units of `mass`
  if (low > 0 || narrowly) {
    density = 1 / ROOT_TWO_PI;
    mass = narrowly ? density * narrow(low, high) : 0.5 * (erfcx(low * Math.SQRT1_2) - ratio * erfcx(high * Math.SQRT1_2));
    out.log = logOf(mass) - 0.5 * low * low;
  } else {
    density = expOf(-0.5 * low * low) / ROOT_TWO_PI;
    mass = 1 - 0.5 * (erfc(-low * Math.SQRT1_2) + erfc(high * Math.SQRT1_2));
    out.log = logOf(mass);
  }
  const mean = (-expm1Of(drop) * density) / mass;
  out.mean = mirrored ? -mean : mean;
  out.second = low * mean - (width * ratio * density) / mass;
}

/** ∫ φ(z)/φ(low) dz by three-point Gauss: error of order width⁷, below rounding where it is used. */
function narrow(low: number, high: number): number {
  const half = (high - low) / 2;
  const middle = (high + low) / 2;
  const offset = Math.sqrt(0.6) * half;
  const phi = (z: number): number => expOf(-0.5 * (z - low) * (z + low));
  return (half * (5 * phi(middle - offset) + 8 * phi(middle) + 5 * phi(middle + offset))) / 9;
}

/** log(eᵃ + eᵇ). */
export function logSum(a: number, b: number): number {
  const high = Math.max(a, b);
  return high === -Infinity ? -Infinity : high + log1pOf(expOf(-Math.abs(a - b)));
}
