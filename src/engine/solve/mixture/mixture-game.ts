/** @file From the set-up game to kernels around its training points. */
import type { KernelFit } from "../../../catalogue/solve.ts";
import { random } from "../../../math/random.ts";
import type { Setup } from "../../game/setup.ts";
import type { FitProblem } from "./fit.ts";

/** Rows at most: of a law that is drawn from for ever, and of a training set. */
const DRAWN = 1000;
const MOST_ROWS = 4096;

/** Widths that are learned, in standard deviations of the data. */
const [NARROWEST, WIDEST] = [0.01, 1];

export function fitProblem(setup: Setup, { centres, precisions, width, sharing, steps }: KernelFit): FitProblem {
  const { dimension } = setup;
  const rows = rowsOf(setup);
  const n = rows.length / dimension;
  const sd = spreadOf(rows, dimension);
  return {
    ...{ dimension, rows, precisions, width, sharing, steps },
    centres: Math.min(centres, n),
    narrowest: NARROWEST * sd,
    widest: WIDEST * sd,
  };
}

/** In an order of the seed: the first ones get the kernels, and points of one's own may come sorted. */
function rowsOf({ training, drawData, dimension: d, experiment }: Setup): Float64Array {
  const stream = random(experiment.seed, "kernels");
  if (training === null) {
    const drawn = new Float32Array(DRAWN * d);
    drawData?.(stream, DRAWN, drawn);
    return Float64Array.from(drawn);
  }
  const order = Array.from({ length: training.length / d }, (_, i) => i);
  for (let i = order.length - 1; i > 0; i--) {
    const j = stream.integer(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return Float64Array.from(order.slice(0, MOST_ROWS).flatMap((row) => Array.from(training.subarray(row * d, (row + 1) * d))));
}

/** The root of E|x − mean|²/d. */
function spreadOf(rows: Float64Array, d: number): number {
  const n = rows.length / d;
  let square = 0;
  for (let i = 0; i < d; i++) {
    let [sum, squares] = [0, 0];
    for (let row = 0; row < n; row++) {
      sum += rows[row * d + i]!;
      squares += rows[row * d + i]! ** 2;
    }
    square += squares / n - (sum / n) ** 2;
  }
  return Math.sqrt(Math.max(square / d, 1e-12));
}
