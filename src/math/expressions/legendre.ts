/**
 * @file The Legendre transform of a formula, as an expression.
 *
 *     G(w) = sup_z { −w·z − F(z) }   at the z with  ∇F(z) = −w,       ∂G/∂w = −z
 *
 *     iteration   z ← z − s (∇²F(z))⁻¹ (∇F(z) + w),   s the one of a few that leaves the least |∇F + w|: found, then held
 *     answer      z₁ = z − (∇²F(z))⁻¹ (∇F(z) + w) once more, with z held;   G = −w·z₁ − F(z₁)
 *
 * Why G may be differentiated as it stands: at a solution z₁ has the right value and, by the implicit function theorem, the right first
 * derivatives in w and in everything else that F reads. G is stationary in z, so its own derivatives are right up to the third order,
 * and no gradient ever runs through the iteration. Where ∇²F does not depend on z one step from 0 is the answer, and there is none.
 */
import {
  add,
  div,
  dot,
  type Expr,
  held,
  input,
  leaves,
  mul,
  neg,
  normSquared,
  num,
  scale,
  sqrt,
  sub,
  substitute,
  type Vec,
  where,
} from "./expression.ts";
import { gradient } from "./gradient.ts";

/** From a start within a factor of three of the solution's length this many steps reach the last bits of f32 (tests). */
const STEPS = 10;

const SHARES = [1, 0.5, 0.2, 0.05];

const RADII = [0.03, 0.1, 0.3, 1, 3, 10, 30];

/** ∇²F may vanish at a point, as that of |z|⁴ at 0. */
const LEAST_CURVATURE = 1e-8;

export interface Legendre {
  /** z₁. */
  readonly at: Vec;
  /** G(w). */
  readonly value: Expr;
  /** ∇F(z₁) + w: what the iteration has left; not small where there is no solution. */
  readonly residual: Vec;
}

export function legendre(f: (z: Vec) => Expr, w: Vec): Legendre {
  const names = w.map((_, i) => `legendre${String(i + 1)}`);
  const root = f(names.map(input));
  const first = gradient(root, names);
  const second = first.map((slope) => gradient(slope, names)); // [d, d]
  const at = (roots: readonly Expr[], z: Vec): Vec => substitute(roots, new Map(names.map((name, i) => [name, z[i] ?? num(0)])));
  const gap = (z: Vec): Vec => at(first, z).map((slope, i) => add(slope, w[i] ?? num(0)));
  const quadratic = names.every((name) => !leaves(second.flat()).has(name));
  const newton = (z: Vec): Vec =>
    solved(
      second.map((row) => at(row, z)),
      gap(z),
      quadratic ? 0 : LEAST_CURVATURE,
    );
  const found = quadratic ? w.map(() => num(0)) : frozen(iterated(start(w, gap), gap, newton));
  const z = minus(found, newton(found));
  return { at: z, value: sub(neg(dot(w, z)), at([root], z)[0] ?? num(0)), residual: gap(z) };
}

const frozen = (z: Vec): Vec => z.map(held);

const minus = (a: Vec, b: Vec, share = 1): Vec => a.map((x, i) => sub(x, mul(share, b[i] ?? num(0))));

/** The better of two by a number. */
interface Candidate {
  readonly z: Vec;
  readonly miss: Expr;
}

const better = (a: Candidate, b: Candidate): Candidate => {
  const chosen = sub(a.miss, b.miss);
  return { z: a.z.map((x, i) => where(chosen, b.z[i] ?? num(0), x)), miss: where(chosen, b.miss, a.miss) };
};

/** Opposite to w, of the length that misses least: the force of a growing F points outwards. */
function start(w: Vec, gap: (z: Vec) => Vec): Vec {
  const towards = scale(div(-1, add(sqrt(normSquared(w)), 1e-12)), w);
  const tried = RADII.map((radius): Candidate => {
    const z = scale(radius, towards);
    return { z, miss: normSquared(gap(z)) };
  });
  return tried.reduce(better).z;
}

function iterated(from: Vec, gap: (z: Vec) => Vec, newton: (z: Vec) => Vec): Vec {
  let now: Candidate = { z: from, miss: normSquared(gap(from)) };
  for (let k = 0; k < STEPS; k++) {
    const step = newton(now.z);
    const { z } = now;
    const tried = SHARES.map((share): Candidate => {
      const moved = minus(z, step, share);
      return { z: moved, miss: normSquared(gap(moved)) };
    });
    now = [now, ...tried].reduce(better);
  }
  return now.z;
}

/** (M + least)⁻¹ b for a symmetric matrix of one or two rows. */
function solved(m: readonly Vec[], b: Vec, least: number): Vec {
  const [[a = num(1), c = num(0)] = [], [, d = num(1)] = []] = m;
  const [b1 = num(0), b2 = num(0)] = b;
  const [first, last] = [add(a, least), add(d, least)];
  if (b.length === 1) return [div(b1, first)];
  const determinant = sub(mul(first, last), mul(c, c));
  return [div(sub(mul(last, b1), mul(c, b2)), determinant), div(sub(mul(first, b2), mul(c, b1)), determinant)];
}
