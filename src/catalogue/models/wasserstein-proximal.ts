/** @file Regularised Wasserstein proximal: one noisy step towards a cost at the end; of the cross-entropy it is a diffusion, here with a kernel model. */
import { modelSpec, type Reference } from "../define.ts";

export const references: readonly Reference[] = [
  {
    authors: "Li, W., Liu, S. and Osher, S.",
    title: "A kernel formula for regularized Wasserstein proximal operators",
    year: 2023,
    arxiv: "2301.10301",
  },
  {
    authors: "Zhang, B. J., Liu, S., Li, W., Katsoulakis, M. A. and Osher, S. J.",
    title: "Wasserstein proximal operators describe score-based generative models and resolve memorization",
    year: 2024,
    arxiv: "2402.06162",
  },
];

export const spec = modelSpec({
  id: "wasserstein-proximal",
  title: "Wasserstein proximal, regularised",
  about:
    "One noisy step towards a cost that each agent pays where it ends. Of the cross-entropy it is a diffusion: kernels around training points say the score.",
  section: "Regularised proximal",
  formula: String.raw`\min_v\ \int V\,d\rho_T+\int_0^T\!\!\int\tfrac12|v|^2\rho\,dx\,dt,\quad dX=v\,dt+\sqrt{2\beta}\,dW`,
  defaults: {
    data: { id: "moons", params: {}, samples: 200 },
    game: {
      horizon: 1,
      discount: 0,
      // Constant noise in another clock: it forgets the data at the start, and has little left to do where kernels are narrow.
      dynamics: { id: "ve", params: {} },
      lagrangian: { id: "diffusion", params: {} },
      interactions: [],
      terminal: { id: "cross-entropy", params: { weight: 1 } },
    },
    objective: { id: "kernel-model", params: {} },
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
    // Without noise, so that none of the last step is left in the samples: what a kernel's width does is seen as it is.
    sampling: { method: "ode", steps: 64 },
    seed: 1,
  },
});
