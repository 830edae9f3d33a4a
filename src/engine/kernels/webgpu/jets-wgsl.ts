/**
 * @file `jets_forward` and `jets_backward`: the jets of one tile, and their adjoint, by one workgroup.
 *
 *     forward    φ → z₁ → h₁ → … → h_D → J          z of every layer goes to the group's slice of `scratch`
 *     backward   ḡJ → ḡh_D, then for l = D … 1:  ḡz_l from z_l;  W̄_l += h_{l−1}ᵀ ḡz_l;  ḡh_{l−1} = ḡz_l W_lᵀ
 *
 * What a lane keeps in scratch only that lane reads again, so it needs no barrier. h_{l−1} is computed again from z_{l−1}: an
 * activation costs a thirtieth of a product. Two matrices of rows live in workgroup memory; the forward pass alternates.
 */
import { eachRow, tileSamplesOf } from "./products-wgsl.ts";
import type { TilePlan } from "./plan.ts";

export function forwardWgsl(plan: TilePlan, keep: boolean): string {
  const { shape, slots } = plan;
  const samples = tileSamplesOf(plan);
  const each = (text: (k: string) => string) => samples.map((k) => text(String(k))).join("\n    ");
  return `
fn jets_forward(lane: u32, group: u32) {
  let slot = lane / COLUMNS;
  let column = lane % COLUMNS;
  let works = slot < ${String(slots)}u; // lanes left over when COLUMNS does not divide LANES
  workgroupBarrier();${shape.fourier > 0 ? "\n  jets_fill_waves(lane);\n  workgroupBarrier();" : ""}
  for (var layer = 0u; layer < DEPTH; layer++) {
    if (works) {
      var z: Lane;
      if (layer == 0u) {
        ${each((k) => `z.s${k} = jets_first(slot * PER_LANE + ${k}u, column);`)}
      } else { z = jets_multiply(layer, ((layer - 1u) & 1u) * MATRIX, slot, column); }${keep ? "\n      jets_keep(z, layer, lane, group);" : ""}
      jets_write(jets_hidden(z, slot, column), (layer & 1u) * MATRIX, slot, column);
    }
    workgroupBarrier();
  }
  for (var t = lane; t < TILE * OUTPUTS * CHANNELS; t += LANES) {
    let sample = t / (OUTPUTS * CHANNELS);
    let o = t / CHANNELS % OUTPUTS;
    let c = t % CHANNELS;
    var sum = jets_tail_jet(sample, o, c) + jets_poison(sample);
    for (var i = 0u; i < COLUMNS; i++) {
      sum += dot(tile_rows[HIDDEN + (sample * CHANNELS + c) * COLUMNS + i], theta[OUTPUT + o * COLUMNS + i]);
    }
    tile_jets[t] = sum;
  }
  workgroupBarrier();
}

fn jets_hidden(z: Lane, slot: u32, column: u32) -> Lane {
  var h: Lane;
    ${each((k) => `h.s${k} = jets_chain(z.s${k}, slot * PER_LANE + ${k}u, column);`)}
  return h;
}

fn jets_write(values: Lane, matrix: u32, slot: u32, column: u32) {
  let row = matrix + slot * PER_LANE * CHANNELS * COLUMNS + column;
    ${eachRow(plan, (register, offset) => `tile_rows[row + ${offset} * COLUMNS] = values.${register};`)}
}

/** NaN for a point that is not finite, by its bits: a saturating activation must not give it a finite answer. */
fn jets_poison(sample: u32) -> f32 {
  var worst = 0u;
  for (var k = 0u; k <= DIMENSION; k++) { worst = max(worst, bitcast<u32>(tile_points[sample * (DIMENSION + 1u) + k]) & 0x7fffffffu); }
  return select(0.0, bitcast<f32>(worst | 0x7fc00000u), worst >= 0x7f800000u);
}
`;
}

export function backwardWgsl(plan: TilePlan, points: boolean): string {
  const samples = tileSamplesOf(plan);
  const each = (text: (k: string) => string) => samples.map((k) => text(String(k))).join("\n    ");
  return `
fn jets_backward(lane: u32, group: u32) {
  let slot = lane / COLUMNS;
  let column = lane % COLUMNS;
  let works = slot < ${String(plan.slots)}u;
  let row = group * PARTIAL_ROW;
  jets_worst = vec4<u32>(0u);
  workgroupBarrier();
  for (var t = lane; t < OUTPUTS * COLUMNS; t += LANES) {
    var sum = vec4<f32>(0.0);
    for (var r = 0u; r < TILE * CHANNELS; r++) {
      sum += jets_adjoint(r / CHANNELS, t / COLUMNS, r % CHANNELS) * tile_rows[HIDDEN + r * COLUMNS + t % COLUMNS];
    }
    jets_add(row + OUTPUT + t, sum);
  }
  jets_gradient_tail(lane, row);
  var g: Lane;
  var z: Lane;
  if (works) {
    g = jets_output_back(slot, column);
    z = jets_kept(DEPTH - 1u, lane, group);
  }
  for (var done = 1u; done <= DEPTH; done++) {
    let layer = DEPTH - done;
    if (works) {
      ${each((k) => `g.s${k} = jets_chain_back(z.s${k}, g.s${k}, slot * PER_LANE + ${k}u);`)}
      if (layer > 0u) { z = jets_kept(layer - 1u, lane, group); }
    }
    workgroupBarrier(); // all have read what is overwritten now
    if (works) {
      jets_write(g, ADJOINT, slot, column);
      if (layer > 0u) { jets_write(jets_hidden(z, slot, column), HIDDEN, slot, column); }
    }
    workgroupBarrier();
    if (layer > 0u) {
      jets_outer(layer, lane, row);
      if (works) { g = jets_transposed(layer, slot, column); }
    }
  }
  jets_gradient_first(lane, row);${points ? "\n  jets_gradient_points(lane);" : ""}
  if (any(jets_worst >= vec4<u32>(0x7f800000u))) { partial[row + PARTIAL_ROW - 1u] = vec4<f32>(1.0); }
  workgroupBarrier();
}

/** ḡh_D = Σ_o ḡJ_o w_o. */
fn jets_output_back(slot: u32, column: u32) -> Lane {
  var g: Lane;
  let sample = slot * PER_LANE;
  for (var o = 0u; o < OUTPUTS; o++) {
    let w = theta[OUTPUT + o * COLUMNS + column];
    ${eachRow(plan, (register, offset) => `g.${register} += jets_adjoint(sample + ${offset} / CHANNELS, o, ${offset} % CHANNELS) * w;`)}
  }
  return g;
}

fn jets_adjoint(sample: u32, o: u32, c: u32) -> f32 {
  return tile_gjets[(sample * OUTPUTS + o) * CHANNELS + c];
}

/** Every number of the gradient belongs to one lane, the same for every tile: adding needs no atomics. */
fn jets_add(at: u32, value: vec4<f32>) {
  let sum = partial[at] + value;
  partial[at] = sum;
  jets_worst = max(jets_worst, bitcast<vec4<u32>>(sum) & vec4<u32>(0x7fffffffu));
}

fn jets_keep(z: Lane, layer: u32, lane: u32, group: u32) {
  let at = (group * DEPTH + layer) * PER_LANE * CHANNELS * LANES + lane;
    ${eachRow(plan, (register, offset) => `scratch[at + ${offset} * LANES] = z.${register};`)}
}

fn jets_kept(layer: u32, lane: u32, group: u32) -> Lane {
  var z: Lane;
  let at = (group * DEPTH + layer) * PER_LANE * CHANNELS * LANES + lane;
    ${eachRow(plan, (register, offset) => `z.${register} = scratch[at + ${offset} * LANES];`)}
  return z;
}
`;
}
