/**
 * @file One row of an activation and its first three derivatives.
 *
 *     h = a(z + b),  slopes = (a′, a″, a‴) as far as `order` asks
 *
 *     tanh       a′ = 1 − h²,      a″ = −2 h a′,              a‴ = −2 (h a″ + a′²)
 *     softplus   a′ = s,           a″ = s (1 − s),            a‴ = a″ (1 − 2s),      s = 1 / (1 + e⁻ᶻ)
 *     silu       a′ = s + z s′,    a″ = 2 s′ + z s″,          a‴ = 3 s″ + z s‴,      s‴ = s′ (1 − 6 s′)
 *     sin        a′ = cos,         a″ = −sin,                 a‴ = −cos
 *     log-cosh   a′ = tanh z,      a″ = 4e / (1 + e)²,        a‴ = −2 a′ a″,         e = e^{−2|z|}
 */
import { add, afterQuarterTurns, expNegative, logOnePlus, mul, muladd, quarterTurns, sineAfter, splat, sub, tanh } from "./vector.assembly";

/** z, b, h: rows of `bytes`; slopes: `order` rows, `stride` bytes apart. h may be z. Codes as in layout.ts. */
export function activate(code: i32, z: usize, b: usize, h: usize, slopes: usize, stride: usize, bytes: usize, order: i32): void {
  if (code == 0) tanhRow(z, b, h, slopes, stride, bytes, order);
  else if (code == 1) softplusRow(z, b, h, slopes, stride, bytes, order);
  else if (code == 2) siluRow(z, b, h, slopes, stride, bytes, order);
  else if (code == 3) sinRow(z, b, h, slopes, stride, bytes, order);
  else logCoshRow(z, b, h, slopes, stride, bytes, order);
}

function tanhRow(z: usize, b: usize, h: usize, slopes: usize, stride: usize, bytes: usize, order: i32): void {
  for (let j: usize = 0; j < bytes; j += 16) {
    const t = tanh(add(v128.load(z + j), v128.load(b + j)));
    const first = sub(splat(1), mul(t, t));
    const second = mul(mul(splat(-2), t), first);
    v128.store(h + j, t);
    if (order > 0) v128.store(slopes + j, first);
    if (order > 1) v128.store(slopes + stride + j, second);
    if (order > 2) v128.store(slopes + 2 * stride + j, mul(splat(-2), muladd(t, second, mul(first, first))));
  }
}

function softplusRow(z: usize, b: usize, h: usize, slopes: usize, stride: usize, bytes: usize, order: i32): void {
  for (let j: usize = 0; j < bytes; j += 16) {
    const x = add(v128.load(z + j), v128.load(b + j));
    const e = expNegative(f32x4.neg(f32x4.abs(x)));
    const inverse = f32x4.div(splat(1), add(splat(1), e));
    const s = sigmoid(x, e, inverse);
    const second = mul(mul(e, inverse), inverse); // s (1 − s) without the cancellation in 1 − s
    v128.store(h + j, add(f32x4.pmax(x, splat(0)), logOnePlus(e)));
    if (order > 0) v128.store(slopes + j, s);
    if (order > 1) v128.store(slopes + stride + j, second);
    if (order > 2) v128.store(slopes + 2 * stride + j, mul(second, muladd(splat(-2), s, splat(1))));
  }
}

function siluRow(z: usize, b: usize, h: usize, slopes: usize, stride: usize, bytes: usize, order: i32): void {
  for (let j: usize = 0; j < bytes; j += 16) {
    const x = add(v128.load(z + j), v128.load(b + j));
    const e = expNegative(f32x4.neg(f32x4.abs(x)));
    const inverse = f32x4.div(splat(1), add(splat(1), e));
    const s = sigmoid(x, e, inverse);
    const s1 = mul(mul(e, inverse), inverse);
    const s2 = mul(s1, muladd(splat(-2), s, splat(1)));
    const s3 = mul(s1, muladd(splat(-6), s1, splat(1)));
    v128.store(h + j, mul(x, s));
    if (order > 0) v128.store(slopes + j, muladd(x, s1, s));
    if (order > 1) v128.store(slopes + stride + j, muladd(x, s2, mul(splat(2), s1)));
    if (order > 2) v128.store(slopes + 2 * stride + j, muladd(x, s3, mul(splat(3), s2)));
  }
}

function sinRow(z: usize, b: usize, h: usize, slopes: usize, stride: usize, bytes: usize, order: i32): void {
  for (let j: usize = 0; j < bytes; j += 16) {
    const x = add(v128.load(z + j), v128.load(b + j));
    const k = quarterTurns(x);
    const r = afterQuarterTurns(x, k);
    const sine = sineAfter(r, k);
    const cosine = sineAfter(r, add(k, splat(1)));
    v128.store(h + j, sine);
    if (order > 0) v128.store(slopes + j, cosine);
    if (order > 1) v128.store(slopes + stride + j, f32x4.neg(sine));
    if (order > 2) v128.store(slopes + 2 * stride + j, f32x4.neg(cosine));
  }
}

function logCoshRow(z: usize, b: usize, h: usize, slopes: usize, stride: usize, bytes: usize, order: i32): void {
  for (let j: usize = 0; j < bytes; j += 16) {
    const x = add(v128.load(z + j), v128.load(b + j));
    const e = expNegative(mul(splat(-2), f32x4.abs(x)));
    const inverse = f32x4.div(splat(1), add(splat(1), e));
    const t = tanh(x); // (1 − e) / (1 + e) would lose its digits near 0
    const second = mul(splat(4), mul(mul(e, inverse), inverse));
    v128.store(h + j, add(f32x4.abs(x), logOnePlus(e)));
    if (order > 0) v128.store(slopes + j, t);
    if (order > 1) v128.store(slopes + stride + j, second);
    if (order > 2) v128.store(slopes + 2 * stride + j, mul(mul(splat(-2), t), second));
  }
}

/** 1 / (1 + e⁻ˣ) from e = e^{−|x|} and 1 / (1 + e). A NaN compares false and is in e already. */
// @ts-ignore: decorator
@inline
function sigmoid(x: v128, e: v128, inverse: v128): v128 {
  return v128.bitselect(inverse, mul(e, inverse), f32x4.ge(x, splat(0)));
}
