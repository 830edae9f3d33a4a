/**
 * @file The end of a step on the device: the sum of the groups' gradients, its norm, clipping, Adam and the moving average.
 *
 *     g = Σ_groups partial,   |g|² in parts,   m, v, θ, average as in `adamUpdate`
 *
 *     without clipping   sum-adam        one dispatch
 *     with clipping      sum, then adam  two: the scale needs the whole norm
 *
 * A gradient that is not finite leaves weights and moments as they are, in every later step too: `report.halted` holds the first
 * such step (counted from 1) until the host clears it, and that step's norm is not finite. In `sum-adam` a workgroup knows of
 * the others' numbers by the marks at the end of the groups' rows (`jets_backward`).
 *
 * |g|² is summed in f32, but never in a row longer than the squares of a workgroup, the parts of a lane, or the lanes: emulated on
 * normal and on heavy-tailed gradients of 4·10³ to 3·10⁵ numbers the norm was off by 3·10⁻⁷ at most, 6·10⁻⁸ as a rule, like any
 * rounding. Clipping is continuous in the norm: a decision that falls otherwise than in f64 changes a step by no more than that.
 * Beyond |g| = 1.8·10¹⁹ the square overflows: such a gradient halts the run here, where the CPU would still clip it.
 *
 * What changes from step to step is a row of a uniform buffer, chosen by a dynamic offset: N steps go into one submit. `partial`
 * is zero again after the sum, ready for the next batch; marks are not cleared.
 */
import type { AdamSettings, NetworkShape } from "../jets.ts";
import { powOf } from "../../../math/power.ts";
import { LANES } from "./plan.ts";
import { paddedParameters } from "./parameters.ts";

export type UpdateStage = "sum" | "adam" | "sum-adam";

/** Columns of four numbers that a workgroup of the sum is responsible for; the other lanes sum other groups. */
const SUM_COLUMNS = 16;

/** Bytes from row to row of the settings: what dynamic offsets have to be a multiple of everywhere. */
export const SETTINGS_STRIDE = 256;

const SETTINGS_BYTES = 64;

export interface UpdateBindings {
  /** Uniform with dynamic offset, `SETTINGS_STRIDE` apart. */
  readonly settings: number;
  readonly partial: number;
  /** Only where the stages are apart. */
  readonly gradient: number;
  readonly theta: number;
  readonly first: number;
  readonly second: number;
  readonly average: number;
  /** [4 bytes halted, then a row of `normParts` squared norms per settings slot]. */
  readonly report: number;
}

/** Which bindings a stage has, in the order of `UpdateBindings`. */
export function updateUses(stage: UpdateStage): readonly (keyof UpdateBindings)[] {
  switch (stage) {
    case "sum":
      return ["settings", "partial", "gradient", "report"];
    case "adam":
      return ["settings", "gradient", "theta", "first", "second", "average", "report"];
    case "sum-adam":
      return ["settings", "partial", "theta", "first", "second", "average", "report"];
    default:
      return stage satisfies never;
  }
}

/** Squared norms that a step leaves in the report, one a workgroup: their sum is |g|². */
export function normParts(shape: NetworkShape): number {
  return Math.ceil(paddedParameters(shape).floats / 4 / SUM_COLUMNS);
}

/** Workgroups to dispatch. */
export function updateGroups(shape: NetworkShape, stage: UpdateStage): number {
  return stage === "adam" ? Math.ceil(paddedParameters(shape).floats / 4 / LANES) : normParts(shape);
}

/** Row `slot` of the settings, for a batch that was spread over `groups`. The corrections are rounded once, from f64. */
export function writeSettings(view: DataView, slot: number, groups: number, settings: AdamSettings): void {
  const { step, rate, beta1, beta2, epsilon, clip, ema } = settings;
  const numbers = [
    ...[rate / (1 - powOf(beta1, step)), beta1, 1 - beta1, beta2, 1 - beta2],
    ...[1 / (1 - powOf(beta2, step)), epsilon, clip, ema, 1 - ema],
  ];
  const at = slot * SETTINGS_STRIDE;
  numbers.forEach((value, i) => {
    view.setFloat32(at + 4 * i, value, true);
  });
  [slot, step, groups].forEach((value, i) => {
    view.setUint32(at + 4 * (numbers.length + i), value, true);
  });
}

export function settingsBytes(slots: number): number {
  return (slots - 1) * SETTINGS_STRIDE + SETTINGS_BYTES;
}

/** A whole shader with the entry point `update`. */
export function updateWgsl(shape: NetworkShape, stage: UpdateStage, bindings: UpdateBindings): string {
  const columns = paddedParameters(shape).floats / 4;
  const uses = updateUses(stage);
  const declare = (name: keyof UpdateBindings): string => {
    const at = `@group(0) @binding(${String(bindings[name])}) var`;
    if (name === "settings") return `${at}<uniform> settings: Settings;`;
    if (name === "report") return `${at}<storage, read_write> report: Report;`;
    return `${at}<storage, read_write> ${name}: array<vec4<f32>>;`;
  };
  return `${uses.map(declare).join("\n")}
const COLUMNS = ${String(columns)}u;
const ROW = ${String(columns + 1)}u;
const NORM_PARTS = ${String(normParts(shape))}u;
${COMMON}${stage === "sum" ? "" : ADAM}${stage === "adam" ? ADAM_MAIN : sumMain(stage)}`;
}

const COMMON = `
struct Settings {
  rate: f32, beta1: f32, rest1: f32, beta2: f32, rest2: f32,
  unbias: f32, epsilon: f32, clip: f32, ema: f32, emaRest: f32,
  slot: u32, step: u32, groups: u32, pad0: u32, pad1: u32, pad2: u32,
}
struct Report { halted: atomic<u32>, norms: array<f32> }

fn is_finite(x: f32) -> bool { return (bitcast<u32>(x) & 0x7f800000u) != 0x7f800000u; }
fn all_finite(x: vec4<f32>) -> bool { return is_finite(x.x) && is_finite(x.y) && is_finite(x.z) && is_finite(x.w); }
`;

const ADAM = `
fn adam(i: u32, g: vec4<f32>) {
  let m = settings.beta1 * first[i] + settings.rest1 * g;
  let v = settings.beta2 * second[i] + settings.rest2 * g * g;
  let weights = theta[i] - settings.rate * m / (sqrt(v * settings.unbias) + settings.epsilon);
  first[i] = m;
  second[i] = v;
  theta[i] = weights;
  average[i] = settings.ema * average[i] + settings.emaRest * weights;
}

/** The step that goes wrong first is the one that is told. */
fn halt(workgroup: u32, lane: u32) {
  if (workgroup == 0u && lane == 0u && atomicLoad(&report.halted) == 0u) { atomicStore(&report.halted, settings.step); }
}
`;

function sumMain(stage: "sum" | "sum-adam"): string {
  return `
var<workgroup> sums: array<vec4<f32>, ${String(LANES)}>;
var<workgroup> squares: array<f32, ${String(SUM_COLUMNS)}>;
var<workgroup> marked: atomic<u32>;

@compute @workgroup_size(${String(LANES)})
fn update(@builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) workgroup: vec3<u32>) {
  let column = workgroup.x * ${String(SUM_COLUMNS)}u + lane % ${String(SUM_COLUMNS)}u;
  let owns = lane < ${String(SUM_COLUMNS)}u && column < COLUMNS;
  var sum = vec4<f32>(0.0);
  if (column < COLUMNS) {
    for (var k = lane / ${String(SUM_COLUMNS)}u; k < settings.groups; k += ${String(LANES / SUM_COLUMNS)}u) {
      sum += partial[k * ROW + column];
      partial[k * ROW + column] = vec4<f32>(0.0);
    }
  }
  sums[lane] = sum;
  for (var k = lane; k < settings.groups; k += ${String(LANES)}u) {
    if (partial[k * ROW + COLUMNS].x != 0.0) { atomicStore(&marked, 1u); }
  }
  workgroupBarrier();
  var g = vec4<f32>(0.0);
  if (owns) {
    for (var k = lane; k < ${String(LANES)}u; k += ${String(SUM_COLUMNS)}u) { g += sums[k]; }
  }
  if (lane < ${String(SUM_COLUMNS)}u) { squares[lane] = dot(g, g); }
  workgroupBarrier();
  if (lane == 0u) {
    var square = 0.0;
    for (var k = 0u; k < ${String(SUM_COLUMNS)}u; k++) { square += squares[k]; }
    report.norms[settings.slot * NORM_PARTS + workgroup.x] = square;
  }
  ${
    stage === "sum"
      ? "if (owns) { gradient[column] = g; }"
      : `if (atomicLoad(&marked) != 0u) { halt(workgroup.x, lane); }
  else if (owns && atomicLoad(&report.halted) == 0u && all_finite(g)) { adam(column, g); }`
  }
}
`;
}

const ADAM_MAIN = `
var<workgroup> squares: array<f32, ${String(LANES)}>;

@compute @workgroup_size(${String(LANES)})
fn update(@builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) workgroup: vec3<u32>) {
  var square = 0.0;
  for (var k = lane; k < NORM_PARTS; k += ${String(LANES)}u) { square += report.norms[settings.slot * NORM_PARTS + k]; }
  squares[lane] = square;
  workgroupBarrier();
  square = 0.0;
  for (var k = 0u; k < ${String(LANES)}u; k++) { square += squares[k]; }
  let i = workgroup.x * ${String(LANES)}u + lane;
  if (!is_finite(square)) { halt(workgroup.x, lane); }
  else if (i < COLUMNS && atomicLoad(&report.halted) == 0u) {
    let norm = sqrt(square);
    adam(i, gradient[i] * select(1.0, settings.clip / norm, settings.clip > 0.0 && norm > settings.clip));
  }
}
`;
