/**
 * @file Log-density and score of a mixture of one shifted and scaled law, in WGSL, from the rows of the draw table.
 *
 *     v_k = F_k⁻¹ (x − m_k)              log ρ = log Σ exp(h_k + ℓ(v_k)),         h_k = log w_k − log det F_k + const
 *     normal     ℓ = −½|v|²              ∇log ρ = Σ r_k g_k,   r_k = exp(h_k + ℓ(v_k) − log ρ),   g_k = −F_k⁻ᵀ v_k
 *     Laplace    ℓ = −|v|                g = −sgn(v)/F
 *     uniform    ℓ = 0 in the box, else −∞; boxes do not overlap: log ρ is the height of the box, its score 0
 *
 * Sums of exponentials are taken relative to the largest, found in a first loop: one exponential a row. As on the CPU. A place
 * that is none has no density: found by its bits, because shaders may lose NaN in max, exp and log (`expression-wgsl`).
 */
import { toWgsl } from "../../../math/expressions/wgsl.ts";
import type { Sampler } from "../../../math/laws/sampler.ts";
import { minusInfinity, type DrawnLaw, sectionWgsl, tableStride } from "./draws-wgsl.ts";

/** `fn logDensity<Section>(x: vec2f) -> f32` and `fn score<Section>(x: vec2f) -> vec2f`; on the line x.y is not read and score.y is 0. */
export function densityWgsl(
  section: Exclude<DrawnLaw, "data">,
  from: Pick<Sampler, "dimension" | "noise" | "density">,
  table: string,
): string {
  const name = section === "reference" ? "Reference" : "Target";
  if (from.density !== undefined) return formula(name, from.density);
  if (from.noise === "none" || from.noise === "soft-uniform") throw new Error("Given points and blurred boxes have no density here.");
  return from.noise === "uniform" ? boxes(name, section, from, table) : mixture(name, section, from, table);
}

/** What the user typed, printed. */
function formula(name: string, { log, score }: NonNullable<Sampler["density"]>): string {
  const leaf = (axis: string): string => (axis === "x1" ? "x.x" : "x.y");
  const [value, slope] = [toWgsl([log], leaf), toWgsl(score, leaf)];
  return `
fn logDensity${name}(x: vec2f) -> f32 {
${value.body}
return ${value.results.join("")};
}
fn score${name}(x: vec2f) -> vec2f {
${slope.body}
return vec2f(${slope.results[0] ?? "0.0f"}, ${slope.results[1] ?? "0.0f"});
}
`;
}

function mixture(name: string, section: DrawnLaw, from: Pick<Sampler, "dimension" | "noise">, table: string): string {
  const { start, count } = sectionWgsl(section, table);
  const stride = tableStride(from);
  const at = (offset: number): string => `${table}[o + ${String(offset)}u]`;
  const plane = from.dimension === 2;
  const scaled = plane
    ? `let v1 = (x.x - ${at(1)}) / ${at(3)};
  return vec2f(v1, (x.y - ${at(2)} - ${at(4)} * v1) / ${at(5)});`
    : `return vec2f((x.x - ${at(1)}) / ${at(2)}, 0.0f);`;
  const exponent = from.noise === "normal" ? "-0.5f * dot(v, v)" : "-abs(v.x)";
  const slope =
    from.noise === "laplace"
      ? `return vec2f(-sign(v.x) / ${at(2)}, 0.0f);`
      : plane
        ? `let g2 = -v.y / ${at(5)};
  return vec2f(-(v.x + ${at(4)} * g2) / ${at(3)}, g2);`
        : `return vec2f(-v.x / ${at(2)}, 0.0f);`;
  const loop = (body: string): string => `for (var k = 0u; k < count; k++) {
    let o = start + k * ${String(stride)}u;
    ${body}
  }`;
  const bits = (letter: string): string => `bitcast<u32>(x.${letter}) & 0x7fffffffu`;
  const worst = plane ? `max(${bits("x")}, ${bits("y")})` : bits("x");
  return `
fn nowhere${name}(x: vec2f, value: f32) -> f32 {
  let worst = ${worst};
  return select(value, bitcast<f32>(worst | 0x7fc00000u), worst >= 0x7f800000u);
}
fn scaled${name}(o: u32, x: vec2f) -> vec2f {
  ${scaled}
}
fn slope${name}(o: u32, v: vec2f) -> vec2f {
  ${slope}
}
fn log${name}(o: u32, v: vec2f) -> f32 { return ${at(stride - 1)} + ${exponent}; }
fn largest${name}(x: vec2f) -> f32 {
  let start = ${start};
  let count = ${count};
  var largest = ${minusInfinity(table)};
  ${loop(`largest = max(largest, log${name}(o, scaled${name}(o, x)));`)}
  return largest;
}
fn logDensity${name}(x: vec2f) -> f32 {
  let start = ${start};
  let count = ${count};
  let largest = largest${name}(x);
  var mass = 0.0f;
  ${loop(`mass += exp(log${name}(o, scaled${name}(o, x)) - largest);`)}
  return nowhere${name}(x, largest + log(mass));
}
fn score${name}(x: vec2f) -> vec2f {
  let start = ${start};
  let count = ${count};
  let largest = largest${name}(x);
  var mass = 0.0f;
  var total = vec2f(0.0f);
  ${loop(`let v = scaled${name}(o, x);
    let r = exp(log${name}(o, v) - largest);
    mass += r;
    total += r * slope${name}(o, v);`)}
  return vec2f(nowhere${name}(x, total.x / mass), nowhere${name}(x, total.y / mass));
}
`;
}

function boxes(name: string, section: DrawnLaw, from: Pick<Sampler, "dimension" | "noise">, table: string): string {
  const { start, count } = sectionWgsl(section, table);
  const stride = tableStride(from);
  const at = (offset: number): string => `${table}[o + ${String(offset)}u]`;
  const inside = from.dimension === 2 ? [axis("x", at(1), at(3)), axis("y", at(2), at(5))] : [axis("x", at(1), at(2))];
  return `
fn logDensity${name}(x: vec2f) -> f32 {
  let start = ${start};
  let count = ${count};
  var value = ${minusInfinity(table)};
  for (var k = 0u; k < count; k++) {
    let o = start + k * ${String(stride)}u;
    if (${inside.join(" && ")}) { value = ${at(stride - 1)}; }
  }
  return value;
}
fn score${name}(x: vec2f) -> vec2f { return vec2f(0.0f); }
`;
}

/** low ≤ x ≤ low + size. */
const axis = (letter: string, low: string, size: string): string => `x.${letter} >= ${low} && x.${letter} <= ${low} + ${size}`;
