/**
 * @file From theta to panels before a call, from the gradient's panels to gTheta after it, and the optimiser.
 *
 *     m ← β₁ m + (1 − β₁) g,   v ← β₂ v + (1 − β₂) g²
 *     θ ← θ − rate · m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + ε),   average ← ema · average + (1 − ema) · θ
 */
import { Network, panelsOf, transposedOf } from "./network.assembly";
import { add, mul, muladd, splat, sub } from "./vector.assembly";

/**
 * Copies theta, or the moving average, into padded panels. Padded entries were zero when memory was made and stay so.
 * Returns false, and does nothing, if the panels hold these very bits already: a roll-out asks many times between steps.
 */
export function pack(net: Network, averaged: bool): bool {
  let source = averaged ? net.average : net.theta;
  const bytes = <usize>net.parameters * 4;
  if (sameBits(source, net.packed, bytes)) return false;
  memory.copy(net.packed, source, bytes);
  source = net.packed;
  const width = net.width;
  for (let layer = 1; layer <= net.depth; layer++) {
    const rows = layer == 1 ? net.features : width;
    const inner = layer == 1 ? net.paddedFeatures : net.padded;
    const panels = panelsOf(net, net.weights, layer);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < width; j++) {
        const value = load<f32>(source);
        store<f32>(panels + inPanels(i, j, inner), value);
        if (layer > 1) store<f32>(transposedOf(net, layer) + inPanels(j, i, inner), value);
        source += 4;
      }
    }
    memory.copy(net.biases + <usize>((layer - 1) * net.padded * 4), source, <usize>(width * 4));
    source += <usize>(width * 4);
  }
  for (let o = 0; o < net.outputs; o++) {
    memory.copy(net.output + <usize>(o * net.padded * 4), source, <usize>(width * 4));
    source += <usize>(width * 4);
  }
  return true;
}

/** Compares whole vectors; the buffers are padded with the same zeros. */
function sameBits(a: usize, b: usize, bytes: usize): bool {
  for (let i: usize = 0; i < bytes; i += 16) {
    if (v128.any_true(v128.xor(v128.load(a + i), v128.load(b + i)))) return false;
  }
  return true;
}

/** Sum over the parts ← the gradient of the first one, or += that of the next. */
export function addPart(net: Network, first: bool): void {
  const bytes = <usize>net.gBytes;
  if (first) {
    memory.copy(net.gSum, net.gWeights, bytes);
    return;
  }
  for (let i: usize = 0; i < bytes; i += 16) {
    v128.store(net.gSum + i, add(v128.load(net.gSum + i), v128.load(net.gWeights + i)));
  }
}

/** gTheta += the sum over the parts. */
export function unpackGradient(net: Network): void {
  let target = net.gTheta;
  const width = net.width;
  const toSum = net.gSum - net.gWeights;
  for (let layer = 1; layer <= net.depth; layer++) {
    const rows = layer == 1 ? net.features : width;
    const inner = layer == 1 ? net.paddedFeatures : net.padded;
    const panels = panelsOf(net, net.gSum, layer);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < width; j++) {
        store<f32>(target, load<f32>(target) + load<f32>(panels + inPanels(i, j, inner)));
        target += 4;
      }
    }
    target = addRow(target, net.gBiases + toSum + <usize>((layer - 1) * net.padded * 4), width);
  }
  for (let o = 0; o < net.outputs; o++) target = addRow(target, net.gOutput + toSum + <usize>(o * net.padded * 4), width);
  addRow(target, net.gTail + toSum, net.parameters - <i32>((target - net.gTheta) >> 2));
}

function addRow(target: usize, source: usize, width: i32): usize {
  for (let j: usize = 0; j < <usize>width; j++) {
    const at = target + (j << 2);
    store<f32>(at, load<f32>(at) + load<f32>(source + (j << 2)));
  }
  return target + <usize>(width * 4);
}

/** Byte offset of entry (i, j) of a matrix with `inner` rows in panels of eight columns. */
// @ts-ignore: decorator
@inline
function inPanels(i: i32, j: i32, inner: i32): usize {
  return <usize>((((j >> 3) * inner + i) * 8 + (j & 7)) * 4);
}

/** Squared L2 norm of gTheta, in f64. */
export function gradientNormSquared(net: Network): f64 {
  let sum = f64x2.splat(0);
  for (let i: usize = 0; i < <usize>net.parameters * 4; i += 8) {
    const g = f64x2.promote_low_f32x4(v128.load64_zero(net.gTheta + i));
    sum = f64x2.add(sum, f64x2.mul(g, g));
  }
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/**
 * `scale` multiplies the gradient (clipping), `first` and `second` are 1/(1 − βᵗ), and (1 − β) comes rounded from f64: in f32
 * 1 − 0.999 is off by 1e-5. The buffers are padded to whole vectors.
 */
export function adam(
  net: Network, scale: f32, rate: f32, beta1: f32, rest1: f32, beta2: f32, rest2: f32, first: f32, second: f32, epsilon: f32, ema: f32, emaRest: f32,
): void {
  for (let i: usize = 0; i < <usize>net.parameters * 4; i += 16) {
    const g = mul(v128.load(net.gTheta + i), splat(scale));
    const m = muladd(splat(beta1), v128.load(net.momentFirst + i), mul(splat(rest1), g));
    const v = muladd(splat(beta2), v128.load(net.momentSecond + i), mul(splat(rest2), mul(g, g)));
    const step = f32x4.div(mul(splat(rate * first), m), add(f32x4.sqrt(mul(v, splat(second))), splat(epsilon)));
    const theta = sub(v128.load(net.theta + i), step);
    v128.store(net.momentFirst + i, m);
    v128.store(net.momentSecond + i, v);
    v128.store(net.theta + i, theta);
    v128.store(net.average + i, muladd(splat(ema), v128.load(net.average + i), mul(splat(emaRest), theta)));
  }
  memory.fill(net.gTheta, 0, <usize>net.parameters * 4);
}
