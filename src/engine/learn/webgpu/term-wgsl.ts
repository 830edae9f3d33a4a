/**
 * @file What the shaders of all terms share: their bindings, the frame around the tiles, and the sums of the loss.
 *
 *     for each tile of the group:   points → jets_forward → loss, ∂loss/∂J → jets_backward
 *     sums[slot, group, part] = Σ weight · ℓ over the group's samples
 *
 * A lane that has a sample does everything for it; the network is the work of all lanes. Samples beyond n are drawn as sample
 * n − 1 and weigh nothing.
 */
import { samplerAt } from "../draws.ts";
import type { Samplers } from "../../game/setup.ts";
import { type Expr, leaves } from "../../../math/expressions/expression.ts";
import { toWgsl } from "../../../math/expressions/wgsl.ts";
import type { Sampler } from "../../../math/laws/sampler.ts";
import type { Density } from "../../../catalogue/define.ts";
import type { NoiseLaw } from "../../../catalogue/terms.ts";
import type { Binding } from "../../game/binding.ts";
import type { Channels } from "../../game/evaluation.ts";
import type { NetworkShape } from "../../kernels/jets.ts";
import { densityWgsl } from "../../kernels/webgpu/density-wgsl.ts";
import { COUNTER_WGSL, drawTable, rowWgsl, timeWgsl, type DrawnLaw } from "../../kernels/webgpu/draws-wgsl.ts";
import { groupsFor } from "../../kernels/webgpu/plan.ts";
import { type TileLibrary, tileLibrary } from "../../kernels/webgpu/tile-wgsl.ts";
import type { StepRow } from "./row.ts";

export const BINDINGS = { theta: 0, scratch: 1, partial: 2, table: 3, row: 4, sums: 5, stored: 6 } as const;

/** Rows of `sums` for a step: the same for all terms, whatever their tiles. */
export const mostGroups = (partialRow: number): number => groupsFor(Number.POSITIVE_INFINITY, partialRow);

/** Why a run cannot be trained by fused steps; it then takes the generic route. */
export class NotFused extends Error {}

export interface TermGiven {
  readonly shape: NetworkShape;
  readonly binding: Binding;
  readonly row: StepRow;
  /** n. */
  readonly samples: number;
  readonly seed: number;
  readonly samplers: Samplers;
  readonly data: Density | null;
  /** Parts of the loss in all, and the first of this term. */
  readonly parts: number;
  readonly firstPart: number;
  /** maxComputeWorkgroupStorageSize of the device. */
  readonly workgroupBytes: number;
}

export interface TermShader {
  readonly wgsl: string;
  readonly library: TileLibrary;
  readonly groups: number;
  /** What it draws from and compares with. */
  readonly table: Float32Array;
  /** Numbers it keeps for its adjoint, all groups together. */
  readonly storedFloats: number;
}

/** Statements for some roots: each result is used as its text says. */
export function statements(roots: readonly Expr[], leaf: (name: string) => string, use: readonly ((value: string) => string)[]): string {
  const { body, results } = toWgsl(roots, leaf);
  return `{\n${body}\n${results.map((value, i) => use[i]!(value)).join("\n")}\n}`;
}

/** tile_points of this lane from x1, x2, t. */
export function inputStatements({ binding, row }: TermGiven, leaf: ReadonlyMap<string, string>): string {
  const roots = [...binding.y, binding.tau];
  const stride = String(roots.length);
  return statements(
    roots,
    (name) => leaf.get(name) ?? row.live(name),
    roots.map((_, k) => (value) => `tile_points[lane * ${stride}u + ${String(k)}u] = ${value};`),
  );
}

/** The jets of this lane, by leaf name. */
export function jetTexts(channels: Channels): Map<string, string> {
  const width = String(channels.names.length);
  return new Map(channels.names.map((name, c) => [name, `tile_jets[lane * ${width}u + ${String(c)}u]`]));
}

/** Writes ∂S/∂J of this lane. */
export const cotangentUses = (channels: Channels): readonly ((value: string) => string)[] =>
  channels.names.map(
    (_, c) => (value) => `tile_gjets[lane * ${String(channels.names.length)}u + ${String(c)}u] = select(0.0f, ${value}, real);`,
  );

export interface ShaderFrame {
  readonly given: TermGiven;
  readonly channels: Channels;
  /** Whether the adjoint reaches the points. */
  readonly points: boolean;
  readonly level: NoiseLaw | undefined;
  /** Laws that rows are drawn from, and those whose density or score is read. */
  readonly drawn: readonly ("data" | "reference")[];
  readonly densities: readonly ("reference" | "target")[];
  /** How many parts of the loss it has. */
  readonly own: number;
  readonly stored?: { readonly declaration: string; readonly floatsPerSample: number };
  /** Functions and constants before `main`. */
  readonly before: string;
  /** The work on one tile: `i` is this lane's sample, `real` whether there is one; adds to `part0` … */
  readonly tile: string;
}

export function termShader(frame: ShaderFrame): TermShader {
  const { given, channels, densities, drawn } = frame;
  const { samples, row, samplers } = given;
  const library = tileLibrary({
    shape: given.shape,
    channels: channels.wanted,
    adjoint: true,
    points: frame.points,
    bindings: BINDINGS,
    workgroupBytes: given.workgroupBytes,
  });
  if (library.tile > library.lanes) throw new Error("a lane would have two samples");
  const groups = groupsFor(Math.ceil(samples / library.tile), library.partialRow);
  const own = Array.from({ length: frame.own }, (_, k) => k);
  const target = densities.includes("target") ? targetOf(given.data) : undefined;
  const sections: Partial<Record<DrawnLaw, Sampler>> = {
    ...(drawn.includes("data") ? { data: samplerAt(samplers, "data") } : {}),
    ...(drawn.includes("reference") || densities.includes("reference") ? { reference: samplers.reference } : {}),
    ...(target === undefined ? {} : { target }),
  };
  if (densities.includes("reference") && !hasDensity(samplers.reference))
    throw new NotFused("the density of this reference is not known in a form that the GPU can evaluate");
  const wgsl = `${library.wgsl}
@group(0) @binding(${String(BINDINGS.table)}) var<storage, read> table: array<f32>;
${row.declaration}
@group(0) @binding(${String(BINDINGS.sums)}) var<storage, read_write> sums: array<f32>;
${frame.stored?.declaration ?? ""}
const SAMPLES = ${String(samples)}u;
const ROWS = ${String(mostGroups(library.partialRow))}u;
const GROUPS = ${String(groups)}u;
var<workgroup> lane_sums: array<f32, ${String(library.lanes)}>;
${COUNTER_WGSL}
${drawn.map((section) => rowWgsl(section, samplerAt(samplers, section), "table", samples)).join("")}
${frame.level === undefined ? "" : timeWgsl("table")}
${densities.map((section) => densityWgsl(section, section === "target" ? target! : samplers.reference, "table")).join("")}
${frame.before}
@compute @workgroup_size(${String(library.lanes)})
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) lane: u32) {
  let group = workgroup.x;
  ${own.map((k) => `var part${String(k)} = 0.0f;`).join("\n  ")}
  for (var first = group * TILE; first < SAMPLES; first += GROUPS * TILE) {
    let i = min(first + lane, SAMPLES - 1u);
    let real = lane < TILE && first + lane < SAMPLES;
    ${frame.tile}
  }
  ${own.map((k) => sumOf(k, given)).join("\n  ")}
}
`;
  return {
    wgsl,
    library,
    groups,
    table: drawTable({ sections, level: frame.level }),
    storedFloats: groups * library.tile * (frame.stored?.floatsPerSample ?? 0),
  };
}

const sumOf = (k: number, { row, parts, firstPart }: TermGiven): string => `lane_sums[lane] = part${String(k)};
  workgroupBarrier();
  if (lane == 0u) {
    var sum = 0.0f;
    for (var j = 0u; j < TILE; j++) { sum += lane_sums[j]; }
    sums[(${row.slot} * ROWS + group) * ${String(parts)}u + ${String(firstPart + k)}u] = sum;
  }
  workgroupBarrier();`;

/** A soft uniform has one too, but it is made of differences of Φ, which no shader here computes. */
const hasDensity = ({ noise, density }: Sampler): boolean => (noise !== "none" && noise !== "soft-uniform") || density !== undefined;

function targetOf(data: Density | null): Sampler {
  const target = data?.sampler?.();
  if (target === undefined || !hasDensity(target))
    throw new NotFused("the density of these data is not known in a form that the GPU can evaluate");
  return target;
}

/** Whether a leaf occurs in some roots. */
export const reads = (roots: readonly Expr[], name: string): boolean => leaves(roots).has(name);
