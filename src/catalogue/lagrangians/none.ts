/**
 * @file No running cost: moving is free.
 *
 *     L(x, a) = 0,    H(q) = sup_a { −q·a } = 0 if q = 0, +∞ else
 *
 * The Hamiltonian is infinite unless ∇U = 0, so the HJB equation only says that every flow with the right end is optimal:
 * the game is ill-posed (docs/mathematics.md, Flows without running cost). That is why there is no residual to show or to penalise.
 */
import { num } from "../../math/expressions/expression.ts";
import { lagrangian, lagrangianSpec, type Reference } from "../define.ts";

const reason =
  "Without a running cost the Hamiltonian is infinite unless ∇U = 0: every flow that reaches the data is optimal, so there is no HJB equation to penalise. Choose the kinetic energy.";

export const references: readonly Reference[] = [
  {
    authors: "Grathwohl, W., Chen, R. T. Q., Bettencourt, J., Sutskever, I. and Duvenaud, D.",
    title: "FFJORD: free-form continuous dynamics for scalable reversible generative models",
    year: 2019,
    arxiv: "1810.01367",
  },
];

export const spec = lagrangianSpec({
  id: "none",
  title: "None",
  about: "Moving is free: any path to the data is as good as any other, and the flow is not unique.",
  section: "Flows without running cost",
  formula: "0",
  params: {},
  free: true,
  player: "v",
  coleHopf: false,
  hamiltonianFormula: { reason },
});

export const noRunningCost = lagrangian(spec, {
  value: () => num(0),
  hamiltonian: { none: { reason } },
});
