/** @file What the threads of a team share of one kernel: weights, what a job asks about, and the answers. Rows begin with the job's first sample. */
import { type NetworkShape, parameterCount } from "../../jets.ts";
import { memoryLayout, PART_ROWS } from "../layout.ts";
import { MOST_PARTS } from "./words.ts";

/** The gradients of a job's parts lie side by side until they are added in order; wide networks have fewer in a job. */
const MOST_GRADIENT_BYTES = 2 ** 24;
const LEAST_GRADIENTS = 8;

type Floats = Float32Array<SharedArrayBuffer>;

export interface Shared {
  readonly weights: Floats;
  readonly points: Floats;
  readonly directions: Floats;
  /** J, or its adjoint. */
  readonly jets: Floats;
  readonly gPoints: Floats;
  /** [parts, gradient]: as the module lays a part's gradient out. */
  readonly gradients: Floats;
  /** Numbers in one of them. */
  readonly gradient: number;
}

/** Parts of a job that wants gradients. */
export function mostGradients(shape: NetworkShape): number {
  return Math.min(MOST_PARTS, Math.max(LEAST_GRADIENTS, Math.floor(MOST_GRADIENT_BYTES / memoryLayout(shape).of("gBytes"))));
}

function sizesOf(shape: NetworkShape) {
  const rows = MOST_PARTS * PART_ROWS;
  return {
    weights: parameterCount(shape),
    points: rows * (shape.dimension + 1),
    directions: rows * shape.dimension,
    jets: rows * shape.outputs,
    gPoints: rows * shape.dimension,
    gradients: (mostGradients(shape) * memoryLayout(shape).of("gBytes")) / 4,
  };
}

export function newBuffer(shape: NetworkShape): SharedArrayBuffer {
  return new SharedArrayBuffer(4 * Object.values(sizesOf(shape)).reduce((sum, size) => sum + size, 0));
}

export function sharedIn(buffer: SharedArrayBuffer, shape: NetworkShape): Shared {
  const sizes = sizesOf(shape);
  let next = 0;
  const take = (floats: number): Floats => {
    const view = new Float32Array(buffer, next, floats);
    next += 4 * floats;
    return view;
  };
  return {
    weights: take(sizes.weights),
    points: take(sizes.points),
    directions: take(sizes.directions),
    jets: take(sizes.jets),
    gPoints: take(sizes.gPoints),
    gradients: take(sizes.gradients),
    gradient: memoryLayout(shape).of("gBytes") / 4,
  };
}
