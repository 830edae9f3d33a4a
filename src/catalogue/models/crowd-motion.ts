/** @file Crowd motion: a population on its way through a room, in its own way; no data, the costs say where it goes. */
import { modelSpec, type Reference } from "../define.ts";

export const references: readonly Reference[] = [
  {
    authors: "Achdou, Y. and Laurière, M.",
    title: "Mean field games and applications: numerical aspects",
    year: 2020,
    arxiv: "2003.04444",
  },
  {
    authors: "Lachapelle, A. and Wolfram, M.-T.",
    title: "On a mean field game approach modeling congestion and aversion in pedestrian crowds",
    year: 2011,
  },
];

export const spec = modelSpec({
  id: "crowd-motion",
  title: "Crowd motion",
  about: "People in a room head for where it is best to be; in a crowd moving is dear. Solved on a grid.",
  section: "Worlds",
  formula: String.raw`\min_v\ \int\mathcal M\,d\rho_T+\int_0^T\!\!\Big(\mathcal I[\rho]+\int L(v,\rho)\,\rho\,dx\Big)dt`,
  defaults: {
    world: { id: "room", params: { from: 0, to: 1 } },
    data: null,
    reference: { id: "gaussian", params: { mean: [0.2], covariance: [[0.0016]] } },
    game: {
      horizon: 1,
      discount: 0,
      dynamics: { id: "constant-noise", params: { sigma: 0.02 } },
      lagrangian: { id: "congestion", params: {} },
      interactions: [],
      terminal: { id: "typed-potential", params: { potential: { text: "-exp(-k*(x-c)^2)", values: { k: 40, c: 0.7 } } } },
    },
    objective: { id: "finite-differences", params: {} },
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
    sampling: { method: "sde", steps: 96 },
    seed: 1,
  },
});
