/**
 * @file One hidden layer behind its product: the jets of h = a(z) from the jets of z, and the adjoint of that.
 *
 *     h_c = a′ z_c                     c = 1 … d, τ
 *     h_s = a′ z_s + a″ q              q = Σ_k z_k²  or  (Σ_k w_k z_k)²
 *
 *     ḡz   = a′ g₀ + a″ (Σ_c g_c z_c + g_s z_s) + a‴ q g_s
 *     ḡz_c = a′ g_c + a″ g_s ∂q/∂z_c
 *     ḡz_s = a′ g_s
 *
 * Rows of a sample: value, ∂₁ … ∂_d, ∂τ, second. With the Hessian the last are three, s = 11, 12, 22, and q_s = z_i z_j: sums over
 * s stand where one term did. It has functions of its own, so that the others stay as quick as they are.
 */
// Printed from src/catalogue/activations/ by activations-assembly.ts.
import { activate } from "./activations.assembly";
import { Network } from "./network.assembly";
import { add, mul, muladd, splat } from "./vector.assembly";

/** z → h for `count` samples. h may be z: every row is read before it is written. */
export function activateLayer(net: Network, z: usize, h: usize, slopes: usize, bias: usize, first: i32, count: i32, order: i32): void {
  const stride = net.stride;
  const bytes = <usize>(net.padded * 4);
  for (let s = 0; s < count; s++) {
    const at = <usize>(s * net.channels) * stride;
    const slope = slopes + <usize>(s * order) * stride;
    activate(net.activation, z + at, bias, h + at, slope, stride, bytes, order);
    if (net.second == 3) chainHessian(net, z + at, h + at, slope);
    else if (net.channels > 1) chain(net, z + at, h + at, slope, first + s);
  }
}

/** In the plane. */
function chainHessian(net: Network, z: usize, h: usize, slope: usize): void {
  const stride = net.stride;
  const bytes = <usize>(net.padded * 4);
  const second = <usize>(net.channels - 3) * stride;
  const timed = net.time != 0;
  for (let j: usize = 0; j < bytes; j += 16) {
    const a1 = v128.load(slope + j);
    const a2 = v128.load(slope + stride + j);
    let row = stride + j;
    const z1 = v128.load(z + row);
    const z2 = v128.load(z + row + stride);
    v128.store(h + row, mul(a1, z1));
    v128.store(h + row + stride, mul(a1, z2));
    if (timed) v128.store(h + row + 2 * stride, mul(a1, v128.load(z + row + 2 * stride)));
    const bent1 = mul(a2, z1);
    row = second + j;
    v128.store(h + row, muladd(a1, v128.load(z + row), mul(bent1, z1)));
    row += stride;
    v128.store(h + row, muladd(a1, v128.load(z + row), mul(bent1, z2)));
    row += stride;
    v128.store(h + row, muladd(a1, v128.load(z + row), mul(mul(a2, z2), z2)));
  }
}

function chain(net: Network, z: usize, h: usize, slope: usize, sample: i32): void {
  const stride = net.stride;
  const bytes = <usize>(net.padded * 4);
  const linear = net.dimension + net.time;
  const second = <usize>(net.channels - 1) * stride;
  const w0 = directionOf(net, sample, 0);
  const w1 = directionOf(net, sample, 1);
  for (let j: usize = 0; j < bytes; j += 16) {
    const a1 = v128.load(slope + j);
    if (net.second) {
      const a2 = v128.load(slope + stride + j);
      v128.store(h + second + j, muladd(a1, v128.load(z + second + j), mul(a2, curvature(net, z + j, w0, w1))));
    }
    let row = stride + j;
    v128.store(h + row, mul(a1, v128.load(z + row)));
    if (linear > 1) {
      row += stride;
      v128.store(h + row, mul(a1, v128.load(z + row)));
    }
    if (linear > 2) {
      row += stride;
      v128.store(h + row, mul(a1, v128.load(z + row)));
    }
  }
}

/** g: adjoint of h on entry, of z on exit. gBias gathers the value rows. */
export function activateLayerBack(net: Network, g: usize, z: usize, slopes: usize, gBias: usize, first: i32, count: i32, order: i32): void {
  const stride = net.stride;
  for (let s = 0; s < count; s++) {
    const at = <usize>(s * net.channels) * stride;
    const slope = slopes + <usize>(s * order) * stride;
    if (net.second == 3) chainHessianBack(net, g + at, z + at, slope, gBias);
    else chainBack(net, g + at, z + at, slope, gBias, first + s);
  }
}

/** In the plane. */
function chainHessianBack(net: Network, g: usize, z: usize, slope: usize, gBias: usize): void {
  const stride = net.stride;
  const bytes = <usize>(net.padded * 4);
  const second = <usize>(net.channels - 3) * stride;
  const timed = net.time != 0;
  for (let j: usize = 0; j < bytes; j += 16) {
    const a1 = v128.load(slope + j);
    const a2 = v128.load(slope + stride + j);
    const z1 = v128.load(z + stride + j);
    const z2 = v128.load(z + 2 * stride + j);
    let row = second + j;
    const g11 = v128.load(g + row);
    let sum = mul(g11, v128.load(z + row));
    v128.store(g + row, mul(a1, g11));
    row += stride;
    const g12 = v128.load(g + row);
    sum = muladd(g12, v128.load(z + row), sum);
    v128.store(g + row, mul(a1, g12));
    row += stride;
    const g22 = v128.load(g + row);
    sum = muladd(g22, v128.load(z + row), sum);
    v128.store(g + row, mul(a1, g22));
    // Σ_s g_s q_s = ½ (z₁ pull₁ + z₂ pull₂),   pull_k = Σ_s g_s ∂q_s/∂z_k
    const pull1 = muladd(mul(splat(2), g11), z1, mul(g12, z2));
    const pull2 = muladd(mul(splat(2), g22), z2, mul(g12, z1));
    const q = mul(splat(0.5), muladd(z1, pull1, mul(z2, pull2)));
    row = stride + j;
    let gc = v128.load(g + row);
    sum = muladd(gc, z1, sum);
    v128.store(g + row, muladd(a1, gc, mul(a2, pull1)));
    row += stride;
    gc = v128.load(g + row);
    sum = muladd(gc, z2, sum);
    v128.store(g + row, muladd(a1, gc, mul(a2, pull2)));
    if (timed) {
      row += stride;
      gc = v128.load(g + row);
      sum = muladd(gc, v128.load(z + row), sum);
      v128.store(g + row, mul(a1, gc));
    }
    let gz = mul(a1, v128.load(g + j));
    gz = muladd(v128.load(slope + 2 * stride + j), q, gz);
    gz = muladd(a2, sum, gz);
    v128.store(g + j, gz);
    v128.store(gBias + j, add(v128.load(gBias + j), gz));
  }
}

function chainBack(net: Network, g: usize, z: usize, slope: usize, gBias: usize, sample: i32): void {
  const stride = net.stride;
  const bytes = <usize>(net.padded * 4);
  const linear = net.gradient ? net.dimension + net.time : 0;
  const second = <usize>(net.channels - 1) * stride;
  const directional = net.second == 2;
  const w0 = directionOf(net, sample, 0);
  const w1 = directionOf(net, sample, 1);
  for (let j: usize = 0; j < bytes; j += 16) {
    const a1 = v128.load(slope + j);
    let gz = mul(a1, v128.load(g + j));
    if (linear > 0) {
      const a2 = v128.load(slope + stride + j);
      let sum = splat(0);
      // pull_k = a″ g_s ∂q/∂z_k
      let pull1 = splat(0);
      let pull2 = splat(0);
      if (net.second) {
        const gs = v128.load(g + second + j);
        const z1 = v128.load(z + stride + j);
        const twice = mul(mul(splat(2), a2), gs);
        let q: v128;
        if (directional) {
          let along = mul(w0, z1);
          if (net.dimension > 1) along = muladd(w1, v128.load(z + 2 * stride + j), along);
          q = mul(along, along);
          pull1 = mul(mul(twice, along), w0);
          pull2 = mul(mul(twice, along), w1);
        } else {
          q = mul(z1, z1);
          pull1 = mul(twice, z1);
          if (net.dimension > 1) {
            const z2 = v128.load(z + 2 * stride + j);
            q = muladd(z2, z2, q);
            pull2 = mul(twice, z2);
          }
        }
        sum = mul(gs, v128.load(z + second + j));
        gz = muladd(mul(v128.load(slope + 2 * stride + j), q), gs, gz);
        v128.store(g + second + j, mul(a1, gs));
      }
      let row = stride + j;
      let gc = v128.load(g + row);
      sum = muladd(gc, v128.load(z + row), sum);
      v128.store(g + row, muladd(a1, gc, pull1));
      if (linear > 1) {
        row += stride;
        gc = v128.load(g + row);
        sum = muladd(gc, v128.load(z + row), sum);
        v128.store(g + row, net.dimension > 1 ? muladd(a1, gc, pull2) : mul(a1, gc));
      }
      if (linear > 2) {
        row += stride;
        gc = v128.load(g + row);
        sum = muladd(gc, v128.load(z + row), sum);
        v128.store(g + row, mul(a1, gc));
      }
      gz = muladd(a2, sum, gz);
    }
    v128.store(g + j, gz);
    v128.store(gBias + j, add(v128.load(gBias + j), gz));
  }
}

/** q at one vector; z points at the sample's value row. */
// @ts-ignore: decorator
@inline
function curvature(net: Network, z: usize, w0: v128, w1: v128): v128 {
  const z1 = v128.load(z + net.stride);
  if (net.second == 2) {
    let along = mul(w0, z1);
    if (net.dimension > 1) along = muladd(w1, v128.load(z + 2 * net.stride), along);
    return mul(along, along);
  }
  if (net.dimension == 1) return mul(z1, z1);
  const z2 = v128.load(z + 2 * net.stride);
  return muladd(z2, z2, mul(z1, z1));
}

/** w_k of a sample in every lane; 0 where there is none. */
// @ts-ignore: decorator
@inline
function directionOf(net: Network, sample: i32, k: i32): v128 {
  if (net.second != 2 || k >= net.dimension) return splat(0);
  return v128.load_splat<f32>(net.directions + <usize>((sample * net.dimension + k) * 4));
}
