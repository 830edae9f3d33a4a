/** @file Optimal transport: from one population to exactly another with the least effort, without noise (docs/mathematics.md, Optimal transport). */
import { modelSpec, type Reference } from "../define.ts";

export const references: readonly Reference[] = [
  {
    authors: "Benamou, J.-D. and Brenier, Y.",
    title: "A computational fluid mechanics solution to the Monge-Kantorovich mass transfer problem",
    year: 2000,
  },
  {
    authors: "Tong, A. and others",
    title: "Improving and generalizing flow-based generative models with minibatch optimal transport",
    year: 2023,
    arxiv: "2302.00482",
  },
];

export const spec = modelSpec({
  id: "optimal-transport",
  title: "Optimal transport",
  about:
    "Everybody goes straight, and to where all together have the least way: a potential fitted to lines whose ends are paired by transport in blocks.",
  section: "Optimal transport",
  formula: String.raw`\min_v\ \int_0^T\!\!\int\tfrac12|v|^2\rho\,dx\,dt,\quad\rho_T=\pi`,
  defaults: {
    data: { id: "moons", params: {}, samples: "infinite" },
    game: {
      horizon: 1,
      discount: 0,
      dynamics: { id: "deterministic", params: {} },
      lagrangian: { id: "kinetic", params: { weight: 1 } },
      interactions: [],
      terminal: { id: "hard", params: {} },
    },
    objective: { id: "flow-matching", params: { coupling: "minibatch", pairs: 64 } },
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
      quadraticRank: 2,
      preconditioning: "none",
      lastLayerScale: 0.1,
    },
    training: {
      batch: 512,
      optimiser: { id: "adam", params: { rate: 0.005 } },
      schedule: "cosine",
      warmup: 100,
      clip: 0,
      ema: 0.999,
      stop: { steps: 4000 },
    },
    sampling: { method: "ode", steps: 32 },
    seed: 1,
  },
});
