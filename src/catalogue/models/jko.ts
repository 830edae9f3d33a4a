/** @file The JKO scheme: a gradient flow in stages, each a proximal step that is learned (docs/mathematics.md, Minimising movements). */
import { modelSpec, type Reference } from "../define.ts";

export const references: readonly Reference[] = [
  {
    authors: "Jordan, R., Kinderlehrer, D. and Otto, F.",
    title: "The variational formulation of the Fokker-Planck equation",
    year: 1998,
  },
  {
    authors: "Mokrov, P., Korotin, A., Li, L., Genevay, A., Solomon, J. and Burnaev, E.",
    title: "Large-scale Wasserstein gradient flows",
    year: 2021,
    arxiv: "2106.00736",
  },
];

export const spec = modelSpec({
  id: "jko",
  title: "JKO scheme",
  about: "A gradient flow in stages: each moves the crowd as far as it pays, and the next one goes on from there.",
  section: "Minimising movements",
  formula: String.raw`\rho_{k+1}=\arg\min_\rho\ \tfrac{1}{2h}W_2^2(\rho_k,\rho)+F[\rho]`,
  defaults: {
    data: { id: "mixture", params: {}, samples: "infinite" },
    game: {
      horizon: 2,
      discount: 0,
      dynamics: { id: "deterministic", params: {} },
      lagrangian: { id: "kinetic", params: { weight: 1 } },
      interactions: [],
      terminal: { id: "reverse-kl", params: { weight: 1 } },
    },
    objective: { id: "jko", params: { stages: 6, every: 600, integrator: "midpoint", steps: 4 } },
    regularisers: {
      hjb: { weight: 0.1, norm: "l1", points: "particles", scale: "none", ramp: 0 },
      terminal: { weight: 0.1 },
      initial: { weight: 0 },
    },
    network: {
      output: "potential",
      width: 32,
      depth: 2,
      activation: "log-cosh",
      time: "raw",
      quadraticRank: 3,
      preconditioning: "none",
      lastLayerScale: 1,
    },
    training: {
      batch: 256,
      optimiser: { id: "adam", params: { rate: 0.01 } },
      schedule: "cosine",
      warmup: 30,
      clip: 1,
      ema: 0.98,
      stop: { steps: 3600 },
    },
    sampling: { method: "ode", steps: 24 },
    seed: 1,
  },
});
