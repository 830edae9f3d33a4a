/** @file Boltzmann generator: the target is known by its density, and particles are pushed towards it by the reverse KL. */
import { modelSpec, type Reference } from "../define.ts";

export const references: readonly Reference[] = [
  {
    authors: "Noé, F., Olsson, S., Köhler, J. and Wu, H.",
    title: "Boltzmann generators: sampling equilibrium states of many-body systems with deep learning",
    year: 2019,
    arxiv: "1812.01729",
  },
];

export const spec = modelSpec({
  id: "boltzmann-generator",
  title: "Boltzmann generator",
  about: "No samples, only an energy: particles are pushed from the reference and pay for looking unlikely.",
  section: "Flows without running cost",
  formula: String.raw`\min_v\ \lambda\,\mathrm{KL}(\rho_T\|\pi)`,
  defaults: {
    data: { id: "moons", params: {}, samples: "infinite" },
    game: {
      horizon: 1,
      discount: 0,
      dynamics: { id: "deterministic", params: {} },
      lagrangian: { id: "none", params: {} },
      interactions: [],
      terminal: { id: "reverse-kl", params: { weight: 1 } },
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
      clip: 10,
      ema: 0.99,
      stop: { steps: 2000 },
    },
    sampling: { method: "ode", steps: 16 },
    seed: 1,
  },
});
