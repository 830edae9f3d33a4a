/** @file RNODE: maximum likelihood, kinetic energy and the norm of the velocity's Jacobian, for a free velocity field. */
import { modelSpec, type Reference } from "../define.ts";

export const references: readonly Reference[] = [
  {
    authors: "Finlay, C., Jacobsen, J.-H., Nurbekyan, L. and Oberman, A. M.",
    title: "How to train your neural ODE: the world of Jacobian and kinetic regularization",
    year: 2020,
    arxiv: "2002.02798",
  },
];

export const spec = modelSpec({
  id: "rnode",
  title: "RNODE",
  about: "A free velocity field that pays for speed and for its Jacobian: likelihood with paths that few steps can follow.",
  section: "Lagrangians",
  formula: String.raw`\min_v\ \lambda\,\mathrm{KL}(\pi\|\rho_T)+\int_0^T\!\!\int\tfrac{1}{2}\big(|v|^2+\|\nabla v\|_F^2\big)\rho\,dx\,dt`,
  defaults: {
    data: { id: "ring-mixture", params: {}, samples: "infinite" },
    game: {
      horizon: 1,
      discount: 0,
      dynamics: { id: "deterministic", params: {} },
      lagrangian: { id: "jacobian", params: { kinetic: 1, jacobian: 0.3 } },
      interactions: [],
      terminal: { id: "forward-kl", params: { weight: 100 } },
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
