/** @file Diffusion by control: the game of score-based diffusion trained as what it is, a control problem; no data are noised. */
import { modelSpec, type Reference } from "../define.ts";

export const references: readonly Reference[] = [
  {
    authors: "Berner, J., Richter, L. and Ullrich, K.",
    title: "An optimal control perspective on diffusion-based generative modeling",
    year: 2022,
    arxiv: "2211.01364",
  },
  {
    authors: "Domingo-Enrich, C., Drozdzal, M., Karrer, B. and Chen, R. T. Q.",
    title: "Adjoint matching: fine-tuning flow and diffusion generative models with memoryless stochastic optimal control",
    year: 2024,
    arxiv: "2409.08861",
  },
];

export const spec = modelSpec({
  id: "diffusion-control",
  title: "Diffusion by control",
  about: "Noise is steered towards a known density: the best control is the score.",
  section: "Score-based diffusion",
  formula: String.raw`\min_a\ -\!\int\log\pi\,d\rho_T+\int_0^T\!\!\int\big(\tfrac12|a|^2-\nabla\!\cdot\!f\big)\rho\,dx\,dt`,
  defaults: {
    data: { id: "bimodal", params: {}, samples: "infinite" },
    game: {
      horizon: 1,
      discount: 0,
      // Little noise at the end, so that the last step of a path blurs no mode; enough before it to forget the data.
      dynamics: { id: "vp", params: { betaMax: 6 } },
      lagrangian: { id: "diffusion", params: {} },
      interactions: [],
      terminal: { id: "cross-entropy", params: { weight: 1 } },
    },
    objective: { id: "adjoint-matching", params: { integrator: "euler-maruyama", steps: 24 } },
    regularisers: {
      hjb: { weight: 0, norm: "l2", points: "particles", scale: "none", ramp: 0 },
      terminal: { weight: 0 },
      initial: { weight: 0 },
    },
    network: {
      output: "potential",
      width: 48,
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
    sampling: { method: "sde", steps: 64 },
    seed: 1,
  },
});
