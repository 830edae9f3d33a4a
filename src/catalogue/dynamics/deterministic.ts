/**
 * @file Deterministic dynamics: particles follow the control and nothing else.
 *
 *     dX = a dt        f = 0, g = 1, σ = 0
 */
import { num } from "../../math/expressions/expression.ts";
import { dynamics, dynamicsSpec, type Reference } from "../define.ts";

export const references: readonly Reference[] = [
  {
    authors: "Chen, R. T. Q., Rubanova, Y., Bettencourt, J. and Duvenaud, D.",
    title: "Neural ordinary differential equations",
    year: 2018,
    arxiv: "1806.07366",
  },
];

export const spec = dynamicsSpec({
  id: "deterministic",
  title: "Deterministic",
  about: "Particles move with the velocity they choose; there is no noise.",
  section: "The game and its optimality system",
  formula: String.raw`dX_t = v\,dt`,
  params: {},
  noisy: false,
  steadySigma: () => 0,
  drifts: false,
  gain: () => "one",
  noises: () => false,
});

export const deterministic = dynamics(spec, {
  drift: ({ x }) => x.map(() => num(0)),
  gain: () => num(1),
  sigma: () => num(0),
});
