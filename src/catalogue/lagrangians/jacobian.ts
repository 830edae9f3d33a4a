/**
 * @file RNODE: kinetic energy, and the squared Frobenius norm of the velocity's Jacobian.
 *
 *     L = (w_K/2)|v|² + (w_J/2)‖∇v‖_F²,    ‖∇v‖_F² = Σᵢⱼ (∂ⱼvᵢ)² = Σᵢⱼ (∂ᵢⱼU)²  for v = −∇U
 *
 * The second term is no cost L(x, v) that an agent could weigh at a point: it knows how the neighbours move. There is no best
 * reply to a price there, no Hamiltonian, and no HJB equation; the flow of a potential is taken along −∇U.
 */
import { add, mul, normSquared, sum } from "../../math/expressions/expression.ts";
import { lagrangian, lagrangianSpec, type Reference } from "../define.ts";
import { real } from "../params.ts";

const reason =
  "The norm of ∇v is not a cost L(x, v) at a point: it depends on how the neighbours move, so no agent can choose v by it, and there is neither a Hamiltonian nor an HJB equation. Choose the kinetic energy.";

export const references: readonly Reference[] = [
  {
    authors: "Finlay, C., Jacobsen, J.-H., Nurbekyan, L. and Oberman, A. M.",
    title: "How to train your neural ODE: the world of Jacobian and kinetic regularization",
    year: 2020,
    arxiv: "2002.02798",
  },
];

export const spec = lagrangianSpec({
  id: "jacobian",
  title: "Kinetic energy and Jacobian",
  about: "Besides its speed, a flow pays for how much the speed differs from place to place: maps that are easy to integrate.",
  section: "Lagrangians",
  formula: String.raw`\tfrac{w_K}{2}|v|^2+\tfrac{w_J}{2}\|\nabla v\|_F^2`,
  free: false,
  player: "v",
  coleHopf: false,
  hamiltonianFormula: { reason },
  params: {
    kinetic: real({
      symbol: "w_K",
      about: "How much moving costs, against the terminal cost.",
      default: 1,
      min: 0.01,
      max: 100,
      scale: "log",
      applies: "live",
    }),
    jacobian: real({
      symbol: "w_J",
      about: "How much it costs that neighbours move differently.",
      default: 1,
      min: 0,
      max: 100,
      scale: "linear",
      applies: "live",
    }),
  },
});

export const jacobian = lagrangian(spec, {
  value: (at, a, { kinetic, jacobian: weight }) =>
    add(mul(mul(0.5, kinetic), normSquared(a)), mul(mul(0.5, weight), sum(at.velocityGradient().map(normSquared)))),
  hamiltonian: { none: { reason } },
});
