/** @file Wasserstein gradient flow: a discounted game whose agents look ahead as far as ε = 1/κ (docs/mathematics.md, Wasserstein gradient flows). */
import { modelSpec, type Reference } from "../define.ts";

export const references: readonly Reference[] = [
  {
    authors: "Jordan, R., Kinderlehrer, D. and Otto, F.",
    title: "The variational formulation of the Fokker-Planck equation",
    year: 1998,
  },
  {
    authors: "Rossi, R., Savaré, G., Segatti, A. and Stefanelli, U.",
    title: "Weighted energy-dissipation principle for gradient flows in metric spaces",
    year: 2019,
    arxiv: "1801.04988",
  },
];

export const spec = modelSpec({
  id: "wasserstein-gradient-flow",
  title: "Wasserstein gradient flow",
  about: "Agents who look ahead as far as ε = 1/κ: the crowd slides down its cost, with reverse KL as Langevin's does.",
  section: "Wasserstein gradient flows",
  formula: String.raw`\min_v\int_0^T\! e^{-t/\varepsilon}\Big(\!\int\tfrac12|v|^2\rho\,dx+\tfrac1\varepsilon F[\rho_t]\Big)dt+e^{-T/\varepsilon}F[\rho_T]`,
  defaults: {
    data: { id: "mixture", params: {}, samples: "infinite" },
    game: {
      horizon: 2,
      discount: 10,
      dynamics: { id: "deterministic", params: {} },
      lagrangian: { id: "kinetic", params: { weight: 1 } },
      interactions: [{ id: "running-end-cost", params: {} }],
      terminal: { id: "reverse-kl", params: { weight: 1 } },
    },
    objective: { id: "adjoint-matching", params: { integrator: "midpoint", steps: 12, value: 1 } },
    regularisers: {
      hjb: { weight: 0, norm: "l1", points: "particles", scale: "none", ramp: 0 },
      terminal: { weight: 0 },
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
      batch: 128,
      optimiser: { id: "adam", params: { rate: 0.015 } },
      schedule: "cosine",
      warmup: 50,
      clip: 0,
      ema: 0.99,
      stop: { steps: 3000 },
    },
    sampling: { method: "ode", steps: 16 },
    seed: 1,
  },
});
