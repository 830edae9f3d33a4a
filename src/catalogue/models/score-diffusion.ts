/** @file Score-based diffusion as a mean-field game: the value function is −log of the noised data (docs/mathematics.md, Score-based diffusion). */
import { modelSpec, type Reference } from "../define.ts";

export const references: readonly Reference[] = [
  {
    authors: "Song, Y., Sohl-Dickstein, J., Kingma, D. P., Kumar, A., Ermon, S. and Poole, B.",
    title: "Score-based generative modeling through stochastic differential equations",
    year: 2021,
    arxiv: "2011.13456",
  },
  {
    authors: "Zhang, B. J. and Katsoulakis, M. A.",
    title: "A mean-field games laboratory for generative modeling",
    year: 2023,
    arxiv: "2304.13534",
  },
  {
    authors: "Karras, T., Aittala, M., Aila, T. and Laine, S.",
    title: "Elucidating the design space of diffusion-based generative models",
    year: 2022,
    arxiv: "2206.00364",
  },
];

export const spec = modelSpec({
  id: "score-diffusion",
  title: "Score-based diffusion",
  about: "Noise is added to the data and the way back is learned: the optimal control is the score of the noised data.",
  section: "Score-based diffusion",
  formula: String.raw`\min_a\ -\!\int\log\pi\,d\rho_T+\int_0^T\!\!\int\big(\tfrac12|a|^2-\nabla\!\cdot\!f\big)\rho\,dx\,dt`,
  defaults: {
    data: { id: "ring-mixture", params: {}, samples: "infinite" },
    game: {
      horizon: 1,
      discount: 0,
      dynamics: { id: "vp", params: {} },
      lagrangian: { id: "diffusion", params: {} },
      interactions: [],
      terminal: { id: "cross-entropy", params: { weight: 1 } },
    },
    objective: { id: "score-matching", params: { kind: "denoising" } },
    regularisers: {
      hjb: { weight: 0, norm: "l2", points: "noised-data", scale: "log-snr", ramp: 1000 },
      terminal: { weight: 0 },
      initial: { weight: 0 },
    },
    network: {
      output: "potential",
      width: 64,
      depth: 3,
      activation: "tanh",
      time: "log-snr",
      quadraticRank: 0,
      preconditioning: "gaussian",
      lastLayerScale: 0.1,
    },
    training: {
      batch: 512,
      optimiser: { id: "adam", params: { rate: 0.007 } },
      schedule: "cosine",
      warmup: 200,
      clip: 0,
      ema: 0.999,
      stop: { steps: 12000 },
    },
    sampling: { method: "ode", steps: 50 },
    seed: 1,
  },
});
