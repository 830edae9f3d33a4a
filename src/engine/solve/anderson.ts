/**
 * @file Anderson acceleration of a fixed point x = F(x): from the last steps the combination whose residual F(x) − x is smallest.
 *
 *     min_γ |r − ΔR γ|_w,      x⁺ = x + β r − (ΔX + β ΔR) γ
 *
 * The norm is weighted: nodes that carry no mass shall not decide. When the residual grows much the memory is dropped and the best point
 * so far is taken up again.
 */
const MEMORY = 40;

/** A growth of the residual over its smallest value that no wandering explains. */
const LOST = 100;

/** Of the normal equations, relative to their trace: differences that say the same thing twice. */
const RIDGE = 1e-12;

interface Anderson {
  /** What to try after x gave F(x). `size` is the residual's weighted root mean square. */
  next(x: Float64Array, image: Float64Array, weights: Float64Array): { readonly x: Float64Array; readonly size: number };
}

/** @param share β: how much of the residual is gone along; 1 where F itself contracts */
export function anderson(share: number): Anderson {
  let [beta, best]: [number, { x: Float64Array; r: Float64Array; size: number } | null] = [share, null];
  let before: { x: Float64Array; r: Float64Array } | null = null;
  let [dx, dr]: [Float64Array[], Float64Array[]] = [[], []];
  return {
    next(x, image, weights) {
      const r = image.map((value, i) => value - x[i]!);
      const size = Math.sqrt(inner(r, r, weights));
      if (best !== null && !(size < LOST * best.size)) {
        [dx, dr, before] = [[], [], null];
        beta /= 2;
        const { x: good, r: way } = best;
        return { x: good.map((value, i) => value + beta * way[i]!), size };
      }
      if (best === null || size < best.size) best = { x: x.slice(), r, size };
      if (before !== null) {
        const { x: xBefore, r: rBefore } = before;
        dx = [...dx, x.map((value, i) => value - xBefore[i]!)].slice(-MEMORY);
        dr = [...dr, r.map((value, i) => value - rBefore[i]!)].slice(-MEMORY);
      }
      before = { x: x.slice(), r };
      const gamma = solveNormal(
        dr.map((a) => dr.map((b) => inner(a, b, weights))),
        dr.map((a) => inner(a, r, weights)),
      );
      const next = x.map((value, i) => value + beta * r[i]!);
      gamma.forEach((g, k) => {
        const [a, b] = [dx[k]!, dr[k]!];
        for (let i = 0; i < next.length; i++) next[i]! -= g * (a[i]! + beta * b[i]!);
      });
      return { x: next, size };
    },
  };
}

function inner(a: Float64Array, b: Float64Array, weights: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) if (weights[i]! > 0) total += weights[i]! * a[i]! * b[i]!;
  return total;
}

/** Gauss with the largest pivot, for a handful of unknowns. */
function solveNormal(matrix: readonly (readonly number[])[], right: readonly number[]): readonly number[] {
  const m = right.length;
  const ridge = RIDGE * matrix.reduce((sum, row, i) => sum + row[i]!, 0);
  const rows = matrix.map((row, i) => [...row.map((value, j) => (i === j ? value + ridge : value)), right[i]!]);
  for (let k = 0; k < m; k++) {
    const rest = rows.slice(k);
    const pivot = k + rest.reduce((most, row, i) => (Math.abs(row[k]!) > Math.abs(rest[most]![k]!) ? i : most), 0);
    [rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!];
    if (rows[k]![k] === 0) return right.map(() => 0);
    for (let i = k + 1; i < m; i++) {
      const factor = rows[i]![k]! / rows[k]![k]!;
      for (let j = k; j <= m; j++) rows[i]![j]! -= factor * rows[k]![j]!;
    }
  }
  const found = new Array<number>(m).fill(0);
  for (let k = m - 1; k >= 0; k--) {
    const known = rows[k]!.slice(k + 1, m).reduce((sum, value, j) => sum + value * found[k + 1 + j]!, 0);
    found[k] = (rows[k]![m]! - known) / rows[k]![k]!;
  }
  return found;
}
