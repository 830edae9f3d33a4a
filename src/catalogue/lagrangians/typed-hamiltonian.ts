/**
 * @file A Hamiltonian of one's own; the running cost is its transform.
 *
 *     H(x, p, t) as typed,    v* = −∂H/∂p,    L(x, v*, t) = −p·v* − H = p·∂H/∂p − H,    L(x, v, t) = sup_p { −v·p − H }
 *
 * Along the paths of a potential the momentum is known, so L is what stands above. A free velocity field has no momentum: its cost is
 * found by Newton's method (`math/expressions/legendre`). What is not convex in p is the transform of nothing, and is refused.
 */
import { dot, input, type Expr, sub, substitute, type Vec } from "../../math/expressions/expression.ts";
import { gradient } from "../../math/expressions/gradient.ts";
import { legendre } from "../../math/expressions/legendre.ts";
import { refusedTransform } from "../convexity.ts";
import { lagrangian, lagrangianSpec, type Reference } from "../define.ts";
import { formulaTex } from "../formula.ts";
import { formula, type FormulaValue } from "../params.ts";

const hamiltonian = formula({
  symbol: "H",
  about: "The Hamiltonian of an agent at (x, y) with momentum p: agents move with −∂H/∂p. It must be convex in p.",
  default: { text: "norm(p)^2/(2*w)", values: { w: 1 } },
  variables: ["x", "t", "p"],
  examples: [
    { title: "kinetic", value: { text: "norm(p)^2/(2*w)", values: { w: 1 } } },
    { title: "a speed limit", value: { text: "c*sqrt(norm(p)^2 + 1)", values: { c: 2 } } },
    { title: "a river", value: { text: "norm(p)^2/2 - c*p1*exp(-4*y^2)", values: { c: 2 } } },
    { title: "narrow ways", value: { text: "p1^2/2 + p2^2/(2*a)", values: { a: 4 } } },
  ],
  applies: "resample",
});

export const references: readonly Reference[] = [
  {
    authors: "Cannarsa, P. and Sinestrari, C.",
    title: "Semiconcave functions, Hamilton-Jacobi equations, and optimal control",
    year: 2004,
  },
];

export const spec = lagrangianSpec({
  section: "Hamiltonians and their responses",
  id: "typed-hamiltonian",
  title: "Your own Hamiltonian",
  about: "You type the Hamiltonian; the running cost is what belongs to it by the Legendre transform.",
  formula: String.raw`\sup_p\big\{-v\cdot p - H(x, p, t)\big\}`,
  free: false,
  player: "v",
  coleHopf: false,
  hamiltonianFormula: (q) => `H(x, ${q}, t)`,
  params: { hamiltonian },
  typed(params) {
    const value = params["hamiltonian"] as FormulaValue;
    return {
      formula: String.raw`\sup_p\big\{-v\cdot p - H\big\}`,
      hamiltonianFormula: (q) => String.raw`\Big[${formulaTex(hamiltonian, value)}\Big]_{p = ${q}}`,
    };
  },
  // A speed limit is a Hamiltonian that grows no faster than |p|: only a free field would have to pay for what is beyond it.
  refuses: (params, dimension, output) =>
    refusedTransform(hamiltonian, params["hamiltonian"] as FormulaValue, "p", dimension, output === "field"),
});

/** p·∂H/∂p − H at p = q. */
function costAt(H: (p: Vec) => Expr, q: Vec): Expr {
  const names = q.map((_, i) => `typed${String(i + 1)}`);
  const root = H(names.map(input));
  const replies = gradient(root, names);
  const cost = sub(dot(names.map(input), replies), root);
  return substitute([cost], new Map(names.map((name, i) => [name, q[i]!])))[0]!;
}

export const typedHamiltonian = lagrangian(spec, {
  value: (at, v, { hamiltonian: H }) => legendre((p) => H({ x: at.x, t: at.t, p }), v).value,
  valueAtReply: (at, q, { hamiltonian: H }) => costAt((p) => H({ x: at.x, t: at.t, p }), q),
  hamiltonian: (at, q, { hamiltonian: H }) => H({ x: at.x, t: at.t, p: q }),
});
