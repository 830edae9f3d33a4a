/**
 * @file A second-order equation with a condition at either end, on an even grid.
 *
 *     y″ = κy′ + F(y),        y(0) = y₀,        y′(T) = G(y(T))
 *
 * Hermite-Simpson collocation in (y, y′): with z = (y, y′) and f(z) = (y′, κy′ + F(y)),
 *
 *     z₊ − z = (h/6)(f + 4 f(z̄) + f₊),        z̄ = (z + z₊)/2 + (h/8)(f − f₊)                 error h⁴
 *
 * by Newton's method. Shooting would lose all digits to e^(√F′ T). Instead the condition n·δz = c that the left end lays on every node is
 * carried to the right as one row of length 1; on the way back the correction is put onto that row at every node, so what grows in
 * either direction is never followed in it.
 */
export interface TwoEnded {
  readonly horizon: number;
  /** κ. */
  readonly rate: number;
  readonly start: number;
  /** A first guess of y(T). */
  readonly guess: number;
  /** y stays above zero. */
  readonly positive: boolean;
  readonly intervals: number;
  force(y: number): { readonly value: number; readonly slope: number };
  end(y: number): { readonly value: number; readonly slope: number };
}

export interface SolvedCurve {
  readonly at: (t: number) => { readonly y: number; readonly slope: number };
  readonly last: number;
}

/** Of one interval: what it misses, and how that answers to either end: rows of 2 × 2 matrices. */
interface Step {
  readonly miss: readonly [number, number];
  readonly left: Square;
  readonly right: Square;
}
type Square = readonly [number, number, number, number];

const MAX_ITERATIONS = 200;

/** Newton's iterate on the grid. */
interface Nodes {
  readonly y: Float64Array;
  readonly p: Float64Array;
}

/** null if Newton's method finds none. */
export function twoEnded(given: TwoEnded): SolvedCurve | null {
  const { intervals: n, horizon, start, guess } = given;
  let nodes: Nodes = {
    y: Float64Array.from({ length: n + 1 }, (_, k) => start + ((guess - start) * k) / n),
    p: new Float64Array(n + 1).fill((guess - start) / horizon),
  };
  let size = missed(given, nodes);
  for (let k = 0; k < MAX_ITERATIONS; k++) {
    const by = correction(given, nodes);
    let share = 1;
    let next = moved(nodes, by, share);
    let found = sizeOf(given, next);
    while (!(found < size) && share > 1e-9) {
      share /= 2;
      next = moved(nodes, by, share);
      found = sizeOf(given, next);
    }
    const small = by.y.every((value, i) => Math.abs(value) <= 1e-11 * (1 + Math.abs(nodes.y[i]!)));
    if (!(found < size)) return small ? curveOf(given, nodes) : null;
    [nodes, size] = [next, found];
    if (small) return curveOf(given, nodes);
  }
  return null;
}

const moved = ({ y, p }: Nodes, by: Nodes, share: number): Nodes => ({
  y: y.map((value, i) => value + share * by.y[i]!),
  p: p.map((value, i) => value + share * by.p[i]!),
});

const sizeOf = (given: TwoEnded, nodes: Nodes): number =>
  given.positive && nodes.y.some((value) => !(value > 0)) ? Number.POSITIVE_INFINITY : missed(given, nodes);

/** The root of the mean square miss, by the interval's length, of all conditions. */
function missed(given: TwoEnded, { y, p }: Nodes): number {
  const n = given.intervals;
  const h = given.horizon / n;
  let total = (p[n]! - given.end(y[n]!).value) ** 2;
  for (let k = 0; k < n; k++) {
    const { miss } = step(given, y[k]!, p[k]!, y[k + 1]!, p[k + 1]!);
    total += (miss[0] ** 2 + miss[1] ** 2) / (h * h * n);
  }
  return Math.sqrt(total);
}

/** z̄ is above zero only if y is so between the nodes; F is asked no further in. */
function middle({ positive }: TwoEnded, y: number, other: number, bend: number): number {
  const at = (y + other) / 2 + bend;
  return positive && !(at > 0) ? (y + other) / 2 : at;
}

function step(given: TwoEnded, y: number, p: number, y1: number, p1: number): Step {
  const h = given.horizon / given.intervals;
  const { rate } = given;
  const [F, F1] = [given.force(y), given.force(y1)];
  const [a, a1] = [rate * p + F.value, rate * p1 + F1.value];
  const pm = (p + p1) / 2 + (h / 8) * (a - a1);
  const Fm = given.force(middle(given, y, y1, (h / 8) * (p - p1)));
  const jm: Square = [0, 1, Fm.slope, rate];
  const side = (slope: number, sign: number): Square => {
    const e = (sign * h) / 8;
    const inner = times(jm, [0.5, e, e * slope, 0.5 + e * rate]);
    const g = -h / 6;
    return [-sign + g * 4 * inner[0], g * (1 + 4 * inner[1]), g * (slope + 4 * inner[2]), -sign + g * (rate + 4 * inner[3])];
  };
  return {
    miss: [y1 - y - (h / 6) * (p + 4 * pm + p1), p1 - p - (h / 6) * (a + 4 * (rate * pm + Fm.value) + a1)],
    left: side(F.slope, 1),
    right: side(F1.slope, -1),
  };
}

const times = ([a, b, c, d]: Square, [e, f, g, h]: Square): Square => [a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h];

/** A⁻¹ v. */
function divided([a, b, c, d]: Square, u: number, v: number): readonly [number, number] {
  const det = a * d - b * c;
  return [(d * u - b * v) / det, (a * v - c * u) / det];
}

/** Newton's step. */
function correction(given: TwoEnded, { y, p }: Nodes): Nodes {
  const n = given.intervals;
  const steps: Step[] = [];
  /** n·δz = c at every node. */
  const rows: (readonly [number, number, number])[] = [[1, 0, given.start - y[0]!]];
  for (let k = 0; k < n; k++) {
    const one = step(given, y[k]!, p[k]!, y[k + 1]!, p[k + 1]!);
    const [u, v, c] = rows[k]!;
    // (u v) left⁻¹, by the transposed matrix.
    const [a, b] = divided([one.left[0], one.left[2], one.left[1], one.left[3]], u, v);
    const [nu, nv] = [-(a * one.right[0] + b * one.right[2]), -(a * one.right[1] + b * one.right[3])];
    const length = Math.hypot(nu, nv);
    steps.push(one);
    rows.push([nu / length, nv / length, (c + a * one.miss[0] + b * one.miss[1]) / length]);
  }
  const [dy, dp] = [new Float64Array(n + 1), new Float64Array(n + 1)];
  const end = given.end(y[n]!);
  const [u, v, c] = rows[n]!;
  [dy[n], dp[n]] = divided([u, v, -end.slope, 1], c, end.value - p[n]!);
  for (let k = n - 1; k >= 0; k--) {
    const { left, right, miss } = steps[k]!;
    const [a, b] = [dy[k + 1]!, dp[k + 1]!];
    const [fy, fp] = divided(left, -miss[0] - right[0] * a - right[1] * b, -miss[1] - right[2] * a - right[3] * b);
    const [nu, nv, nc] = rows[k]!;
    const off = nc - nu * fy - nv * fp;
    [dy[k], dp[k]] = [fy + off * nu, fp + off * nv];
  }
  return { y: dy, p: dp };
}

function curveOf({ horizon, intervals: n, rate, force }: TwoEnded, { y, p }: Nodes): SolvedCurve {
  const a = y.map((value, k) => rate * p[k]! + force(value).value);
  return {
    last: y[n]!,
    at: (t) => ({ y: hermite(y, p, horizon, t), slope: hermite(p, a, horizon, t) }),
  };
}

/** The cubic through values and slopes on an even grid of [0, T]. */
export function hermite(values: Float64Array, slopes: Float64Array, horizon: number, t: number): number {
  const n = values.length - 1;
  const h = horizon / n;
  const k = Math.min(Math.max(Math.floor(t / h), 0), n - 1);
  const q = t / h - k;
  const r = 1 - q;
  return r * r * (1 + 2 * q) * values[k]! + q * q * (1 + 2 * r) * values[k + 1]! + h * q * r * (r * slopes[k]! - q * slopes[k + 1]!);
}
