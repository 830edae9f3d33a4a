/** @file Schrödinger bridge: the likeliest way for Brownian particles to turn one population into another. */
import { modelSpec, type Reference } from "../define.ts";

export const references: readonly Reference[] = [
  { authors: "Schrödinger, E.", title: "Über die Umkehrung der Naturgesetze", year: 1931 },
  {
    authors: "Chen, Y., Georgiou, T. T. and Pavon, M.",
    title: "On the relation between optimal transport and Schrödinger bridges: a stochastic control viewpoint",
    year: 2014,
    arxiv: "1412.4430",
  },
];

export const spec = modelSpec({
  id: "schrodinger-bridge",
  title: "Schrödinger bridge",
  about: "Shaken particles are steered from one population to exactly another with the least effort: solved on a grid, or learned.",
  section: "Schrödinger bridge",
  formula: String.raw`\min_v\ \int_0^T\!\!\int\tfrac12|v|^2\rho\,dx\,dt,\quad\rho_T=\pi`,
  defaults: {
    data: { id: "moons", params: {}, samples: "infinite" },
    reference: { id: "ring-mixture", params: { radius: 2.4 } },
    game: {
      horizon: 1,
      discount: 0,
      dynamics: { id: "constant-noise", params: { sigma: 0.7 } },
      lagrangian: { id: "kinetic", params: { weight: 1 } },
      interactions: [],
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
    sampling: { method: "sde", steps: 48 },
    seed: 1,
  },
});
