/**
 * @file The matrix products of a hidden layer, shared out over the lanes of a workgroup.
 *
 *     multiply     z  = h W          a lane: four columns, all channels of its K samples
 *     transposed   ḡh = ḡz Wᵀ        the same
 *     outer        W̄ += hᵀ ḡz        a lane: a block of 4·BI rows by 4·BJ columns, summed over the tile's rows
 *
 * W is row-major [4V, V] in vec4s. A matrix of four of its rows times a vec4 is a·m₀ + …, a vec4 times it the four dot products.
 * The accumulators of `outer` stay in registers: with 8 × 8 blocks four loads feed 64 products.
 */
import { names } from "./layer-wgsl.ts";
import { LANES, type TilePlan } from "./plan.ts";

/** `jets_multiply(layer, matrix, slot, column)` → K jets; the bias is in. */
export function multiplyWgsl(plan: TilePlan): string {
  const samples = tileSamplesOf(plan);
  return `
/** Products of a lane: its K samples. */
struct Lane { ${samples.map((k) => `s${String(k)}: Jets`).join(", ")} }

fn jets_multiply(layer: u32, matrix: u32, slot: u32, column: u32) -> Lane {
  let weights = SECOND_LAYER + (layer - 1u) * LAYER;
  let row = matrix + slot * PER_LANE * CHANNELS * COLUMNS;
  var z: Lane; // zero
  ${samples.map((k) => `z.s${String(k)}.c0 = theta[weights + 4u * COLUMNS * COLUMNS + column];`).join("\n  ")}
  for (var i = 0u; i < COLUMNS; i++) {
    let at = weights + 4u * i * COLUMNS + column;
    let m = mat4x4<f32>(theta[at], theta[at + COLUMNS], theta[at + 2u * COLUMNS], theta[at + 3u * COLUMNS]);
    ${eachRow(plan, (register, offset) => `z.${register} += m * tile_rows[row + ${offset} * COLUMNS + i];`)}
  }
  return z;
}
`;
}

/** `jets_transposed(layer, slot, column)` and `jets_outer(layer, lane, row)`, from the rows at HIDDEN and ADJOINT. */
export function productsBackWgsl(plan: TilePlan): string {
  const { columns } = plan.parameters;
  const [high, wide] = blockOf(columns);
  return `
fn jets_transposed(layer: u32, slot: u32, column: u32) -> Lane {
  let weights = SECOND_LAYER + (layer - 1u) * LAYER + 4u * column * COLUMNS;
  let row = ADJOINT + slot * PER_LANE * CHANNELS * COLUMNS;
  var g: Lane; // zero
  for (var i = 0u; i < COLUMNS; i++) {
    let at = weights + i;
    let m = mat4x4<f32>(theta[at], theta[at + COLUMNS], theta[at + 2u * COLUMNS], theta[at + 3u * COLUMNS]);
    ${eachRow(plan, (register, offset) => `g.${register} += tile_rows[row + ${offset} * COLUMNS + i] * m;`)}
  }
  return g;
}

fn jets_outer(layer: u32, lane: u32, row: u32) {
  let weights = row + SECOND_LAYER + (layer - 1u) * LAYER;
  for (var t = lane; t < ${String((columns / high) * (columns / wide))}u; t += LANES) {
    let i = t / ${String(columns / wide)}u * ${String(high)}u;
    let j = t % ${String(columns / wide)}u * ${String(wide)}u;
    ${blockText(high, wide)}
  }
  for (var column = lane; column < COLUMNS; column += LANES) {
    var bias = vec4<f32>(0.0);
    for (var s = 0u; s < TILE; s++) { bias += tile_rows[ADJOINT + s * CHANNELS * COLUMNS + column]; }
    jets_add(weights + 4u * COLUMNS * COLUMNS + column, bias);
  }
}
`;
}

/** The text for every row of a lane: the register it lives in, and its place among the lane's rows. */
export function eachRow(plan: TilePlan, text: (register: string, offset: string) => string): string {
  return tileSamplesOf(plan)
    .flatMap((k) => names(plan).map((name, c) => text(`s${String(k)}.${name}`, `${String(k * plan.count + c)}u`)))
    .join("\n    ");
}

export function tileSamplesOf({ perLane }: TilePlan): number[] {
  return Array.from({ length: perLane }, (_, k) => k);
}

/** The largest block, in vec4s, that still gives every lane one. */
function blockOf(columns: number): readonly [number, number] {
  const blocks = [
    [2, 2],
    [1, 2],
  ] as const;
  return blocks.find(([high, wide]) => columns % 2 === 0 && (columns / high) * (columns / wide) >= LANES) ?? [1, 1];
}

function blockText(high: number, wide: number): string {
  const rows = Array.from({ length: 4 * high }, (_, r) => r);
  const across = Array.from({ length: wide }, (_, q) => q);
  const cell = (r: number, q: number) => `w${String(r)}_${String(q)}`;
  const lines = (text: (r: number, q: number) => string) => rows.map((r) => across.map((q) => text(r, q)).join(" "));
  return [
    ...lines((r, q) => `var ${cell(r, q)} = vec4<f32>(0.0);`),
    "for (var k = 0u; k < TILE * CHANNELS; k++) {",
    ...Array.from({ length: high }, (_, p) => `  let h${String(p)} = tile_rows[HIDDEN + k * COLUMNS + i + ${String(p)}u];`),
    ...across.map((q) => `  let g${String(q)} = tile_rows[ADJOINT + k * COLUMNS + j + ${String(q)}u];`),
    ...lines((r, q) => `  ${cell(r, q)} += h${String(r >> 2)}.${"xyzw"[r & 3] ?? ""} * g${String(q)};`),
    "}",
    ...lines((r, q) => `jets_add(weights + (4u * i + ${String(r)}u) * COLUMNS + j + ${String(q)}u, ${cell(r, q)});`),
  ].join("\n    ");
}
