/**
 * @file A running cost of one's own, from which the Hamiltonian is computed at every point.
 *
 *     L(x, v, t) as typed,    H(x, q, t) = sup_v { −q·v − L },    v* = −∂H/∂q
 *
 * The best reply is found by Newton's method (`math/expressions/legendre`): exact in one step where L is quadratic in v. A cost that
 * is not convex in v, or grows no faster than |v|, is refused with the place.
 */
import { refusedTransform } from "../convexity.ts";
import { lagrangian, lagrangianSpec, type Reference } from "../define.ts";
import { formulaTex } from "../formula.ts";
import { formula, type FormulaValue } from "../params.ts";
import { legendre } from "../../math/expressions/legendre.ts";

const cost = formula({
  symbol: "L",
  about: "What moving with velocity v at (x, y) costs per unit of time. It must be convex in v.",
  default: { text: "w/2*norm(v)^2", values: { w: 1 } },
  variables: ["x", "t", "v"],
  examples: [
    { title: "kinetic", value: { text: "w/2*norm(v)^2", values: { w: 1 } } },
    { title: "mud", value: { text: "(1 + m*exp(-norm(x)^2))/2*norm(v)^2", values: { m: 6 } } },
    { title: "wind", value: { text: "((v1 - c)^2 + norm(v)^2 - v1^2)/2", values: { c: 1 } } },
    { title: "speeding fines", value: { text: "norm(v)^2/2 + c*norm(v)^4/4", values: { c: 0.2 } } },
    { title: "late is cheap", value: { text: "exp(-k*t)*norm(v)^2/2", values: { k: 2 } } },
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
  id: "typed-lagrangian",
  title: "Your own running cost",
  about: "A cost of motion that you type; the lab finds the best reply, and so the Hamiltonian, at every point.",
  formula: "L(x, v, t)",
  free: false,
  player: "v",
  coleHopf: false,
  hamiltonianFormula: (q) => String.raw`\sup_v\big\{-${q}\cdot v - L(x, v, t)\big\}`,
  params: { cost },
  typed: (params) => ({ formula: formulaTex(cost, params["cost"] as FormulaValue) }),
  refuses: (params, dimension) => refusedTransform(cost, params["cost"] as FormulaValue, "v", dimension, true),
});

export const typedLagrangian = lagrangian(spec, {
  value: (at, v, { cost: L }) => L({ x: at.x, t: at.t, v }),
  valueAtReply: (at, q, { cost: L }) => L({ x: at.x, t: at.t, v: legendre((v) => L({ x: at.x, t: at.t, v }), q).at }),
  hamiltonian: (at, q, { cost: L }) => legendre((v) => L({ x: at.x, t: at.t, v }), q).value,
});
