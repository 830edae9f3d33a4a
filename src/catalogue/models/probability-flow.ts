/** @file Probability flow: the deterministic game that moves its crowd as a Schrödinger bridge moves shaken particles, solved on a grid. */
import { modelSpec, type Reference } from "../define.ts";

export const references: readonly Reference[] = [
  {
    authors: "Chen, Y., Georgiou, T. T. and Pavon, M.",
    title: "On the relation between optimal transport and Schrödinger bridges: a stochastic control viewpoint",
    year: 2014,
    arxiv: "1412.4430",
  },
  {
    authors: "Song, Y., Sohl-Dickstein, J., Kingma, D. P., Kumar, A., Ermon, S. and Poole, B.",
    title: "Score-based generative modeling through stochastic differential equations",
    year: 2021,
    arxiv: "2011.13456",
  },
];

export const spec = modelSpec({
  id: "probability-flow",
  title: "Probability flow",
  about: "Nobody is shaken, but steep densities cost: the crowd moves as a Schrödinger bridge's does.",
  section: "Fisher information",
  formula: String.raw`\min_v\ \int_0^T\!\!\int\Big[\tfrac12|v|^2+\tfrac{\sigma_F^4}8|\nabla\log\rho|^2\Big]\rho\,dx\,dt,\quad\rho_T=\pi`,
  defaults: {
    data: { id: "moons", params: {}, samples: "infinite" },
    reference: { id: "ring-mixture", params: { radius: 2.4 } },
    game: {
      horizon: 1,
      discount: 0,
      dynamics: { id: "deterministic", params: {} },
      lagrangian: { id: "kinetic", params: { weight: 1 } },
      interactions: [{ id: "fisher", params: { sigma: 0.7 } }],
      terminal: { id: "hard", params: {} },
    },
    objective: { id: "scaling", params: {} },
    regularisers: {
      hjb: { weight: 0, norm: "l2", points: "box", scale: "none", ramp: 0 },
      terminal: { weight: 0 },
      initial: { weight: 0 },
    },
    network: {
      output: "potential",
      width: 64,
      depth: 3,
      activation: "tanh",
      time: "raw",
      quadraticRank: 0,
      preconditioning: "none",
      lastLayerScale: 0.1,
    },
    training: {
      batch: 512,
      optimiser: { id: "adam", params: { rate: 0.005 } },
      schedule: "cosine",
      warmup: 100,
      clip: 1,
      ema: 0.999,
      stop: { steps: 4000 },
    },
    sampling: { method: "ode", steps: 12 },
    seed: 1,
  },
});
