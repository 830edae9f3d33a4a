/**
 * @file Four lanes of f32 at a time: exponential, logarithm, hyperbolic tangent and sine, to about 1e-7 relative.
 *
 *     eˣ         = 2ᵏ eʳ,  k = round(x / log 2),  |r| ≤ ½ log 2
 *     log(1 + u) = 2 artanh(u / (2 + u)),  0 ≤ u ≤ 1,  so the argument of the series is at most ⅓
 *     sin x      = ± sin r or ± cos r,  r = x − k π/2,  |r| ≤ π/4
 *
 * NaN in, NaN out: `pmin(x, c)` and `pmax(x, c)` return x when the comparison is false, so x has to come first.
 *
 * Coefficients are read from memory: a vector constant in the code takes a register, or three instructions wherever it is
 * used, and the fits have more coefficients than the machine has registers (2 % of a step).
 */

// @ts-ignore: decorator
@inline
export function splat(x: f32): v128 {
  return f32x4.splat(x);
}

// @ts-ignore: decorator
@inline
export function add(a: v128, b: v128): v128 {
  return f32x4.add(a, b);
}

// @ts-ignore: decorator
@inline
export function sub(a: v128, b: v128): v128 {
  return f32x4.sub(a, b);
}

// @ts-ignore: decorator
@inline
export function mul(a: v128, b: v128): v128 {
  return f32x4.mul(a, b);
}

/**
 * a b + c. Rounded twice, which is the same on every machine; in the fast build (assembly-plugin.ts) rounded once where the
 * machine fuses, and then bits differ between machines.
 */
// @ts-ignore: decorator
@inline
export function muladd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** Coefficient k of a table, in every lane. */
// @ts-ignore: decorator
@inline
function coefficient(table: usize, k: usize): v128 {
  return v128.load_splat<f32>(table + (k << 2));
}

/** Sum of the four lanes. */
// @ts-ignore: decorator
@inline
export function total(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}

/** eˣ for x ≤ 0. Below −87 the result stays at the smallest normal number: 2ᵏ would leave the exponent's range. */
// @ts-ignore: decorator
@inline
export function expNegative(argument: v128): v128 {
  const x = f32x4.pmax(argument, splat(-87));
  const k = f32x4.nearest(mul(x, splat(1.44269504)));
  // log 2 in two parts: the first has 10 bits, so k · first is exact.
  const r = sub(sub(x, mul(k, splat(0.693359375))), mul(k, splat(-2.12194440e-4)));
  let p = splat(1.0 / 5040);
  p = muladd(p, r, splat(1.0 / 720));
  p = muladd(p, r, splat(1.0 / 120));
  p = muladd(p, r, splat(1.0 / 24));
  p = muladd(p, r, splat(1.0 / 6));
  p = muladd(p, r, splat(0.5));
  p = muladd(p, r, splat(1));
  p = muladd(p, r, splat(1));
  return mul(p, i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(k), i32x4.splat(127)), 23));
}

/** log(1 + u) for 0 ≤ u ≤ 1. */
// @ts-ignore: decorator
@inline
export function logOnePlus(u: v128): v128 {
  const s = f32x4.div(u, add(u, splat(2)));
  const q = mul(s, s);
  let p = splat(2.0 / 15);
  p = muladd(p, q, splat(2.0 / 13));
  p = muladd(p, q, splat(2.0 / 11));
  p = muladd(p, q, splat(2.0 / 9));
  p = muladd(p, q, splat(2.0 / 7));
  p = muladd(p, q, splat(2.0 / 5));
  p = muladd(p, q, splat(2.0 / 3));
  p = muladd(p, q, splat(2));
  return mul(p, s);
}

/** Bound, then the odd polynomial and the even one, highest power first. */
const TANH = memory.data<f32>([
  7.90531110763549805, -7.90531110763549805, -2.76076847742355e-16, 2.00018790482477e-13, -8.60467152213735e-11, 5.12229709037114e-8,
  1.48572235717979e-5, 6.37261928875436e-4, 4.89352455891786e-3, 1.19825839466702e-6, 1.18534705686654e-4, 2.26843463243900e-3,
  4.89352518554385e-3,
]);

/**
 * A rational fit, odd over even degree; beyond ±7.9 f32 rounds tanh to ±1 anyway. Terms go in pairs: one after the other they
 * would wait for each other twice as long.
 */
// @ts-ignore: decorator
@inline
export function tanh(argument: v128): v128 {
  const x = f32x4.pmin(f32x4.pmax(argument, coefficient(TANH, 1)), coefficient(TANH, 0));
  const q = mul(x, x);
  const q2 = mul(q, q);
  const low = muladd(coefficient(TANH, 7), q, coefficient(TANH, 8));
  const middle = muladd(coefficient(TANH, 5), q, coefficient(TANH, 6));
  const high = muladd(coefficient(TANH, 2), q2, muladd(coefficient(TANH, 3), q, coefficient(TANH, 4)));
  const p = muladd(muladd(high, q2, middle), q2, low);
  const denominator = muladd(muladd(coefficient(TANH, 9), q, coefficient(TANH, 10)), q2, muladd(coefficient(TANH, 11), q, coefficient(TANH, 12)));
  return f32x4.div(mul(p, x), denominator);
}

/** k = round(x / (π/2)): how many quarter turns x holds. */
// @ts-ignore: decorator
@inline
export function quarterTurns(x: v128): v128 {
  return f32x4.nearest(mul(x, splat(0.63661977)));
}

/**
 * r = x − k π/2, subtracted in f64, where the product is good to 1e-9 for every x that has a phase at all. From 2²³ on
 * neighbouring f32 are a radian apart: NaN.
 */
// @ts-ignore: decorator
@inline
export function afterQuarterTurns(x: v128, k: v128): v128 {
  const quarter = f64x2.splat(1.5707963267948966);
  const low = f64x2.sub(f64x2.promote_low_f32x4(x), f64x2.mul(f64x2.promote_low_f32x4(k), quarter));
  const high = f64x2.sub(f64x2.promote_low_f32x4(upper(x)), f64x2.mul(f64x2.promote_low_f32x4(upper(k)), quarter));
  const r = v128.shuffle<f32>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5);
  return v128.bitselect(r, splat(<f32>NaN), f32x4.le(f32x4.abs(x), splat(8388608)));
}

/** sin(r + k π/2) for |r| ≤ π/4; with k + 1 in place of k it is the cosine. */
// @ts-ignore: decorator
@inline
export function sineAfter(r: v128, k: v128): v128 {
  const q = mul(r, r);
  let s = splat(1.0 / 362880);
  s = muladd(s, q, splat(-1.0 / 5040));
  s = muladd(s, q, splat(1.0 / 120));
  s = muladd(s, q, splat(-1.0 / 6));
  s = muladd(mul(s, q), r, r);
  let c = splat(-1.0 / 3628800);
  c = muladd(c, q, splat(1.0 / 40320));
  c = muladd(c, q, splat(-1.0 / 720));
  c = muladd(c, q, splat(1.0 / 24));
  c = muladd(c, q, splat(-0.5));
  c = muladd(c, q, splat(1));
  const turns = i32x4.trunc_sat_f32x4_s(k);
  const odd = i32x4.eq(v128.and(turns, i32x4.splat(1)), i32x4.splat(1));
  const sign = i32x4.shl(v128.and(turns, i32x4.splat(2)), 30);
  return v128.xor(v128.bitselect(c, s, odd), sign);
}

// @ts-ignore: decorator
@inline
function upper(v: v128): v128 {
  return v128.shuffle<f32>(v, v, 2, 3, 2, 3);
}
