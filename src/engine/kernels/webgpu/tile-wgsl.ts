/**
 * @file The tile library: the text a shader pastes in to have the jets of a network, and their adjoint, a tile of samples at a time.
 *
 *     jets_forward(lane, group)     tile_points (, tile_directions) → tile_jets
 *     jets_backward(lane, group)    tile_gjets → the group's row of `partial` += Σ gJ·∂J/∂θ,  tile_gpoints = gJ·∂J/∂y
 *
 * Both are called by all `LANES` lanes of a workgroup in uniform control flow, and begin and end with a barrier. `group` numbers
 * the workgroup and chooses its slices of `scratch` and `partial`. `jets_backward` is for the tile of the last `jets_forward`. A
 * tile with fewer samples is filled up with any finite points and tile_gjets = 0.
 *
 *     tile_points      [TILE, d + 1]             ξ = (y, τ)
 *     tile_directions  [TILE, d]                 only with the channel "direction"
 *     tile_jets        [TILE, outputs · C]       tile_gjets likewise
 *     tile_gpoints     [TILE, d]
 *     theta            padded weights (parameters.ts)
 *     partial          [groups, floats + 4]: to be zero before a batch. The last vec4 of a row is not 0 if the row is not finite.
 */
import { featureCount, type JetChannels, type NetworkShape } from "../jets.ts";
import { activationsWgsl } from "./activations-wgsl.ts";
import { inputsBackWgsl, inputsWgsl } from "./inputs-wgsl.ts";
import { backwardWgsl, forwardWgsl } from "./jets-wgsl.ts";
import { layerWgsl } from "./layer-wgsl.ts";
import { LANES, planTile, type TilePlan } from "./plan.ts";
import { multiplyWgsl, productsBackWgsl } from "./products-wgsl.ts";
import { tailBackWgsl, tailWgsl } from "./quadratic-wgsl.ts";

export interface TileRequest {
  readonly shape: NetworkShape;
  readonly channels: JetChannels;
  /** Without: no `jets_backward`, no scratch, no partial. */
  readonly adjoint: boolean;
  /** Whether `jets_backward` writes tile_gpoints. */
  readonly points: boolean;
  /** Binding numbers in `@group(0)`; scratch and partial are only declared with `adjoint`. */
  readonly bindings: { readonly theta: number; readonly scratch: number; readonly partial: number };
  /** maxComputeWorkgroupStorageSize of the device; the least that WebGPU allows if not given. */
  readonly workgroupBytes?: number;
}

export interface TileLibrary {
  /** Samples a workgroup handles at a time. */
  readonly tile: number;
  /** Workgroup size. */
  readonly lanes: number;
  /** C. */
  readonly channels: number;
  readonly wgsl: string;
  /** Workgroup memory that the library declares. */
  readonly workgroupBytes: number;
  /** Numbers in theta. */
  readonly parameterFloats: number;
  /** Numbers in one group's row of `partial`. */
  readonly partialRow: number;
  scratchFloats(groups: number): number;
  partialFloats(groups: number): number;
}

export function tileLibrary(request: TileRequest): TileLibrary {
  const { shape, channels, adjoint, points } = request;
  const plan = planTile(shape, channels, request.workgroupBytes);
  const { floats } = plan.parameters;
  const partialRow = floats + 4;
  const wgsl = [
    declarations(plan, request),
    activationsWgsl(shape.activation),
    layerWgsl(plan),
    inputsWgsl(plan),
    multiplyWgsl(plan),
    tailWgsl(plan),
    forwardWgsl(plan, adjoint),
    ...(adjoint ? [inputsBackWgsl(plan), productsBackWgsl(plan), tailBackWgsl(plan), backwardWgsl(plan, points)] : []),
  ].join("");
  return {
    tile: plan.tile,
    lanes: LANES,
    channels: plan.count,
    wgsl,
    workgroupBytes: plan.workgroupBytes,
    parameterFloats: floats,
    partialRow,
    scratchFloats: (groups) => 4 * groups * shape.depth * plan.perLane * plan.count * LANES,
    partialFloats: (groups) => groups * partialRow,
  };
}

function declarations(plan: TilePlan, { shape, channels, adjoint, bindings }: TileRequest): string {
  const { parameters, tile, count, linear, perLane } = plan;
  const { columns, firstBias, secondLayer, layer, output, tail, tailCount, floats } = parameters;
  const { dimension, outputs, depth } = shape;
  const matrix = tile * count * columns;
  const last = (depth - 1) % 2; // where the forward pass leaves h_D
  const constants: Record<string, number> = {
    ...{ TILE: tile, LANES, DIMENSION: dimension, OUTPUTS: outputs, DEPTH: depth, CHANNELS: count, LINEAR: linear },
    ...{ FEATURES: featureCount(shape), COLUMNS: columns, PER_LANE: perLane },
    ...{ FIRST_BIAS: firstBias, SECOND_LAYER: secondLayer, LAYER: layer, OUTPUT: output, TAIL: tail, TAIL_COUNT: tailCount },
    ...{ MATRIX: matrix, HIDDEN: last * matrix, ADJOINT: (1 - last) * matrix, PARTIAL_ROW: floats / 4 + 1 },
  };
  const lines = Object.entries(constants).map(([name, value]) => `const ${name} = ${String(value)}u;`);
  const shared = (name: string, type: string, length: number) => `var<workgroup> ${name}: array<${type}, ${String(length)}>;`;
  lines.push(
    shared("tile_points", "f32", tile * (dimension + 1)),
    shared("tile_jets", "f32", tile * outputs * count),
    shared("tile_rows", "vec4<f32>", 2 * matrix),
    `@group(0) @binding(${String(bindings.theta)}) var<storage, read> theta: array<vec4<f32>>;`,
  );
  if (channels.second === "direction") lines.push(shared("tile_directions", "f32", tile * dimension));
  if (adjoint)
    lines.push(
      shared("tile_gjets", "f32", tile * outputs * count),
      shared("tile_gpoints", "f32", tile * dimension),
      `@group(0) @binding(${String(bindings.scratch)}) var<storage, read_write> scratch: array<vec4<f32>>;`,
      `@group(0) @binding(${String(bindings.partial)}) var<storage, read_write> partial: array<vec4<f32>>;`,
      "/** Largest bits of a number in the group's gradient: not finite from 0x7f800000 on. */",
      "var<private> jets_worst: vec4<u32>;",
    );
  return `${lines.join("\n")}\n`;
}
