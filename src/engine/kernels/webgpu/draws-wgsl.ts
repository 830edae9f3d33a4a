/**
 * @file Draws by counting in WGSL: the same words as counter.ts, the same rows as sampler.ts, the same layout as draws.ts.
 *
 * Everything a draw or a density reads lies in one storage buffer of f32, so that new data are a new buffer and never a new
 * shader. With `width` as in sampler.ts and start, count from the header:
 *
 *     header    16 numbers, see `Header`                                  integers below 2²⁴ are exact
 *     section   data, reference, target:  count rows of [cumulative weight | location, factor: width | log height]
 *     times     s at even noise levels from low to high
 *
 * `data` is what batches are drawn from (a training set has no factor, so no height), `target` the data's law where it is known.
 */
import type { NoiseLaw, PointSource } from "../../../catalogue/terms.ts";
import { ATANH, COSINE, SINE } from "../../../math/counter.ts";
import { literal, toWgsl } from "../../../math/expressions/wgsl.ts";
import { FEISTEL } from "../../../math/laws/shuffled-epochs.ts";
import { rowWidth, type Sampler } from "../../../math/laws/sampler.ts";
import { layoutOf, type NormalPlace, type CounterPlace } from "../../learn/draws.ts";

export type DrawnLaw = "data" | "reference" | "target";

/** Where each number of the header lies. `minusInfinity` is stored because WGSL cannot write it. */
const HEADER = {
  data: 0,
  reference: 2,
  target: 4,
  times: 6,
  mean: 8,
  sd: 9,
  low: 10,
  high: 11,
  perLevel: 12,
  minusInfinity: 13,
} as const;

const HEADER_LENGTH = 16;

/** Numbers of a row in the table. */
export const tableStride = (from: Pick<Sampler, "dimension" | "noise">): number =>
  1 + rowWidth(from.dimension, from.noise) + (from.noise === "none" ? 0 : 1);

export interface TableGiven {
  readonly sections: Readonly<Partial<Record<DrawnLaw, Sampler>>>;
  readonly level: NoiseLaw | undefined;
}

/** The whole buffer. A sampler that serves two sections is stored once. */
export function drawTable({ sections, level }: TableGiven): Float32Array {
  const header = new Float32Array(HEADER_LENGTH);
  header[HEADER.minusInfinity] = -Infinity;
  const parts: Float32Array[] = [header];
  let length = HEADER_LENGTH;
  const push = (part: Float32Array): number => {
    parts.push(part);
    length += part.length;
    return length - part.length;
  };
  const starts = new Map<Sampler, number>();
  for (const name of ["data", "reference", "target"] as const) {
    const from = sections[name];
    if (from === undefined) continue;
    const start = starts.get(from) ?? push(rowsOf(from));
    starts.set(from, start);
    header.set([start, from.count], HEADER[name]);
  }
  if (level !== undefined) {
    const { mean, sd, low, high, times } = level;
    header.set([push(times), times.length], HEADER.times);
    header.set([mean, sd, low, high, (times.length - 1) / (high - low)], HEADER.mean);
  }
  const table = new Float32Array(length);
  let at = 0;
  for (const part of parts) {
    table.set(part, at);
    at += part.length;
  }
  return table;
}

function rowsOf(from: Sampler): Float32Array {
  const width = rowWidth(from.dimension, from.noise);
  const stride = tableStride(from);
  const table = new Float32Array(from.count * stride);
  for (let k = 0; k < from.count; k++) {
    table[k * stride] = from.cumulative[k]!;
    table.set(from.rows.subarray(k * width, (k + 1) * width), k * stride + 1);
    if (from.noise !== "none") table[(k + 1) * stride - 1] = from.logHeights[k]!;
  }
  return table;
}

/** `a[0] + q * (a[1] + …)`. */
const horner = (coefficients: readonly number[], q: string): string =>
  coefficients.reduceRight((inner, c) => (inner === "" ? literal(c) : `${literal(c)} + ${q} * (${inner})`), "");

/** pcg4d, uniforms, normals and Laplace draws. Needs nothing. */
export const COUNTER_WGSL = `
fn pcg4d(counter: vec4u) -> vec4u {
  var v = counter * 1664525u + 1013904223u;
  v.x += v.y * v.w; v.y += v.z * v.x; v.z += v.x * v.y; v.w += v.y * v.z;
  v ^= v >> vec4u(16u);
  v.x += v.y * v.w; v.y += v.z * v.x; v.z += v.x * v.y; v.w += v.y * v.z;
  return v;
}
fn oddOf(word: u32) -> u32 { return ((word >> 9u) << 1u) | 1u; }
fn uniformOf(word: u32) -> f32 { return f32(oddOf(word)) * ${literal(2 ** -24)}; }
/* -log(m 2^-bits), 1 <= m < 2^24 */
fn minusLog(m: u32, bits: i32) -> f32 {
  var exponent = i32(firstLeadingBit(m));
  var f = bitcast<f32>((bitcast<u32>(f32(m)) & 0x007fffffu) | 0x3f800000u);
  if (f > ${literal(Math.SQRT2)}) { f *= 0.5f; exponent += 1; }
  let r = (f - 1.0f) / (f + 1.0f);
  let q = r * r;
  return f32(bits - exponent) * ${literal(Math.LN2)} - r * (${horner(ATANH, "q")});
}
fn normalPair(first: u32, second: u32) -> vec2f {
  let length = sqrt(2.0f * minusLog(oddOf(first), 24));
  let turn = i32(oddOf(second));
  let quarters = (turn + ${String(1 << 21)}) >> 22u;
  let a = f32(turn - quarters * ${String(1 << 22)}) * ${literal((2 * Math.PI) / 2 ** 24)};
  let q = a * a;
  let s = a * (${horner(SINE, "q")});
  let c = ${horner(COSINE, "q")};
  let swapped = (quarters & 1) == 1;
  let cosine = select(c, s, swapped);
  let sine = select(s, c, swapped);
  return length * vec2f(select(-cosine, cosine, ((quarters + 1) & 2) == 0), select(-sine, sine, (quarters & 2) == 0));
}
fn laplaceOf(word: u32) -> f32 {
  let m = oddOf(word);
  if (m < ${String(1 << 23)}u) { return -minusLog(m, 23); }
  return minusLog(${String(1 << 24)}u - m, 23);
}
`;

const word = (value: number): string => `${String(value >>> 0)}u`;

/** The twin of shuffled-epochs.ts, for steps of so many samples. */
const epochWgsl = (samples: number): string => `
fn epochRow(count: u32, step: u32, i: u32, key: u32) -> u32 {
  let half = max(1u, (33u - countLeadingZeros(count - 1u)) >> 1u);
  let mask = (1u << half) - 1u;
  let inEpochs = (step % count) * ${word(samples)} + i;
  let epoch = (step / count) * ${word(samples)} + inEpochs / count;
  let keyed = key ^ (epoch * ${word(FEISTEL.golden)});
  var at = inEpochs % count;
  loop {
    var left = at >> half;
    var right = at & mask;
    for (var round = 0u; round < ${word(FEISTEL.rounds)}; round++) {
      var z = (right + (round + 1u) * ${word(FEISTEL.golden)}) ^ keyed;
      z = (z ^ (z >> 16u)) * ${word(FEISTEL.first)};
      z = (z ^ (z >> 15u)) * ${word(FEISTEL.second)};
      z = (z ^ (z >> 15u)) & mask;
      let next = left ^ z;
      left = right;
      right = next;
    }
    at = (left << half) + right;
    if (at < count) { break; }
  }
  return at;
}
`;

/**
 * A row's place in the table and a draw of the section's law from the words of block 0, or by epochs from where the sample is:
 * `drawData(words, i, step, key) -> vec2f`.
 * @param samples of a step
 */
export function rowWgsl(section: DrawnLaw, from: Pick<Sampler, "dimension" | "noise" | "epochs">, table: string, samples: number): string {
  const { dimension: d, noise, epochs } = from;
  const at = (offset: number): string => `${table}[o + ${String(offset)}u]`;
  const locations = d === 2 ? [at(1), at(2)] : [at(1)];
  const xi = {
    none: "",
    normal: "let xi = normalPair(words.z, words.w);",
    uniform: "let xi = vec2f(uniformOf(words.z), uniformOf(words.w));",
    laplace: "let xi = vec2f(laplaceOf(words.z), laplaceOf(words.w));",
    "soft-uniform": `let xi = vec2f(uniformOf(words.z), uniformOf(words.w));
  let more = pcg4d(words);
  let blur = ${at(rowWidth(d, noise))} * normalPair(more.x, more.y);`,
  }[noise];
  const blurred = (axis: "x" | "y"): string => (noise === "soft-uniform" ? ` + blur.${axis}` : "");
  const moved =
    noise === "none"
      ? locations
      : d === 1
        ? [`${locations[0]!} + ${at(2)} * xi.x${blurred("x")}`]
        : [`${locations[0]!} + ${at(3)} * xi.x${blurred("x")}`, `${locations[1]!} + ${at(4)} * xi.x + ${at(5)} * xi.y${blurred("y")}`];
  const name = capital(section);
  const row = epochs
    ? `u32(${table}[${String(HEADER[section])}]) + epochRow(u32(${table}[${String(HEADER[section] + 1)}]), step, i, key) * ${String(tableStride(from))}u`
    : `row${name}(uniformOf(words.x))`;
  return `
${epochs ? epochWgsl(samples) : ""}
fn row${name}(u: f32) -> u32 {
  let start = u32(${table}[${String(HEADER[section])}]);
  var low = 0u;
  var high = u32(${table}[${String(HEADER[section] + 1)}]) - 1u;
  while (low < high) {
    let middle = (low + high) >> 1u;
    if (u < ${table}[start + middle * ${String(tableStride(from))}u]) { high = middle; } else { low = middle + 1u; }
  }
  return start + low * ${String(tableStride(from))}u;
}
fn draw${name}(words: vec4u, i: u32, step: u32, key: u32) -> vec2f {
  let o = ${row};
  ${xi}
  return vec2f(${moved[0]!}, ${moved[1] ?? "0.0f"});
}
`;
}

/** s at the noise level of a standard normal: `noiseTime(z) -> f32`. */
export const timeWgsl = (table: string): string => `
fn noiseTime(z: f32) -> f32 {
  let start = u32(${table}[${String(HEADER.times)}]);
  let last = u32(${table}[${String(HEADER.times + 1)}]) - 2u;
  let low = ${table}[${String(HEADER.low)}];
  let level = clamp(${table}[${String(HEADER.mean)}] + ${table}[${String(HEADER.sd)}] * z, low, ${table}[${String(HEADER.high)}]);
  let at = (level - low) * ${table}[${String(HEADER.perLevel)}];
  let k = min(last, u32(at));
  let s = ${table}[start + k];
  return s + (at - f32(k)) * (${table}[start + k + 1u] - s);
}
`;

/** `${table}[…]` of −∞. */
export const minusInfinity = (table: string): string => `${table}[${String(HEADER.minusInfinity)}]`;

/** Start and count of a section. */
export const sectionWgsl = (section: DrawnLaw, table: string): { readonly start: string; readonly count: string } => ({
  start: `u32(${table}[${String(HEADER[section])}])`,
  count: `u32(${table}[${String(HEADER[section] + 1)}])`,
});

/**
 * One sample of a source: a struct of its columns and `fn draw<name>(i: u32, step: u32, key: u32) -> Drawn<name>`.
 * Needs COUNTER_WGSL, and where the source reads them `rowWgsl` of its rows, `timeWgsl`, `densityWgsl` of the reference.
 * @param uniform the WGSL text of a leaf that is one number per step
 */
export function sourceWgsl(name: string, source: PointSource, uniform: (leaf: string) => string): string {
  const layout = layoutOf(source);
  const type = `Drawn${name}`;
  const pair = (place: CounterPlace): string => `pair${String(place.block)}${"xyzw"[place.lane]!}`;
  const normal = (place: NormalPlace): string => `${pair(place)}.${place.second ? "y" : "x"}`;
  const allNormals = [...(layout.level === undefined ? [] : [layout.level]), ...layout.normals];
  const pairs = allNormals
    .filter((place) => !place.second)
    .map((place) => {
      const [words, lanes] = [`words${String(place.block)}`, place.lane === 0 ? ["x", "y"] : ["z", "w"]];
      return `let ${pair(place)} = normalPair(${words}.${lanes[0]!}, ${words}.${lanes[1]!});`;
    });
  const flat = (place: CounterPlace): string => `uniformOf(words${String(place.block)}.${"xyzw"[place.lane]!})`;
  const blocks = new Set(
    [...layout.normals, ...layout.uniforms, ...(layout.level === undefined ? [] : [layout.level])].map((p) => p.block),
  );
  if (source.rows !== "none") blocks.add(0);
  if (layout.origin !== undefined) blocks.add(layout.origin);
  const texts = new Map<string, string>([
    ["y1", "y.x"],
    ["y2", "y.y"],
    ["o1", "origin.x"],
    ["o2", "origin.y"],
    ["s", "s"],
    ["t", "drawn.t"],
    ["referenceScore1", "score.x"],
    ["referenceScore2", "score.y"],
    ...layout.normals.map((place, j) => [`z${String(j + 1)}`, normal(place)] as const),
    ...layout.uniforms.map((place, j) => [`u${String(j + 1)}`, flat(place)] as const),
  ]);
  const leaf = (wanted: string): string => texts.get(wanted) ?? uniform(wanted);
  const time = toWgsl([source.t], leaf);
  const outputs = [...source.x.map((_, i) => `x${String(i + 1)}`), ...Object.keys(source.columns)];
  const points = toWgsl([...source.x, ...Object.values(source.columns)], leaf);
  return `
struct ${type} { t: f32, ${outputs.map((column) => `${column}: f32`).join(", ")} }
fn draw${name}(i: u32, step: u32, key: u32) -> ${type} {
  var drawn: ${type};
  ${[...blocks].map((b) => `let words${String(b)} = pcg4d(vec4u(i, step, ${String(b)}u, key));`).join("\n  ")}
  ${pairs.join("\n  ")}
  ${source.rows === "none" ? "" : `let y = draw${capital(source.rows)}(words0, i, step, key);`}
  ${source.origin === undefined ? "" : `let origin = draw${capital(source.origin)}(words${String(layout.origin)}, i, step, key);`}
  ${layout.level === undefined ? "" : `let s = noiseTime(${normal(layout.level)});`}
  ${points.body.includes("score.") ? "let score = scoreReference(y);" : ""}
  {
    ${time.body}
    drawn.t = ${time.results[0]!};
  }
  ${points.body}
  ${outputs.map((column, r) => `drawn.${column} = ${points.results[r]!};`).join("\n  ")}
  return drawn;
}
`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
