/** @file Linear-quadratic games: springs and attraction to where the others are on average; no data, and all of it is known in closed form. */
import { modelSpec, type Reference } from "../define.ts";

export const references: readonly Reference[] = [
  {
    authors: "Bensoussan, A., Sung, K. C. J., Yam, S. C. P. and Yung, S. P.",
    title: "Linear-quadratic mean field games",
    year: 2016,
    arxiv: "1404.5741",
  },
  {
    authors: "Carmona, R. and Delarue, F.",
    title: "Probabilistic theory of mean field games with applications",
    year: 2018,
  },
];

export const spec = modelSpec({
  id: "linear-quadratic",
  title: "Linear-quadratic game",
  about: "Agents pay for springs, and for being far from a share of their mean: each for himself, or all together.",
  section: "Linear-quadratic games",
  formula: String.raw`\min_v\ \mathbb E\int_0^T\!\!\Big(\tfrac12|v|^2+\tfrac q2|x|^2+\tfrac{\bar q}2|x-s\,m|^2\Big)dt+\tfrac{q_T}2|x_T-c|^2`,
  defaults: {
    data: null,
    reference: { id: "gaussian", params: { mean: [1], covariance: [[0.36]] } },
    game: {
      horizon: 1.5,
      discount: 0,
      dynamics: { id: "deterministic", params: {} },
      lagrangian: { id: "kinetic", params: { weight: 1 } },
      interactions: [{ id: "mean-attraction", params: { weight: 1, share: 2, kind: "nash" } }],
      terminal: { id: "potential-energy", params: { weight: 1, x: 1 } },
    },
    objective: { id: "roll-out", params: { integrator: "rk4", steps: 6 } },
    regularisers: {
      hjb: { weight: 0, norm: "l2", points: "particles", scale: "none", ramp: 0 },
      terminal: { weight: 0 },
      initial: { weight: 0 },
    },
    network: {
      output: "potential",
      width: 32,
      depth: 2,
      activation: "tanh",
      time: "raw",
      quadraticRank: 2,
      preconditioning: "none",
      lastLayerScale: 0.1,
    },
    training: {
      batch: 256,
      optimiser: { id: "adam", params: { rate: 0.01 } },
      schedule: "cosine",
      warmup: 50,
      clip: 1,
      ema: 0.999,
      stop: { steps: 1500 },
    },
    sampling: { method: "ode", steps: 32 },
    seed: 1,
  },
});
