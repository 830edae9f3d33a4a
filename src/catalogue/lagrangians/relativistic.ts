/**
 * @file A speed limit: the action of a relativistic particle of unit mass, its rest energy c² taken off.
 *
 *     L(a) = c² − c²√(1 − |a|²/c²) = |a|² / (1 + √(1 − |a|²/c²)),    ∞ beyond |a| = c
 *     H(q) = sup_a { −q·a − L } = c√(|q|² + c²) − c² = |q|² / (1 + √(1 + |q|²/c²))
 *     a*   = −q / √(1 + |q|²/c²),    |a*| < c for every q;    L(a*) = |q|² / (1 + |q|²/c² + √(1 + |q|²/c²))
 *
 * Taking the same constant from L and adding it to H leaves H the transform of L, and makes standing still free. The forms on the
 * right do not cancel: for c → ∞ they go over into ½|a|² and ½|q|².
 */
import { add, div, type Expr, max, mul, normSquared, sqrt, sub, type Vec } from "../../math/expressions/expression.ts";
import { lagrangian, lagrangianSpec, type Reference } from "../define.ts";
import { real } from "../params.ts";
import { limitedCost } from "../speed-cost.ts";

export const references: readonly Reference[] = [
  {
    authors: "Brenier, Y.",
    title: "Extended Monge-Kantorovich theory",
    year: 2003,
  },
];

export const spec = lagrangianSpec({
  id: "relativistic",
  title: "Speed limit",
  about: "Nobody can move faster than c, however much there is to gain: the cost of a particle in relativity, less its rest energy.",
  section: "Lagrangians",
  formula: String.raw`c^2-c^2\sqrt{1-|v|^2/c^2}`,
  free: false,
  limitsSpeed: true,
  player: "v",
  coleHopf: false,
  speedCost: ({ limit }) => limitedCost(Number(limit)),
  hamiltonianFormula: (q) => String.raw`c\sqrt{|${q}|^2+c^2}-c^2`,
  params: {
    limit: real({
      symbol: "c",
      about: "The speed limit. What is further away than c T cannot be reached in time.",
      default: 2,
      min: 0.1,
      max: 100,
      scale: "log",
      applies: "live",
    }),
  },
});

/** |v|²/c². */
const ratio = (v: Vec, limit: Expr): Expr => div(normSquared(v), mul(limit, limit));

/** √(1 + |q|²/c²): energy over rest energy. */
const stretch = (q: Vec, limit: Expr): Expr => sqrt(add(1, ratio(q, limit)));

export const relativistic = lagrangian(spec, {
  // A velocity that comes from q stays below c; the floor is for what rounds to it.
  value: (_at, a, { limit }) => div(normSquared(a), add(1, sqrt(max(sub(1, ratio(a, limit)), 1e-12)))),
  valueAtReply(_at, q, { limit }) {
    const root = stretch(q, limit);
    return div(normSquared(q), add(mul(root, root), root));
  },
  hamiltonian: (_at, q, { limit }) => div(normSquared(q), add(1, stretch(q, limit))),
});
