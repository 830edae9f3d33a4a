/**
 * @file What stands at the end of theta: offsets, and the quadratic part of every output.
 *
 *     N_o += c_o + ½ |A ξ|² + β·ξ,     v = A ξ             A [r, d + 1], β [d + 1]
 *     ∂_k N += v·A_k + β_k                                 k = 1 … d, τ
 *     Δ N += Σ_{k ≤ d} |A_k|²   or   wᵀ∇²N w += |A w|²   or   ∂_j∂_k N += A_j·A_k
 *
 * The tail is offset [outputs], A [outputs, r, d + 1], β [outputs, d + 1]. Its gradient is one task per number.
 */
import type { TilePlan } from "./plan.ts";

/** Three channels of second order: on the line the Hessian is the Laplacian. */
const isHessian = ({ channels, shape }: TilePlan): boolean => channels.second === "hessian" && shape.dimension === 2;

/** `jets_tail_jet(sample, o, c)`: what the tail adds to a jet. */
export function tailWgsl(plan: TilePlan): string {
  const { shape, channels } = plan;
  const head = `
fn jets_tail(index: u32) -> f32 {
  let at = theta[TAIL + index / 4u];
  return at[index % 4u];
}
`;
  if (shape.quadraticRank === 0)
    return `${head}
fn jets_tail_jet(sample: u32, o: u32, c: u32) -> f32 {
  return select(0.0, jets_tail(o), c == 0u);
}
`;
  const directional = channels.second === "direction";
  return `${head}
const RANK = ${String(shape.quadraticRank)}u;
const INPUTS = DIMENSION + 1u;

/** A and β of output o. */
fn jets_row(o: u32, i: u32, j: u32) -> f32 { return jets_tail(OUTPUTS + (o * RANK + i) * INPUTS + j); }
fn jets_slope(o: u32, j: u32) -> f32 { return jets_tail(OUTPUTS + OUTPUTS * RANK * INPUTS + o * INPUTS + j); }

fn jets_row_dot(sample: u32, o: u32, i: u32) -> f32 {
  var sum = 0.0;
  for (var j = 0u; j < INPUTS; j++) { sum += jets_row(o, i, j) * tile_points[sample * INPUTS + j]; }
  return sum;
}
${
  directional
    ? `
fn jets_row_along(sample: u32, o: u32, i: u32) -> f32 {
  var sum = 0.0;
  for (var j = 0u; j < DIMENSION; j++) { sum += jets_row(o, i, j) * tile_directions[sample * DIMENSION + j]; }
  return sum;
}
`
    : ""
}
fn jets_tail_jet(sample: u32, o: u32, c: u32) -> f32 {
  var sum = 0.0;
  if (c == 0u) {
    sum = jets_tail(o);
    for (var j = 0u; j < INPUTS; j++) { sum += jets_slope(o, j) * tile_points[sample * INPUTS + j]; }
    for (var i = 0u; i < RANK; i++) { let v = jets_row_dot(sample, o, i); sum += 0.5 * v * v; }
    return sum;
  }
  if (c <= LINEAR) {
    sum = jets_slope(o, c - 1u);
    for (var i = 0u; i < RANK; i++) { sum += jets_row_dot(sample, o, i) * jets_row(o, i, c - 1u); }
    return sum;
  }
  for (var i = 0u; i < RANK; i++) {
    ${
      directional
        ? "let along = jets_row_along(sample, o, i); sum += along * along;"
        : isHessian(plan)
          ? `let s = c - LINEAR - 1u; // 11, 12, 22
    sum += jets_row(o, i, s / 2u) * jets_row(o, i, (s + 1u) / 2u);`
          : "for (var j = 0u; j < DIMENSION; j++) { let a = jets_row(o, i, j); sum += a * a; }"
    }
  }
  return sum;
}`;
}

/** `jets_gradient_tail(lane, row)` and, with a quadratic part, `jets_quadratic_point(sample, k)`. */
export function tailBackWgsl(plan: TilePlan): string {
  const { shape } = plan;
  return `${shape.quadraticRank > 0 ? quadraticBack(plan) : ""}
fn jets_tail_gradient(index: u32) -> f32 {
  var sum = 0.0;
  if (index < OUTPUTS) {
    for (var s = 0u; s < TILE; s++) { sum += jets_adjoint(s, index, 0u); }
    return sum;
  }${
    shape.quadraticRank > 0
      ? `
  let entry = index - OUTPUTS;
  let rows = OUTPUTS * RANK;
  let row = entry / INPUTS;
  for (var s = 0u; s < TILE; s++) {
    if (row < rows) { sum += jets_row_gradient(s, row / RANK, row % RANK, entry % INPUTS); }
    else { sum += jets_slope_gradient(s, row - rows, entry % INPUTS); }
  }`
      : ""
  }
  return sum;
}

fn jets_gradient_tail(lane: u32, row: u32) {
  for (var t = lane; 4u * t < TAIL_COUNT; t += LANES) {
    var sum = vec4<f32>(0.0);
    for (var e = 0u; e < 4u; e++) { if (4u * t + e < TAIL_COUNT) { sum[e] = jets_tail_gradient(4u * t + e); } }
    jets_add(row + TAIL + t, sum);
  }
}
`;
}

function quadraticBack(plan: TilePlan): string {
  const { channels, count } = plan;
  const second = `jets_adjoint(s, o, ${String(count - 1)}u)`;
  const fromSecond =
    channels.second === "none"
      ? ""
      : isHessian(plan)
        ? `
  if (j < DIMENSION) {
    sum += 2.0 * jets_adjoint(s, o, LINEAR + 1u + 2u * j) * jets_row(o, i, j) + jets_adjoint(s, o, LINEAR + 2u) * jets_row(o, i, 1u - j);
  }`
        : `
  if (j < DIMENSION) { sum += 2.0 * ${second} * ${
    channels.second === "direction" ? "jets_row_along(s, o, i) * tile_directions[s * DIMENSION + j]" : "jets_row(o, i, j)"
  }; }`;
  return `
/** The adjoint of v = A_i ξ from the value and the first-order channels. */
fn jets_row_adjoint(s: u32, o: u32, i: u32) -> f32 {
  var sum = jets_adjoint(s, o, 0u) * jets_row_dot(s, o, i);
  for (var k = 0u; k < LINEAR; k++) { sum += jets_adjoint(s, o, k + 1u) * jets_row(o, i, k); }
  return sum;
}

fn jets_row_gradient(s: u32, o: u32, i: u32, j: u32) -> f32 {
  var sum = jets_row_adjoint(s, o, i) * tile_points[s * INPUTS + j];
  if (j < LINEAR) { sum += jets_row_dot(s, o, i) * jets_adjoint(s, o, j + 1u); }${fromSecond}
  return sum;
}

fn jets_slope_gradient(s: u32, o: u32, j: u32) -> f32 {
  let sum = jets_adjoint(s, o, 0u) * tile_points[s * INPUTS + j];
  if (j < LINEAR) { return sum + jets_adjoint(s, o, j + 1u); }
  return sum;
}

fn jets_quadratic_point(s: u32, k: u32) -> f32 {
  var sum = 0.0;
  for (var o = 0u; o < OUTPUTS; o++) {
    sum += jets_adjoint(s, o, 0u) * jets_slope(o, k);
    for (var i = 0u; i < RANK; i++) { sum += jets_row_adjoint(s, o, i) * jets_row(o, i, k); }
  }
  return sum;
}
`;
}
