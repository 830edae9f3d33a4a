/**
 * @file Anderson acceleration of a fixed point x = F(x): from the last steps the combination whose residual F(x) − x is smallest.
 *
 *     min_γ |r − ΔR γ|_w,      x⁺ = x + β r − (ΔX + β ΔR) γ
 *
 * The norm is weighted: nodes that carry no mass shall not decide. When the residual grows much the memory is dropped and the best point
 * so far is taken up again.
 */
/** A growth of the residual over its smallest value that no wandering explains. */
const LOST = 100;

/** What is left of a difference, relative to itself, once the younger ones are taken out of it: below, it says the same thing twice. */
const LEAST_NEWS = 1e-7;

interface Anderson {
  /** What to try after x gave F(x). `size` is the residual's weighted root mean square. */
  next(x: Float64Array, image: Float64Array, weights: Float64Array): { readonly x: Float64Array; readonly size: number };
}

/**
 * @param share β: how much of the residual is gone along; 1 where F itself contracts
 * @param memory how many steps are combined
 */
export function anderson(share: number, memory: number): Anderson {
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
        dx = [...dx, x.map((value, i) => value - xBefore[i]!)].slice(-memory);
        dr = [...dr, r.map((value, i) => value - rBefore[i]!)].slice(-memory);
      }
      before = { x: x.slice(), r };
      const next = x.map((value, i) => value + beta * r[i]!);
      for (const { moved, changed } of orthonormal(dx, dr, weights)) {
        const part = inner(changed, r, weights);
        for (let i = 0; i < next.length; i++) next[i]! -= part * (moved[i]! + beta * changed[i]!);
      }
      return { x: next, size };
    },
  };
}

/** The weighted inner product. */
export function inner(a: Float64Array, b: Float64Array, weights: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) if (weights[i]! > 0) total += weights[i]! * a[i]! * b[i]!;
  return total;
}

/** A change of the residual of norm 1 and the move that made it. */
interface Direction {
  readonly moved: Float64Array;
  readonly changed: Float64Array;
}

/**
 * Gram and Schmidt (modified) from the youngest difference back, moves taken along. The normal equations would square the condition, and
 * a sweep along a line of 512 nodes stood still at 5e-8.
 */
function orthonormal(dx: readonly Float64Array[], dr: readonly Float64Array[], weights: Float64Array): readonly Direction[] {
  const found: Direction[] = [];
  for (let k = dx.length - 1; k >= 0; k--) {
    const [moved, changed] = [dx[k]!.slice(), dr[k]!.slice()];
    const whole = Math.sqrt(inner(changed, changed, weights));
    for (const young of found) {
      const part = inner(young.changed, changed, weights);
      for (let i = 0; i < moved.length; i++) {
        moved[i]! -= part * young.moved[i]!;
        changed[i]! -= part * young.changed[i]!;
      }
    }
    const left = Math.sqrt(inner(changed, changed, weights));
    if (!(left > LEAST_NEWS * whole)) continue;
    found.push({ moved: moved.map((value) => value / left), changed: changed.map((value) => value / left) });
  }
  return found;
}

/** Parts of an unknown, one behind the other. */
export function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
