/**
 * @file The activations as WGSL: a, a′, a″ and a‴, four numbers at a time.
 *
 * WGSL promises tanh and sin to 1e-5 and 5e-4 only, so both are computed here, with the series of the wasm kernel. NaN is
 * carried by its bits: a shader compiler may assume that no number is NaN, `clamp` may lose it, and so may `exp`.
 */
import { activations } from "../../../catalogue/activations.ts";
import { literal } from "../../../math/expressions/wgsl.ts";
import { type LaneLanguage, laneText } from "../lanes-text.ts";

/** `jets_activate(z)`: h = a(z) with a′, a″, a‴; what a shader does not use its compiler drops. */
export function activationsWgsl(id: string): string {
  const text = laneText(WGSL);
  const { statements, result } = text.inside(() => {
    const { value, first, second, third } = activations.get(id).slopes("z", text.lanes);
    return `return Slopes(${[value, first(), second(), third()].join(", ")});`;
  });
  return `${MATHS}
struct Slopes { h: vec4<f32>, first: vec4<f32>, second: vec4<f32>, third: vec4<f32> }

fn jets_activate(z: vec4<f32>) -> Slopes {
  ${[...statements, result].join("\n  ")}
}
`;
}

const WGSL: LaneLanguage = {
  keyword: "let",
  number: literal,
  add: (_, a, b) => `${a} + ${b}`,
  sub: (_, a, b) => `${a} - ${b}`,
  mul: (_, a, b) => `${a} * ${b}`,
  div: (_, a, b) => `${a} / ${b}`,
  muladd: (_, a, b, c) => `${a} * ${b} + ${c}`,
  neg: (_, a) => `-${a}`,
  abs: (_, a) => `abs(${a})`,
  positive: (_, a) => `jets_keep_nan(max(${a}, vec4<f32>(0.0)), ${a})`,
  choose: (_, a, yes, no) => `select(${no}, ${yes}, ${a} >= vec4<f32>(0.0))`,
  expNegative: (_, a) => `jets_keep_nan(exp(${a}), ${a})`,
  logOnePlus: (_, a) => `jets_log_one_plus(${a})`,
  tanh: (_, a) => `jets_tanh(${a})`,
  sine(named, a) {
    const k = named(`round(${a} * 0.63661977)`);
    return `jets_keep_nan(jets_sine_after(${named(`jets_after_quarter_turns(${a}, ${k})`)}, ${k}), ${a})`;
  },
  cosine(named, a) {
    const k = named(`round(${a} * 0.63661977)`);
    return `jets_keep_nan(jets_sine_after(${named(`jets_after_quarter_turns(${a}, ${k})`)}, ${k} + 1.0), ${a})`;
  },
  polynomial: (named, a, coefficients) =>
    coefficients
      .slice(2)
      .reduce(
        (sum, c) => named(`${sum} * ${a} + ${literal(c)}`),
        named(`${literal(coefficients[0]!)} * ${a} + ${literal(coefficients[1]!)}`),
      ),
};

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
