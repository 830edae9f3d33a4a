/**
 * @file The module: jets of a part of a batch, and their adjoint, tile by tile.
 *
 *     forward    φ → z₁ → h₁ → … → h_D → J                (the first layer: inputs.assembly.ts)
 *     backward   the same again, holding z, h and the activation's slopes of one tile, then from gJ back to W, b, y
 *
 * A tile is as many samples as give about TILE_ROWS rows, a row per sample and channel. The caller packs the parameters
 * first (`pack`). The gradient of a part is summed from zero; the caller adds the parts in their order (`addPart`) and the
 * sum to gTheta (`unpackGradient`), so that it does not matter where a part was computed.
 */
import { firstLayer, firstLayerBack, firstLayerConstants } from "./inputs.assembly";
import { activateLayer, activateLayerBack } from "./layer.assembly";
import { Network, panelsOf, slopeOrder, tileSamples, transposedOf } from "./network.assembly";
import { accumulate, multiply, project } from "./products.assembly";
import { addQuadratic, addQuadraticBack } from "./quadratic.assembly";
import { add, mul, muladd, splat, total } from "./vector.assembly";

export { adam, addPart, gradientNormSquared, pack, unpackGradient } from "./parameters.assembly";

/** Slots of `kept` from `slot` on hold the products z₂ … z_D of every tile for a `backward` at the same points and weights; −1: none do. */
export function forward(net: Network, n: i32, slot: i32): void {
  const samples = tileSamples(net);
  firstLayerConstants(net, min(samples, n));
  for (let first = 0; first < n; first += samples) {
    const count = min(samples, n - first);
    propagate(net, first, count, slot < 0 ? 0 : slot + first / samples, PRODUCTS);
    readOut(net, first, count);
  }
}

/** The part's gradient, summed from zero. `kept`: the slots from `slot` on hold the products of these points, channels and weights. */
export function backward(net: Network, n: i32, wantPoints: bool, slot: i32, kept: bool): void {
  const samples = tileSamples(net);
  memory.fill(net.gWeights, 0, <usize>net.gBytes);
  firstLayerConstants(net, min(samples, n));
  for (let first = 0; first < n; first += samples) {
    const count = min(samples, n - first);
    const tile = kept ? slot + first / samples : slot;
    propagate(net, first, count, tile, kept ? ADJOINT_AFTER_PRODUCTS : ADJOINT);
    backTile(net, first, count, tile, wantPoints);
  }
}

/** The forward pass alone: h needs two matrices by turns, the slopes one. */
const PRODUCTS: i32 = 0;
/** For the adjoint, which wants h and the slopes of all layers. */
const ADJOINT: i32 = 1;
/** The same, with z₂ … z_D already there. */
const ADJOINT_AFTER_PRODUCTS: i32 = 2;

/** A layer's tile matrix in a buffer that holds one for each layer. */
// @ts-ignore: decorator
@inline
function matrix(net: Network, buffer: usize, layer: i32): usize {
  return buffer + <usize>(layer - 1) * net.tile;
}

/** z of a layer. The first is cheap to compute again; the others have a slot for every tile. */
// @ts-ignore: decorator
@inline
function productOf(net: Network, slot: i32, layer: i32): usize {
  return layer == 1 ? net.z : net.kept + <usize>(slot * (net.depth - 1) + layer - 2) * net.tile;
}

function propagate(net: Network, first: i32, count: i32, slot: i32, purpose: i32): void {
  firstLayer(net, first, count);
  const rows = <usize>((count * net.channels + 3) & ~3);
  const columns = <usize>net.padded;
  const order = slopeOrder(net) + (purpose == PRODUCTS ? 0 : 1);
  let input: usize = 0;
  for (let layer = 1; layer <= net.depth; layer++) {
    const z = productOf(net, slot, layer);
    const h = matrix(net, net.h, purpose == PRODUCTS ? 1 + (layer & 1) : layer);
    const slopes = matrix(net, net.slopes, purpose == PRODUCTS ? 1 : layer);
    const bias = net.biases + <usize>((layer - 1) * net.padded * 4);
    if (layer > 1 && purpose != ADJOINT_AFTER_PRODUCTS)
      multiply(input, net.stride, columns, panelsOf(net, net.weights, layer), z, net.stride, rows, columns);
    activateLayer(net, z, h, slopes, bias, first, count, order);
    input = h;
  }
}

/** The last layer's jets → J. */
function readOut(net: Network, first: i32, count: i32): void {
  const d = net.dimension;
  const channels = net.channels;
  const h = matrix(net, net.h, 1 + (net.depth & 1));
  for (let o = 0; o < net.outputs; o++) {
    project(h, net.stride, net.output + <usize>(o * net.padded * 4), net.dots, <usize>((count * channels + 3) & ~3), <usize>net.padded);
    const offset = load<f32>(net.tail + <usize>(o * 4));
    for (let s = 0; s < count; s++) {
      const point = net.points + <usize>((first + s) * (d + 1) * 4);
      const jets = net.jets + <usize>(((first + s) * net.outputs + o) * channels * 4);
      // 0·∞ is NaN: a saturating activation must not turn an infinite coordinate into a finite answer.
      let poison: f32 = 0;
      for (let k = 0; k <= d; k++) poison += 0 * load<f32>(point + <usize>(k * 4));
      for (let c = 0; c < channels; c++) {
        store<f32>(jets + <usize>(c * 4), load<f32>(net.dots + <usize>((s * channels + c) * 4)) + poison + (c == 0 ? offset : 0));
      }
      if (net.rank > 0) addQuadratic(net, o, point, net.directions + <usize>((first + s) * d * 4), jets);
    }
  }
}

function backTile(net: Network, first: i32, count: i32, slot: i32, wantPoints: bool): void {
  const columns = <usize>net.padded;
  const rows = <usize>(count * net.channels);
  const order = slopeOrder(net) + 1;
  let g = net.adjoint;
  let next = net.nextAdjoint;
  outputBack(net, first, count, g);
  for (let layer = net.depth; layer >= 1; layer--) {
    const gBias = net.gBiases + <usize>((layer - 1) * net.padded * 4);
    activateLayerBack(net, g, productOf(net, slot, layer), matrix(net, net.slopes, layer), gBias, first, count, order);
    if (layer == 1) break;
    accumulate(matrix(net, net.h, layer - 1), net.stride, columns, g, net.stride, panelsOf(net, net.gWeights, layer), rows, columns);
    multiply(g, net.stride, columns, transposedOf(net, layer), next, net.stride, (rows + 3) & ~3, columns);
    const swap = g;
    g = next;
    next = swap;
  }
  firstLayerBack(net, g, count);
  if (wantPoints) pointsBack(net, g, first, count);
  if (net.rank > 0) quadraticBack(net, first, count, wantPoints);
}

/** gJ → adjoint of the last layer's jets, gradient of output rows and offsets. */
function outputBack(net: Network, first: i32, count: i32, g: usize): void {
  const channels = net.channels;
  const bytes = <usize>(net.padded * 4);
  const h = matrix(net, net.h, net.depth);
  for (let o = 0; o < net.outputs; o++) {
    const w = net.output + <usize>o * bytes;
    const gw = net.gOutput + <usize>o * bytes;
    const gOffset = net.gTail + <usize>(o * 4);
    for (let s = 0; s < count; s++) {
      const gJets = net.jets + <usize>(((first + s) * net.outputs + o) * channels * 4);
      store<f32>(gOffset, load<f32>(gOffset) + load<f32>(gJets));
      for (let c = 0; c < channels; c++) {
        const at = <usize>(s * channels + c) * net.stride;
        const weight = v128.load_splat<f32>(gJets + <usize>(c * 4));
        for (let j: usize = 0; j < bytes; j += 16) {
          const product = mul(weight, v128.load(w + j));
          v128.store(g + at + j, o == 0 ? product : add(v128.load(g + at + j), product));
          v128.store(gw + j, muladd(weight, v128.load(h + at + j), v128.load(gw + j)));
        }
      }
    }
  }
}

/** ȳ_k = ḡz₁·W₁[k]: of the first layer's inputs only the value row depends on y. */
function pointsBack(net: Network, g: usize, first: i32, count: i32): void {
  for (let s = 0; s < count; s++) {
    const row = g + <usize>(s * net.channels) * net.stride;
    for (let k = 0; k < net.dimension; k++) {
      let sum = splat(0);
      let w = net.weights + <usize>(k * 32);
      for (let j: usize = 0; j < <usize>net.padded * 4; j += 32) {
        sum = muladd(v128.load(row + j), v128.load(w), sum);
        sum = muladd(v128.load(row + j, 16), v128.load(w, 16), sum);
        w += <usize>(net.paddedFeatures * 32);
      }
      store<f32>(net.gPoints + <usize>(((first + s) * net.dimension + k) * 4), total(sum));
    }
  }
}

function quadraticBack(net: Network, first: i32, count: i32, wantPoints: bool): void {
  const d = net.dimension;
  for (let s = first; s < first + count; s++) {
    const gPoint = wantPoints ? net.gPoints + <usize>(s * d * 4) : 0;
    for (let o = 0; o < net.outputs; o++) {
      const g = net.jets + <usize>((s * net.outputs + o) * net.channels * 4);
      addQuadraticBack(net, o, net.points + <usize>(s * (d + 1) * 4), net.directions + <usize>(s * d * 4), g, gPoint);
    }
  }
}
