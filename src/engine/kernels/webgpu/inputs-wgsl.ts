/**
 * @file The first layer. The jets of its inputs are mostly zeros and ones, so its product is written out.
 *
 *     value     (y, τ, sin 2πτ, cos 2πτ, sin 4πτ, …)          z₁    = b₁ + φ W₁
 *     ∂_k       e_k                                           ∂_kz₁ = W₁[k]
 *     ∂τ        (0, 1, 2π cos 2πτ, −2π sin 2πτ, …)            ∂τz₁  = W₁[d] + φ′ W₁
 *     second    0                                             second of z₁ = 0
 *
 * The sines of a tile are computed once (`tile_waves`), their phases reduced to a turn first: a high harmonic would lose digits.
 */
import { names } from "./layer-wgsl.ts";
import type { TilePlan } from "./plan.ts";

/** `jets_fill_waves(lane)`, `jets_first(sample, column)`, `jets_gradient_first(lane, …)`, `jets_gradient_points(lane)`. */
export function inputsWgsl(plan: TilePlan): string {
  const { shape, channels, tile, linear } = plan;
  const waves = shape.fourier > 0;
  const time = channels.time;
  const timeName = `c${String(shape.dimension + 1)}`;
  const second = names(plan)
    .slice(1 + linear)
    .map((name) => `\n  z.${name} = vec4<f32>(0.0);`)
    .join("");
  const rows = names(plan)
    .slice(1, 1 + linear)
    .map((name, k) => `\n  z.${name} = theta[${String(k)}u * COLUMNS + column];`);
  return `${waves ? waveFunctions(tile, shape.fourier) : ""}
/** φ_f of a sample; after the features comes the 1 that the bias is multiplied with. */
fn jets_feature(sample: u32, f: u32) -> f32 {
  if (f == FEATURES) { return 1.0; }
  ${waves ? "if (f > DIMENSION) { return tile_waves[sample * WAVES + f - DIMENSION - 1u]; }" : ""}
  return tile_points[sample * (DIMENSION + 1u) + f];
}

fn jets_first(sample: u32, column: u32) -> Jets {
  var z: Jets;
  z.c0 = theta[FIRST_BIAS + column];
  for (var k = 0u; k <= DIMENSION; k++) { z.c0 += tile_points[sample * (DIMENSION + 1u) + k] * theta[k * COLUMNS + column]; }${rows.join("")}${second}${
    waves
      ? `
  for (var q = 0u; q < WAVES; q++) {
    let w = theta[(DIMENSION + 1u + q) * COLUMNS + column];
    z.c0 += tile_waves[sample * WAVES + q] * w;${time ? `\n    z.${timeName} += jets_wave_rate(sample, q) * w;` : ""}
  }`
      : ""
  }
  return z;
}
`;
}

/** Gradient of W₁ and b₁, and of the points, from ḡz₁ in the tile's adjoint rows. */
export function inputsBackWgsl({ shape, channels, linear }: TilePlan): string {
  const waves = shape.fourier > 0;
  return `
fn jets_gradient_first(lane: u32, row: u32) {
  for (var t = lane; t < (FEATURES + 1u) * COLUMNS; t += LANES) {
    let f = t / COLUMNS;
    let column = t % COLUMNS;
    var sum = vec4<f32>(0.0);
    for (var s = 0u; s < TILE; s++) {
      let at = ADJOINT + s * CHANNELS * COLUMNS + column;
      sum += jets_feature(s, f) * tile_rows[at];
      if (f < ${String(linear)}u) { sum += tile_rows[at + (f + 1u) * COLUMNS]; }${
        waves && channels.time
          ? `
      if (f > DIMENSION && f < FEATURES) { sum += jets_wave_rate(s, f - DIMENSION - 1u) * tile_rows[at + (DIMENSION + 1u) * COLUMNS]; }`
          : ""
      }
    }
    jets_add(row + t, sum);
  }
}

/** ȳ_k = ḡz₁·W₁[k]: of the first layer's inputs only the value row depends on y. */
fn jets_gradient_points(lane: u32) {
  for (var t = lane; t < TILE * DIMENSION; t += LANES) {
    let sample = t / DIMENSION;
    let k = t % DIMENSION;
    var sum = ${shape.quadraticRank > 0 ? "jets_quadratic_point(sample, k)" : "0.0"};
    for (var i = 0u; i < COLUMNS; i++) { sum += dot(tile_rows[ADJOINT + sample * CHANNELS * COLUMNS + i], theta[k * COLUMNS + i]); }
    tile_gpoints[t] = sum;
  }
}
`;
}

function waveFunctions(tile: number, fourier: number): string {
  return `
const WAVES = ${String(2 * fourier)}u;
var<workgroup> tile_waves: array<f32, ${String(tile * 2 * fourier)}>;

fn jets_fill_waves(lane: u32) {
  for (var t = lane; t < TILE * WAVES / 2u; t += LANES) {
    let sample = t / (WAVES / 2u);
    let j = f32(t % (WAVES / 2u) + 1u);
    let tau = tile_points[sample * (DIMENSION + 1u) + DIMENSION];
    let turns = j * tau;
    let quarter = round(4.0 * turns);
    // What rounding took from j τ comes back: fma is exact where the device has it.
    let r = 6.283185307179586 * (turns - 0.25 * quarter + fma(j, tau, -turns));
    let k = vec4<f32>(quarter - 4.0 * floor(0.25 * quarter)) + vec4<f32>(0.0, 1.0, 0.0, 0.0);
    let waves = jets_sine_after(vec4<f32>(r), k);
    tile_waves[2u * t] = waves.x;
    tile_waves[2u * t + 1u] = waves.y;
  }
}

/** ∂τ of sin 2πjτ is 2πj cos, of the cosine −2πj sin: the neighbour's value. */
fn jets_wave_rate(sample: u32, q: u32) -> f32 {
  let speed = 6.283185307179586 * f32(q / 2u + 1u);
  return select(-speed, speed, (q & 1u) == 0u) * tile_waves[sample * WAVES + (q ^ 1u)];
}
`;
}
