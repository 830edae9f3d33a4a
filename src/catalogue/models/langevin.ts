/** @file Langevin dynamics: the gradient flow of reverse KL whose agents do not look ahead (docs/mathematics.md, Gradient flows without looking ahead). */
import { modelSpec, type Reference } from "../define.ts";

export const references: readonly Reference[] = [
  {
    authors: "Jordan, R., Kinderlehrer, D. and Otto, F.",
    title: "The variational formulation of the Fokker-Planck equation",
    year: 1998,
  },
  {
    authors: "Roberts, G. O. and Tweedie, R. L.",
    title: "Exponential convergence of Langevin distributions and their discrete approximations",
    year: 1996,
  },
];

export const spec = modelSpec({
  id: "langevin",
  title: "Langevin dynamics",
  about: "The limit ε → 0 of the gradient flow: particles drift up log π and are shaken, and their law settles at π.",
  section: "Gradient flows without looking ahead",
  formula: String.raw`dX=\nabla\log\pi\,dt+\sqrt2\,dW`,
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
    objective: { id: "particles", params: { steps: 400, resolution: "usual" } },
    regularisers: {
      hjb: { weight: 0, norm: "l1", points: "particles", scale: "none", ramp: 0 },
      terminal: { weight: 0 },
      initial: { weight: 0 },
    },
    network: {
      output: "potential",
      width: 32,
      depth: 2,
      activation: "tanh",
      time: "raw",
      quadraticRank: 0,
      preconditioning: "none",
      lastLayerScale: 1,
    },
    training: {
      batch: 128,
      optimiser: { id: "adam", params: { rate: 0.01 } },
      schedule: "cosine",
      warmup: 50,
      clip: 0,
      ema: 0.99,
      stop: { steps: 400 },
    },
    sampling: { method: "sde", steps: 200 },
    seed: 1,
  },
});
