/**
 * @file The first layer. The jets of the input features are nearly all constant, so it is no product like the others:
 *
 *     φ   = (y, τ, sin 2πτ, cos 2πτ, sin 4πτ, …)           z   = φ W₁       value
 *     φ_k = e_k                                            z_k = W₁[k]      ∂_k: the same row for every sample
 *     φ_τ = (0, 1, 2π cos 2πτ, −2π sin 2πτ, …)             z_τ = φ_τ W₁     ∂τ; W₁[d] if there are no waves
 *     φ_s = 0                                              z_s = 0          second
 *
 * `inputs` holds φ for the samples of a tile, then φ_τ if it differs between them.
 */
import { Network, secondRows } from "./network.assembly";
import { accumulate, multiply } from "./products.assembly";
import { add, afterQuarterTurns, quarterTurns, sineAfter, splat } from "./vector.assembly";

const TURN: f64 = 6.283185307179586;

/** Fills the rows of z₁ that are the same for every sample, for the first `count` samples of any tile. */
export function firstLayerConstants(net: Network, count: i32): void {
  const linear = constantRows(net);
  for (let s = 0; s < count; s++) {
    const z = net.z + <usize>(s * net.channels) * net.stride;
    for (let k = 0; k < linear; k++) {
      const w = net.weights + <usize>(k * 32);
      for (let j: usize = 0; j < <usize>net.padded; j += 8) copy8(w + j * <usize>(net.paddedFeatures * 4), z + <usize>(k + 1) * net.stride + (j << 2));
    }
    for (let c = net.channels - secondRows(net); c < net.channels; c++) memory.fill(z + <usize>c * net.stride, 0, <usize>(net.padded * 4));
  }
}

/** Points → z₁, but for the constant rows. From sample `first` of the part; z₁ has room for `count` rounded up to 4. */
export function firstLayer(net: Network, first: i32, count: i32): void {
  fillInputs(net, first, count);
  const rows = <usize>((count + 3) & ~3);
  const inner = <usize>net.paddedFeatures;
  const stride = <usize>net.channels * net.stride;
  multiply(net.inputs, inner << 2, inner, net.weights, net.z, stride, rows, <usize>net.padded);
  if (hasWaves(net)) multiply(speedsOf(net), inner << 2, inner, net.weights, net.z + timeRow(net), stride, rows, <usize>net.padded);
}

/** Adjoint of z₁ → gradient of W₁, in panels. `inputs` still holds this tile. */
export function firstLayerBack(net: Network, g: usize, count: i32): void {
  const inner = <usize>net.paddedFeatures;
  const stride = <usize>net.channels * net.stride;
  accumulate(net.inputs, inner << 2, inner, g, stride, net.gWeights, <usize>count, <usize>net.padded);
  if (hasWaves(net)) accumulate(speedsOf(net), inner << 2, inner, g + timeRow(net), stride, net.gWeights, <usize>count, <usize>net.padded);
  const linear = constantRows(net);
  for (let k = 0; k < linear; k++) addRows(net, g + <usize>(k + 1) * net.stride, count, net.gWeights + <usize>(k * 32));
}

/** How many of the first-order channels are constant: they come right after the value. */
// @ts-ignore: decorator
@inline
function constantRows(net: Network): i32 {
  if (!net.gradient) return 0;
  return net.dimension + (net.time && net.fourier == 0 ? 1 : 0);
}

// @ts-ignore: decorator
@inline
function hasWaves(net: Network): bool {
  return net.time != 0 && net.fourier > 0;
}

/** Offset of the ∂τ row in a sample's rows. */
// @ts-ignore: decorator
@inline
function timeRow(net: Network): usize {
  return <usize>(net.dimension + 1) * net.stride;
}

/** Address of φ_τ. */
// @ts-ignore: decorator
@inline
function speedsOf(net: Network): usize {
  return net.inputs + net.inputBytes;
}

/** panels[row] += Σ_s g_s, a row of the matrix whose panels begin at `panel`. */
function addRows(net: Network, g: usize, count: i32, panel: usize): void {
  const stride = <usize>net.channels * net.stride;
  for (let j: usize = 0; j < <usize>net.padded; j += 8) {
    const d = panel + j * <usize>(net.paddedFeatures * 4);
    let a0 = v128.load(d), a1 = v128.load(d, 16);
    let q = g + (j << 2);
    for (let s = 0; s < count; s++) {
      a0 = add(a0, v128.load(q));
      a1 = add(a1, v128.load(q, 16));
      q += stride;
    }
    v128.store(d, a0);
    v128.store(d, a1, 16);
  }
}

// @ts-ignore: decorator
@inline
function copy8(from: usize, to: usize): void {
  v128.store(to, v128.load(from));
  v128.store(to, v128.load(from, 16), 16);
}

function fillInputs(net: Network, first: i32, count: i32): void {
  const d = net.dimension;
  const bytes = <usize>(net.paddedFeatures * 4);
  for (let s = 0; s < count; s++) {
    const point = net.points + <usize>((first + s) * (d + 1) * 4);
    const row = net.inputs + <usize>s * bytes;
    for (let k = 0; k <= d; k++) store<f32>(row + <usize>(k * 4), load<f32>(point + <usize>(k * 4)));
    if (net.fourier == 0) continue;
    const speeds = speedsOf(net) + <usize>s * bytes;
    store<f32>(speeds + <usize>(d * 4), 1);
    fillWaves(net, load<f32>(point + <usize>(d * 4)), row, speeds);
  }
}

/** Phases are reduced to half a turn in f64: a high harmonic would lose digits in f32. */
function fillWaves(net: Network, tau: f32, row: usize, speeds: usize): void {
  for (let j = 1; j <= net.fourier; j++) {
    const turns = <f64>j * <f64>tau;
    const angle = splat(<f32>(TURN * (turns - nearest<f64>(turns))));
    const k = quarterTurns(angle);
    const r = afterQuarterTurns(angle, k);
    const sine = f32x4.extract_lane(sineAfter(r, k), 0);
    const cosine = f32x4.extract_lane(sineAfter(r, add(k, splat(1))), 0);
    const at = <usize>((net.dimension - 1 + 2 * j) * 4);
    store<f32>(row + at, sine);
    store<f32>(row + at, cosine, 4);
    const speed = <f32>(TURN * <f64>j);
    store<f32>(speeds + at, speed * cosine);
    store<f32>(speeds + at, -speed * sine, 4);
  }
}
