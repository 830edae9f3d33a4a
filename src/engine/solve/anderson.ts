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

/** A move and the change of the residual that it made. */
interface Step {
  readonly moved: Float64Array;
  readonly changed: Float64Array;
}

interface Point {
  readonly x: Float64Array;
  readonly r: Float64Array;
}

/**
 * @param share β: how much of the residual is gone along; 1 where F itself contracts
 * @param memory how many steps are combined
 */
export function anderson(share: number, memory: number): Anderson {
  let beta = share;
  let best: (Point & { size: number }) | null = null;
  let before: Point | null = null;
  let steps: Step[] = [];
  // Fields of a whole plane over all times: what is no longer needed is written over.
  const basis: Float64Array[] = [];
  let r = new Float64Array(0);
  return {
    next(x, image, weights) {
      if (r.length !== x.length) r = new Float64Array(x.length);
      for (let i = 0; i < r.length; i++) r[i] = image[i]! - x[i]!;
      const size = Math.sqrt(inner(r, r, weights));
      if (best !== null && !(size < LOST * best.size)) {
        [steps, before] = [[], null];
        beta /= 2;
        const { x: good, r: way } = best;
        return { x: good.map((value, i) => value + beta * way[i]!), size };
      }
      if (best === null || size < best.size) best = { ...copied({ x, r }, best), size };
      if (before !== null) steps = [...steps, stepTo({ x, r }, before, steps.length === memory ? steps.shift()! : null)];
      before = copied({ x, r }, before);
      const next = x.map((value, i) => value + beta * r[i]!);
      for (const [part, { moved, changed }] of combination(steps, { r, weights, basis }))
        for (let i = 0; i < next.length; i++) next[i]! -= part * (moved[i]! + beta * changed[i]!);
      return { x: next, size };
    },
  };
}

/** @param into written over where there is one */
function copied({ x, r }: Point, into: Point | null): Point {
  if (into === null) return { x: x.slice(), r: r.slice() };
  into.x.set(x);
  into.r.set(r);
  return into;
}

/** @param into written over where there is one */
function stepTo({ x, r }: Point, before: Point, into: Step | null): Step {
  const step = into ?? { moved: new Float64Array(x.length), changed: new Float64Array(x.length) };
  for (let i = 0; i < x.length; i++) {
    step.moved[i] = x[i]! - before.x[i]!;
    step.changed[i] = r[i]! - before.r[i]!;
  }
  return step;
}

/** The weighted inner product. */
export function inner(a: Float64Array, b: Float64Array, weights: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) if (weights[i]! > 0) total += weights[i]! * a[i]! * b[i]!;
  return total;
}

interface Given {
  readonly r: Float64Array;
  readonly weights: Float64Array;
  /** Written over: the residual, then the orthonormal basis. */
  readonly basis: Float64Array[];
}

/**
 * γ: how much of each step there is in the combination. Gram and Schmidt (modified) from the youngest change back, ΔR = QR. The normal equations
 * would square the condition, and a sweep along a line of 512 nodes stood still at 5e-8. Fields are taken times √w: products have no weights.
 */
function combination(steps: readonly Step[], { r, weights, basis }: Given): readonly (readonly [number, Step])[] {
  const taken: Step[] = [];
  const columns: number[][] = [];
  const wanted: number[] = [];
  const room = (k: number): Float64Array => (basis[k] ??= new Float64Array(r.length));
  const left = weighted(r, weights, room(0));
  for (const step of steps.toReversed()) {
    const k = taken.length;
    const own = weighted(step.changed, weights, room(k + 1));
    const whole = Math.sqrt(product(own, own));
    const column = orthogonalised(own, basis.slice(1, k + 1));
    const rest = Math.sqrt(product(own, own));
    if (!(rest > LEAST_NEWS * whole)) continue;
    for (let i = 0; i < own.length; i++) own[i]! /= rest;
    taken.push(step);
    columns.push([...column, rest]);
    wanted.push(product(own, left));
  }
  for (let k = taken.length - 1; k >= 0; k--) {
    wanted[k]! /= columns[k]![k]!;
    for (let j = 0; j < k; j++) wanted[j]! -= columns[k]![j]! * wanted[k]!;
  }
  return taken.map((step, k) => [wanted[k]!, step]);
}

/** √w x. Where nothing counts x may be anything. */
function weighted(x: Float64Array, weights: Float64Array, out: Float64Array): Float64Array {
  for (let i = 0; i < x.length; i++) out[i] = weights[i]! > 0 ? Math.sqrt(weights[i]!) * x[i]! : 0;
  return out;
}

function product(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i]! * b[i]!;
  return total;
}

/** Takes its parts along an orthonormal basis out of x. @returns them. What is taken out and what comes next are one loop: memory is slow. */
function orthogonalised(x: Float64Array, basis: readonly Float64Array[]): readonly number[] {
  const parts: number[] = [];
  let part = basis.length > 0 ? product(basis[0]!, x) : 0;
  basis.forEach((along, j) => {
    parts.push(part);
    const after = basis[j + 1] ?? along;
    let next = 0;
    for (let i = 0; i < x.length; i++) {
      const value = x[i]! - part * along[i]!;
      x[i] = value;
      next += after[i]! * value;
    }
    part = next;
  });
  return parts;
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
