/**
 * @file The jets as a composition of tfjs operations, differentiable once, on whatever backend is set.
 *
 *     z = h W + b,   z_c = h_c W
 *     h = a(z),      h_c = a′ z_c,     h_s = a′ z_s + a″ q,     q = Σ_k z_k²  or  (Σ_k w_k z_k)²  or  z_i z_j
 */
import {
  add,
  addN,
  concat,
  cos,
  matMul,
  mul,
  onesLike,
  reshape,
  sin,
  slice,
  square,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  zerosLike,
} from "@tensorflow/tfjs-core";
import { type JetChannels, type NetworkShape, parameterBlocks, secondCount } from "../jets.ts";
import { activationJet } from "./activations.ts";

/** What is carried from layer to layer; `first` holds ∂₁ … ∂_d, then ∂τ; `second` nothing, D², or ∂₁₁, ∂₁₂, ∂₂₂. */
interface Carried {
  readonly value: Tensor2D;
  readonly first: readonly Tensor2D[];
  readonly second: readonly Tensor2D[];
}

/** theta [P], points [n, d + 1], directions [n, d] → J [n, outputs · C]. Call it inside `tidy`. */
export function composeJets(
  shape: NetworkShape,
  channels: JetChannels,
  theta: Tensor1D,
  points: Tensor2D,
  directions?: Tensor2D,
): Tensor2D {
  const blocks = new Map(parameterBlocks(shape).map((block) => [block.name, block]));
  const parameter = (name: string): Tensor2D => {
    const block = blocks.get(name);
    if (block === undefined) throw new Error(`no parameters named ${name}`);
    return reshape(slice(theta, block.offset, block.rows * block.columns), [block.rows, block.columns]);
  };
  let jets = features(shape, channels, points);
  for (let layer = 1; layer <= shape.depth; layer++) {
    const z = linear(jets, parameter(`W${layer}`), parameter(`b${layer}`));
    jets = activated(shape, channels, z, directions);
  }
  // 0·∞ is NaN: a saturating activation must not turn an infinite coordinate into a finite answer.
  const poison: Tensor2D = sum(mul(0, points), 1, true); // [n, 1]
  const offset = parameter("offset");
  const columns: Tensor2D[] = [];
  for (let o = 0; o < shape.outputs; o++) {
    const w = row(parameter("output"), o);
    let out = linear(jets, reshape(w, [shape.width, 1]), column(offset, o));
    if (shape.quadraticRank > 0) {
      const a: Tensor2D = slice(parameter("A"), [o * shape.quadraticRank, 0], [shape.quadraticRank, -1]);
      out = withQuadratic(shape, channels, out, a, row(parameter("slope"), o), points, directions);
    }
    for (const channel of [out.value, ...out.first, ...out.second]) columns.push(add(channel, poison));
  }
  return concat(columns, 1);
}

/** The jets of φ(ξ). Rows of constants are tensors like the others. */
function features(shape: NetworkShape, channels: JetChannels, points: Tensor2D): Carried {
  const d = shape.dimension;
  const tau = column(points, d); // [n, 1]
  const zero = zerosLike(tau);
  const one = onesLike(tau);
  const waves: Tensor2D[] = [];
  const speeds: Tensor2D[] = [];
  for (let j = 1; j <= shape.fourier; j++) {
    const omega = 2 * Math.PI * j;
    const sine = sin(mul<Tensor2D>(omega, tau));
    const cosine = cos(mul<Tensor2D>(omega, tau));
    waves.push(sine, cosine);
    speeds.push(mul(omega, cosine), mul(-omega, sine));
  }
  const unit = (k: number) => Array.from({ length: d + 1 }, (_, i) => (i === k ? one : zero));
  const first: Tensor2D[] = [];
  if (channels.gradient) for (let k = 0; k < d; k++) first.push(concat([...unit(k), ...waves.map(() => zero)], 1));
  if (channels.time) first.push(concat([...unit(d), ...speeds], 1));
  const value: Tensor2D = concat([points, ...waves], 1);
  return { value, first, second: Array.from({ length: secondCount(shape, channels) }, () => zerosLike(value)) };
}

function linear(jets: Carried, w: Tensor2D, b: Tensor2D): Carried {
  return {
    value: add(matMul(jets.value, w), b),
    first: jets.first.map((channel) => matMul(channel, w)),
    second: jets.second.map((channel) => matMul(channel, w)),
  };
}

function activated(shape: NetworkShape, channels: JetChannels, z: Carried, directions?: Tensor2D): Carried {
  const { value, first, second } = activationJet(shape.activation, z.value);
  if (z.first.length === 0) return { value, first: [], second: [] };
  const slope = first();
  const bend = z.second.length === 0 ? null : second();
  return {
    value,
    first: z.first.map((channel) => mul(slope, channel)),
    second:
      bend === null ? [] : curvatures(shape, channels, z.first, directions).map((q, s) => add(mul(slope, z.second[s]!), mul(bend, q))),
  };
}

/** q = Σ_k z_k²  or  (Σ_k w_k z_k)²  or  every z_i z_j, i ≤ j. */
function curvatures(shape: NetworkShape, channels: JetChannels, first: readonly Tensor2D[], directions?: Tensor2D): Tensor2D[] {
  const spatial = first.slice(0, shape.dimension);
  if (channels.second === "hessian") return spatial.flatMap((z, i) => spatial.slice(i).map((other) => mul<Tensor2D>(z, other)));
  if (channels.second === "laplacian") return [addN(spatial.map((channel) => square(channel)))];
  if (directions === undefined) throw new Error("the second derivative along directions needs directions");
  return [square(addN(spatial.map((channel, k) => mul<Tensor2D>(column(directions, k), channel))))];
}

/** N += ½ |A ξ|² + β·ξ with A [r, d + 1], β [1, d + 1]. */
function withQuadratic(
  shape: NetworkShape,
  channels: JetChannels,
  out: Carried,
  a: Tensor2D,
  slope: Tensor2D,
  points: Tensor2D,
  directions?: Tensor2D,
): Carried {
  const d = shape.dimension;
  const v: Tensor2D = matMul(points, a, false, true); // [n, r]
  const half: Tensor2D = mul(0.5, sum(square(v), 1, true));
  const first = out.first.map((channel, k) => {
    const along: Tensor2D = matMul(v, reshape(column(a, k), [shape.quadraticRank, 1])); // [n, 1]
    return add<Tensor2D>(channel, add(along, column(slope, k)));
  });
  const value = add<Tensor2D>(out.value, add(half, matMul(points, slope, false, true)));
  const spatial: Tensor2D = slice(a, [0, 0], [-1, d]);
  const bent = (): Tensor[] => {
    if (channels.second === "hessian") {
      const axes = Array.from({ length: d }, (_, k) => column(spatial, k));
      return axes.flatMap((of, i) => axes.slice(i).map((other) => sum(mul(of, other))));
    }
    if (channels.second === "laplacian") return [sum(square(spatial))];
    if (directions === undefined) throw new Error("the second derivative along directions needs directions");
    return [sum(square(matMul(directions, spatial, false, true)), 1, true)];
  };
  return { value, first, second: out.second.length === 0 ? [] : bent().map((q, s) => add(out.second[s]!, q)) };
}

function row(matrix: Tensor2D, index: number): Tensor2D {
  return slice(matrix, [index, 0], [1, -1]);
}

function column(matrix: Tensor2D, index: number): Tensor2D {
  return slice(matrix, [0, index], [-1, 1]);
}
