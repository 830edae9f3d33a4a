/**
 * @file Kinetic energy: the cost of optimal transport.
 *
 *     L(a) = (w/2)|a|²,    H(q) = sup_a { −q·a − L } = |q|²/(2w),    a* = −q/w
 */
import { div, mul, normSquared } from "../../math/expressions/expression.ts";
import { lagrangian, lagrangianSpec, type Reference } from "../define.ts";
import { real } from "../params.ts";

export const references: readonly Reference[] = [
  {
    authors: "Benamou, J.-D. and Brenier, Y.",
    title: "A computational fluid mechanics solution to the Monge-Kantorovich mass transfer problem",
    year: 2000,
  },
  {
    authors: "Onken, D., Wu Fung, S., Li, X. and Ruthotto, L.",
    title: "OT-Flow: fast and accurate continuous normalizing flows via optimal transport",
    year: 2021,
    arxiv: "2006.00104",
  },
];

export const spec = lagrangianSpec({
  id: "kinetic",
  title: "Kinetic energy",
  about: "Moving costs half the squared speed, so the best paths are straight and the flow is unique.",
  section: "Lagrangians",
  formula: String.raw`\tfrac{w}{2}|v|^2`,
  free: false,
  linearReply: true,
  energyWeight: ({ weight }) => Number(weight),
  player: "v",
  coleHopf: false,
  hamiltonianFormula: (q) => String.raw`\tfrac{1}{2w}|${q}|^2`,
  params: {
    weight: real({
      symbol: "w",
      about: "How much moving costs, against the terminal cost.",
      default: 1,
      min: 0.01,
      max: 100,
      scale: "log",
      applies: "live",
    }),
  },
});

export const kinetic = lagrangian(spec, {
  value: (_at, a, { weight }) => mul(mul(0.5, weight), normSquared(a)),
  hamiltonian: (_at, q, { weight }) => div(normSquared(q), mul(2, weight)),
});
