/** @file Flow matching: the flow that straight lines between noise and data make on average (docs/mathematics.md, Flow matching). */
import { modelSpec, type Reference } from "../define.ts";

export const references: readonly Reference[] = [
  {
    authors: "Lipman, Y., Chen, R. T. Q., Ben-Hamu, H., Nickel, M. and Le, M.",
    title: "Flow matching for generative modeling",
    year: 2022,
    arxiv: "2210.02747",
  },
  {
    authors: "Tong, A. and others",
    title: "Improving and generalizing flow-based generative models with minibatch optimal transport",
    year: 2023,
    arxiv: "2302.00482",
  },
];

export const spec = modelSpec({
  id: "flow-matching",
  title: "Flow matching",
  about: "A free velocity field fitted to straight lines from noise to data: one of the many flows that are optimal where moving is free.",
  section: "Flow matching",
  formula: String.raw`\min_v\ \mathbb E\,\big|v(x_t,t)-\tfrac{x_T-x_0}T\big|^2`,
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
    objective: { id: "flow-matching", params: {} },
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
