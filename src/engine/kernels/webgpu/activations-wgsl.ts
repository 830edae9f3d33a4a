/**
 * @file The activations and their first three derivatives, four numbers at a time. A new activation is one more text here.
 *
 *     tanh       a′ = 1 − h²,      a″ = −2 h a′,              a‴ = −2 (h a″ + a′²)
 *     softplus   a′ = s,           a″ = s (1 − s),            a‴ = a″ (1 − 2s),      s = 1 / (1 + e⁻ᶻ)
 *     silu       a′ = s + z s′,    a″ = 2 s′ + z s″,          a‴ = 3 s″ + z s‴,      s‴ = s′ (1 − 6 s′)
 *     sin        a′ = cos,         a″ = −sin,                 a‴ = −cos
 *     log-cosh   a′ = tanh z,      a″ = 4e / (1 + e)²,        a‴ = −2 a′ a″,         e = e^{−2|z|}
 *
 * WGSL promises tanh and sin to 1e-5 and 5e-4 only, so both are computed here, with the series of the wasm kernel. NaN is
 * carried by its bits: a shader compiler may assume that no number is NaN, and `clamp` may lose it.
 */
import type { Activation } from "../jets.ts";

const ACTIVATE: Readonly<Record<Activation, string>> = {
  tanh: `
  let h = jets_tanh(z);
  let first = 1.0 - h * h;
  let second = -2.0 * h * first;
  return Slopes(h, first, second, -2.0 * (h * second + first * first));`,
  softplus: `
  let e = exp(-abs(z));
  let inverse = 1.0 / (1.0 + e);
  let s = select(e * inverse, inverse, z >= vec4<f32>(0.0));
  let second = e * inverse * inverse; // s (1 − s) without the cancellation in 1 − s
  return Slopes(jets_keep_nan(max(z, vec4<f32>(0.0)), z) + jets_log_one_plus(e), s, second, second * (1.0 - 2.0 * s));`,
  silu: `
  let e = exp(-abs(z));
  let inverse = 1.0 / (1.0 + e);
  let s = select(e * inverse, inverse, z >= vec4<f32>(0.0));
  let s1 = e * inverse * inverse;
  let s2 = s1 * (1.0 - 2.0 * s);
  let s3 = s1 * (1.0 - 6.0 * s1);
  return Slopes(z * s, s + z * s1, 2.0 * s1 + z * s2, 3.0 * s2 + z * s3);`,
  sin: `
  let k = round(z * 0.63661977);
  let r = jets_after_quarter_turns(z, k);
  let sine = jets_keep_nan(jets_sine_after(r, k), z);
  let cosine = jets_keep_nan(jets_sine_after(r, k + 1.0), z);
  return Slopes(sine, cosine, -sine, -cosine);`,
  "log-cosh": `
  let e = exp(-2.0 * abs(z));
  let inverse = 1.0 / (1.0 + e);
  let t = jets_tanh(z); // (1 − e) / (1 + e) would lose its digits near 0
  let second = 4.0 * e * inverse * inverse;
  return Slopes(jets_keep_nan(abs(z) + jets_log_one_plus(e), z), t, second, -2.0 * t * second);`,
};

/** `jets_activate(z)`: h = a(z) with a′, a″, a‴; what a shader does not use its compiler drops. */
export function activationsWgsl(activation: Activation): string {
  return `${MATHS}
struct Slopes { h: vec4<f32>, first: vec4<f32>, second: vec4<f32>, third: vec4<f32> }

fn jets_activate(z: vec4<f32>) -> Slopes {${ACTIVATE[activation]}
}
`;
}

const MATHS = `
/** y, or x where x is NaN. */
fn jets_keep_nan(y: vec4<f32>, x: vec4<f32>) -> vec4<f32> {
  return select(y, x, (bitcast<vec4<u32>>(x) & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u));
}

/** A rational fit, odd over even degree; beyond ±7.9 f32 rounds tanh to ±1 anyway. */
fn jets_tanh(z: vec4<f32>) -> vec4<f32> {
  let x = clamp(z, vec4<f32>(-7.90531110763549805), vec4<f32>(7.90531110763549805));
  let q = x * x;
  var p = q * -2.76076847742355e-16 + 2.00018790482477e-13;
  p = p * q - 8.60467152213735e-11;
  p = p * q + 5.12229709037114e-8;
  p = p * q + 1.48572235717979e-5;
  p = p * q + 6.37261928875436e-4;
  p = p * q + 4.89352455891786e-3;
  var under = q * 1.19825839466702e-6 + 1.18534705686654e-4;
  under = under * q + 2.26843463243900e-3;
  under = under * q + 4.89352518554385e-3;
  return jets_keep_nan(p * x / under, z);
}

/** log(1 + u) = 2 artanh(u / (2 + u)) for 0 ≤ u ≤ 1. */
fn jets_log_one_plus(u: vec4<f32>) -> vec4<f32> {
  let s = u / (u + 2.0);
  let q = s * s;
  var p = q * (2.0 / 15.0) + 2.0 / 13.0;
  p = p * q + 2.0 / 11.0;
  p = p * q + 2.0 / 9.0;
  p = p * q + 2.0 / 7.0;
  p = p * q + 2.0 / 5.0;
  p = p * q + 2.0 / 3.0;
  p = p * q + 2.0;
  return p * s;
}

/** r = x − k π/2 with π/2 in three parts, the first two short enough that k times them is exact for |k| < 2¹². */
fn jets_after_quarter_turns(x: vec4<f32>, k: vec4<f32>) -> vec4<f32> {
  return ((x - k * 1.5703125) - k * 4.837512969970703e-4) - k * 7.549789948768648e-8;
}

/** sin(r + k π/2) for |r| ≤ π/4; with k + 1 in place of k it is the cosine. */
fn jets_sine_after(r: vec4<f32>, k: vec4<f32>) -> vec4<f32> {
  let q = r * r;
  var s = q * (1.0 / 362880.0) - 1.0 / 5040.0;
  s = s * q + 1.0 / 120.0;
  s = s * q - 1.0 / 6.0;
  s = s * q * r + r;
  var c = q * (-1.0 / 3628800.0) + 1.0 / 40320.0;
  c = c * q - 1.0 / 720.0;
  c = c * q + 1.0 / 24.0;
  c = c * q - 0.5;
  c = c * q + 1.0;
  let turns = vec4<i32>(k);
  let odd = (turns & vec4<i32>(1)) == vec4<i32>(1);
  let negative = (turns & vec4<i32>(2)) == vec4<i32>(2);
  let value = select(s, c, odd);
  return select(value, -value, negative);
}
`;
