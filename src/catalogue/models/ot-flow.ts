/** @file OT-flow: a potential flow with kinetic energy, the Wasserstein-2 proximal of the likelihood (docs/mathematics.md, Pulled-back games). */
import { modelSpec, type Reference } from "../define.ts";

export const references: readonly Reference[] = [
  {
    authors: "Onken, D., Wu Fung, S., Li, X. and Ruthotto, L.",
    title: "OT-Flow: fast and accurate continuous normalizing flows via optimal transport",
    year: 2021,
    arxiv: "2006.00104",
  },
  {
    authors: "Finlay, C., Jacobsen, J.-H., Nurbekyan, L. and Oberman, A. M.",
    title: "How to train your neural ODE: the world of Jacobian and kinetic regularization",
    year: 2020,
    arxiv: "2002.02798",
  },
];

export const spec = modelSpec({
  id: "ot-flow",
  title: "OT-flow",
  about: "Likelihood plus kinetic energy plus an HJB penalty: straight paths, a unique flow, and a value function.",
  section: "Pulled-back games",
  formula: String.raw`\min_v\ \lambda\,\mathrm{KL}(\pi\|\rho_T)+\int_0^T\!\!\int\tfrac12|v|^2\rho\,dx\,dt`,
  defaults: {
    data: { id: "ring-mixture", params: {}, samples: "infinite" },
    game: {
      horizon: 1,
      discount: 0,
      dynamics: { id: "deterministic", params: {} },
      lagrangian: { id: "kinetic", params: { weight: 1 } },
      interactions: [],
      terminal: { id: "forward-kl", params: { weight: 100 } },
    },
    objective: { id: "roll-out", params: { integrator: "rk4", steps: 4 } },
    regularisers: {
      hjb: { weight: 5, norm: "l1", points: "particles", scale: "none", ramp: 0 },
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
      batch: 256,
      optimiser: { id: "adam", params: { rate: 0.015 } },
      schedule: "cosine",
      warmup: 50,
      clip: 0,
      ema: 0.99,
      stop: { steps: 3000 },
    },
    sampling: { method: "ode", steps: 8 },
    seed: 1,
  },
});
