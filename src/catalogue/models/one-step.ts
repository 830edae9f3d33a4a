/** @file One-step generation: a network that says how to get from any place to the end of the flow at once (docs/mathematics.md, One step). */
import { modelSpec, type Reference } from "../define.ts";

export const references: readonly Reference[] = [
  {
    authors: "Geng, Z., Deng, M., Bai, X., Kolter, J. Z. and He, K.",
    title: "Mean flows for one-step generative modeling",
    year: 2025,
    arxiv: "2505.13447",
  },
  {
    authors: "Song, Y., Dhariwal, P., Chen, M. and Sutskever, I.",
    title: "Consistency models",
    year: 2023,
    arxiv: "2303.01469",
  },
];

export const spec = modelSpec({
  id: "one-step",
  title: "One-step mean flow",
  about: "The flow of flow matching, learned as the mean velocity to its end: a sample takes one evaluation of the network, not thirty.",
  section: "One step",
  formula: String.raw`u=v+(T-t)\big(\partial_tu+v\cdot\nabla u\big)`,
  defaults: {
    data: { id: "moons", params: {}, samples: "infinite" },
    game: {
      horizon: 1,
      discount: 0,
      dynamics: { id: "deterministic", params: {} },
      lagrangian: { id: "none", params: {} },
      interactions: [],
      terminal: { id: "forward-kl", params: { weight: 1 } },
    },
    objective: { id: "mean-flow", params: {} },
    regularisers: {
      hjb: { weight: 0, norm: "l2", points: "box", scale: "none", ramp: 0 },
      terminal: { weight: 0 },
      initial: { weight: 0 },
    },
    network: {
      output: "field",
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
      clip: 0,
      ema: 0.999,
      stop: { steps: 8000 },
    },
    sampling: { method: "ode", steps: 32 },
    seed: 1,
  },
});
