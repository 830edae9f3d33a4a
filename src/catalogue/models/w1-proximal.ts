/** @file W1/W2 proximal flow: kinetic energy keeps the paths straight (W₂), a critic of bounded slope keeps the cost finite (W₁). */
import { modelSpec, type Reference } from "../define.ts";

export const references: readonly Reference[] = [
  {
    authors: "Gu, H., Katsoulakis, M. A., Rey-Bellet, L. and Zhang, B. J.",
    title: "Combining Wasserstein-1 and Wasserstein-2 proximals: robust manifold learning via well-posed generative flows",
    year: 2024,
    arxiv: "2407.11901",
  },
];

export const spec = modelSpec({
  id: "w1-proximal",
  title: "W1/W2 proximal flow",
  about: "A flow with kinetic energy against a critic of bounded slope: well-posed even where data lie on a curve.",
  section: "Proximal with a critic",
  formula: String.raw`\min_v\ \lambda\sup_{|\nabla\varphi|\le L}\{\mathbb E_{\rho_T}\varphi-\log\mathbb E_\pi e^\varphi\}+\int_0^T\!\!\int\tfrac12|v|^2\rho\,dx\,dt`,
  defaults: {
    data: { id: "moons", params: {}, samples: "infinite" },
    game: {
      horizon: 1,
      discount: 0,
      dynamics: { id: "deterministic", params: {} },
      lagrangian: { id: "kinetic", params: { weight: 1 } },
      interactions: [],
      terminal: { id: "lipschitz-kl", params: { weight: 10, lipschitz: 1 } },
    },
    objective: {
      id: "adversarial",
      params: { integrator: "euler", steps: 5, rounds: 3, penalty: 5, criticRate: 0.003, criticWidth: 32, criticDepth: 2 },
    },
    regularisers: {
      hjb: { weight: 0.1, norm: "l1", points: "particles", scale: "none", ramp: 0 },
      terminal: { weight: 0 },
      initial: { weight: 0 },
    },
    network: {
      output: "potential",
      width: 32,
      depth: 3,
      activation: "tanh",
      time: "raw",
      quadraticRank: 0,
      preconditioning: "none",
      lastLayerScale: 1,
    },
    training: {
      batch: 256,
      optimiser: { id: "adam", params: { rate: 0.002 } },
      schedule: "cosine",
      warmup: 50,
      clip: 0,
      ema: 0.99,
      stop: { steps: 4000 },
    },
    sampling: { method: "ode", steps: 5 },
    seed: 1,
  },
});
