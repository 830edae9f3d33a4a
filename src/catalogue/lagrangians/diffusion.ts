/**
 * @file The Lagrangian that makes score-based diffusion a mean-field game.
 *
 *     L(x, a) = ½|a|² − ∇·f(x, t),    H(q) = ½|q|² + ∇·f,    a* = −q
 *
 * With it U = −log η(x, T − t) solves the HJB equation, where η is the noised data (docs/mathematics.md, Score-based diffusion): the term −∇·f
 * turns the backward Kolmogorov equation of e^(−U) into the Fokker-Planck equation of the noising process.
 */
import { add, mul, normSquared, sub } from "../../math/expressions/expression.ts";
import { lagrangian, lagrangianSpec, type Reference } from "../define.ts";

export const references: readonly Reference[] = [
  {
    authors: "Zhang, B. J. and Katsoulakis, M. A.",
    title: "A mean-field games laboratory for generative modeling",
    year: 2023,
    arxiv: "2304.13534",
  },
  {
    authors: "Berner, J., Richter, L. and Ullrich, K.",
    title: "An optimal control perspective on diffusion-based generative modeling",
    year: 2022,
    arxiv: "2211.01364",
  },
];

export const spec = lagrangianSpec({
  id: "diffusion",
  title: "Diffusion",
  about: "Half the squared control minus the divergence of the base drift: the cost whose value function is −log of the noised data.",
  section: "Lagrangians",
  formula: String.raw`\tfrac12|a|^2 - \nabla\!\cdot\! f`,
  free: false,
  linearReply: true,
  energyWeight: () => 1,
  player: "a",
  coleHopf: true,
  hamiltonianFormula: (q) => String.raw`\tfrac12|${q}|^2 + \nabla\!\cdot\! f`,
  params: {},
});

export const diffusion = lagrangian(spec, {
  value: ({ divF }, a) => sub(mul(0.5, normSquared(a)), divF),
  hamiltonian: ({ divF }, q) => add(mul(0.5, normSquared(q)), divF),
});
