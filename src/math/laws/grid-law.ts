/**
 * @file A law of which only log ρ + constant is known, as a formula: its constant, moments and samples from a grid over a box.
 *
 *     Z = Σ e^{ℓ(x_k)} hᵈ,     m = E x,   C = E (x − m)(x − m)ᵀ       midpoints x_k: for a smooth density that has fallen to nothing at
 *                                                                   the edge of the box the sums are right to rounding
 *     draws     a cell by its mass, a uniform point in it: the spread is too large by h²/12, less than 10⁻⁴ of a box of half width 4
 *
 * log ρ and its derivatives are the formula's own, everywhere, outside the box too.
 */
import { expOf, logOf } from "../elementary.ts";
import { type Expr, sub } from "../expressions/expression.ts";
import { gradient } from "../expressions/gradient.ts";
import { column, plan } from "../expressions/plan.ts";
import { type Random, random } from "../random.ts";
import { chooser, type Floats, type KnownDensity } from "./density.ts";
import { rowSampler, type Sampler } from "./sampler.ts";

/** Cells along an edge. */
const CELLS = { 1: 4096, 2: 256 } as const;

/** Rows of the table that training draws from. */
const ROWS = 1 << 15;

const AXES = ["x1", "x2"] as const;

/** Values of expressions of x1, x2 at points [n, d]. */
function evaluator(
  roots: readonly Expr[],
  d: 1 | 2,
): (x: ArrayLike<number>, n: number, outputs: readonly Floats[], stride?: number) => void {
  const { columns, evaluate } = plan(roots);
  return (x, n, outputs, stride = 1) => {
    const data = x instanceof Float32Array || x instanceof Float64Array ? x : Float64Array.from(x);
    const axis = (name: string): number => AXES.indexOf(name as (typeof AXES)[number]);
    evaluate(
      n,
      columns.map((name) => column(data, axis(name), d)),
      [],
      outputs.map((output, r) => column(output, stride === 1 ? 0 : r, stride)), // interleaved where they share an array
    );
  };
}

/** Midpoints [n, d] of the cells of [−R, R]^d. */
export function midpoints(d: 1 | 2, half: number, cells: number): Float64Array {
  const at = (k: number): number => half * ((2 * (k + 0.5)) / cells - 1);
  const n = d === 1 ? cells : cells * cells;
  return Float64Array.from({ length: n * d }, (_, j) =>
    d === 1 ? at(j) : at(j % 2 === 0 ? Math.floor(j / 2) % cells : Math.floor(j / 2 / cells)),
  );
}

/** @param logDensity of x1 [x2], up to a constant; finite on the box, and low at its edge */
export function gridLaw(logDensity: Expr, d: 1 | 2, half: number): Omit<KnownDensity, "diffused"> & { sampler(): Sampler } {
  const names = AXES.slice(0, d);
  const slopes = gradient(logDensity, names);
  const seconds = slopes.map((slope, i) => gradient(slope, names)[i]!);
  const [value, score, second] = [evaluator([logDensity], d), evaluator(slopes, d), evaluator(seconds, d)];

  const cells = CELLS[d];
  const h = (2 * half) / cells;
  const x = midpoints(d, half, cells);
  const n = d === 1 ? cells : cells * cells;
  const mass = new Float64Array(n);
  value(x, n, [mass]);
  let largest = -Infinity;
  for (const log of mass) largest = Math.max(largest, log);
  let total = 0;
  for (let k = 0; k < n; k++) total += mass[k] = expOf(mass[k]! - largest);
  const logNormaliser = largest + logOf(total) + d * logOf(h);
  const average = (f: (k: number) => number): number => mass.reduce((sum, weight, k) => sum + weight * f(k), 0) / total;
  const axes = names.map((_, i) => i);
  const mean = axes.map((i) => average((k) => x[k * d + i]!));
  const covariance = axes.map((i) => axes.map((j) => average((k) => (x[k * d + i]! - mean[i]!) * (x[k * d + j]! - mean[j]!))));

  const choose = chooser(mass);
  const place = (stream: Random, cell: number, out: Floats, i: number): void => {
    for (const axis of axes) out[i * d + axis] = x[cell * d + axis]! + h * (stream.uniform() - 0.5);
  };
  return {
    dimension: d,
    mean,
    covariance,
    sample(stream, count, out) {
      for (let i = 0; i < count; i++) place(stream, choose(stream), out, i);
    },
    sampler() {
      // One cell for each equal share of the mass, in order: no luck in how many rows a mode gets.
      const rows = new Float32Array(ROWS * d);
      const stream = random(1, "grid-law");
      let [cell, sum] = [0, mass[0]!];
      for (let i = 0; i < ROWS; i++) {
        const wanted = ((i + stream.uniform()) / ROWS) * total;
        while (sum < wanted && cell < n - 1) sum += mass[++cell]!;
        place(stream, cell, rows, i);
      }
      return { ...rowSampler(d, rows), density: { log: sub(logDensity, logNormaliser), score: slopes } };
    },
    logDensity(at, count, out) {
      value(at, count, [out]);
      for (let i = 0; i < count; i++) out[i] = out[i]! - logNormaliser;
    },
    score(at, count, out) {
      score(
        at,
        count,
        axes.map(() => out),
        d,
      );
    },
    laplacianLogDensity(at, count, out) {
      const parts = axes.map(() => new Float64Array(count));
      second(at, count, parts);
      for (let i = 0; i < count; i++) out[i] = parts.reduce((sum, part) => sum + part[i]!, 0);
    },
  };
}
