/** @file Continuous normalizing flow: maximum likelihood and nothing else, so the flow is not unique (docs/mathematics.md, Flows without running cost). */
import { modelSpec, type Reference } from "../define.ts";

export const references: readonly Reference[] = [
  {
    authors: "Grathwohl, W., Chen, R. T. Q., Bettencourt, J., Sutskever, I. and Duvenaud, D.",
    title: "FFJORD: free-form continuous dynamics for scalable reversible generative models",
    year: 2019,
    arxiv: "1810.01367",
  },
  {
    authors: "Zhang, B. J. and Katsoulakis, M. A.",
    title: "A mean-field games laboratory for generative modeling",
    year: 2023,
    arxiv: "2304.13534",
  },
];

export const spec = modelSpec({
  id: "normalizing-flow",
  title: "Normalizing flow",
  about: "A free velocity field trained by maximum likelihood; moving costs nothing, so many flows are optimal.",
  section: "Flows without running cost",
  formula: String.raw`\min_v\ \lambda\,\mathrm{KL}(\pi\|\rho_T)`,
  defaults: {
    data: { id: "ring-mixture", params: {}, samples: "infinite" },
    game: {
      horizon: 1,
      discount: 0,
      dynamics: { id: "deterministic", params: {} },
      lagrangian: { id: "none", params: {} },
      interactions: [],
      terminal: { id: "forward-kl", params: { weight: 1 } },
    },
    objective: { id: "roll-out", params: { integrator: "rk4", steps: 6 } },
    regularisers: {
      hjb: { weight: 0, norm: "l1", points: "particles", scale: "none", ramp: 0 },
      terminal: { weight: 0 },
      initial: { weight: 0 },
    },
    network: {
      output: "field",
      width: 32,
      depth: 3,
      activation: "tanh",
      time: "raw",
      quadraticRank: 0,
      preconditioning: "none",
      lastLayerScale: 0.1,
    },
    training: {
      batch: 256,
      optimiser: { id: "adam", params: { rate: 0.005 } },
      schedule: "cosine",
      warmup: 50,
      clip: 0,
      ema: 0.99,
      stop: { steps: 2000 },
    },
    sampling: { method: "ode", steps: 16 },
    seed: 1,
  },
});
