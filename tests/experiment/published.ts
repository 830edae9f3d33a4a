/**
 * @file Links as they were published. They must say the same for ever: never edit one, only add.
 *
 * With a preset a link says what the preset says and what it sets. Without one it says every field, so no default matters.
 */

export interface Published {
  readonly link: string;
  readonly says: Readonly<Record<string, unknown>>;
}

/** One for each preset: { v: 1, set: { seed: 7, "training.batch": 96 } }. */
export const OVER_PRESETS: Readonly<Record<string, Published>> = {
  "checkerboard-diffusion": {
    link: "?preset=checkerboard-diffusion#q1YqU7Iy1FEqTi1RsqoGUqkpSlbmOkolRYmZeZl56XpJiSXJGUpWlma1tQA",
    says: { model: "score-diffusion", "data.id": "checkerboard", seed: 7, "training.batch": 96 },
  },
  "eight-gaussians-cnf": {
    link: "?preset=eight-gaussians-cnf#q1YqU7Iy1FEqTi1RsqoGUqkpSlbmOkolRYmZeZl56XpJiSXJGUpWlma1tQA",
    says: {
      model: "normalizing-flow",
      "data.id": "ring-mixture",
      "data.params.modes": 8,
      "data.params.radius": 2,
      "data.params.width": 0.2,
      seed: 7,
      "training.batch": 96,
    },
  },
  "eight-gaussians-diffusion": {
    link: "?preset=eight-gaussians-diffusion#q1YqU7Iy1FEqTi1RsqoGUqkpSlbmOkolRYmZeZl56XpJiSXJGUpWlma1tQA",
    says: {
      model: "score-diffusion",
      "data.id": "ring-mixture",
      "data.params.modes": 8,
      "data.params.radius": 2,
      "data.params.width": 0.2,
      seed: 7,
      "training.batch": 96,
    },
  },
  "eight-gaussians-ot": {
    link: "?preset=eight-gaussians-ot#q1YqU7Iy1FEqTi1RsqoGUqkpSlbmOkolRYmZeZl56XpJiSXJGUpWlma1tQA",
    says: {
      model: "ot-flow",
      "data.id": "ring-mixture",
      "data.params.modes": 8,
      "data.params.radius": 2,
      "data.params.width": 0.2,
      seed: 7,
      "training.batch": 96,
    },
  },
  "far-gaussians-diffusion": {
    link: "?preset=far-gaussians-diffusion#q1YqU7Iy1FEqTi1RsqoGUqkpSlbmOkolRYmZeZl56XpJiSXJGUpWlma1tQA",
    says: {
      model: "score-diffusion",
      "data.id": "ring-mixture",
      "data.params.modes": 8,
      "data.params.radius": 4,
      "data.params.width": 0.3,
      seed: 7,
      "training.batch": 96,
    },
  },
  "few-points-diffusion": {
    link: "?preset=few-points-diffusion#q1YqU7Iy1FEqTi1RsqoGUqkpSlbmOkolRYmZeZl56XpJiSXJGUpWlma1tQA",
    says: { model: "score-diffusion", "data.id": "moons", "data.samples": 40, seed: 7, "training.batch": 96 },
  },
  "gaussian-ot": {
    link: "?preset=gaussian-ot#q1YqU7Iy1FEqTi1RsqoGUqkpSlbmOkolRYmZeZl56XpJiSXJGUpWlma1tQA",
    says: {
      model: "ot-flow",
      "data.id": "gaussian",
      "data.params.mean": [1, -0.5],
      "data.params.covariance": [
        [1.2, 0.5],
        [0.5, 1],
      ],
      "reference.id": "gaussian",
      "reference.params.mean": [-1, 0.5],
      "reference.params.covariance": [
        [0.6, -0.2],
        [-0.2, 1],
      ],
      "game.terminal.id": "reverse-kl",
      "game.terminal.params.weight": 5,
      "regularisers.hjb.weight": 1,
      "training.batch": 96,
      "training.optimiser.params.rate": 0.01,
      seed: 7,
    },
  },
  "line-diffusion": {
    link: "?preset=line-diffusion#q1YqU7Iy1FEqTi1RsqoGUqkpSlbmOkolRYmZeZl56XpJiSXJGUpWlma1tQA",
    says: { model: "score-diffusion", "data.id": "trimodal", seed: 7, "training.batch": 96 },
  },
  "mixture-boltzmann": {
    link: "?preset=mixture-boltzmann#q1YqU7Iy1FEqTi1RsqoGUqkpSlbmOkolRYmZeZl56XpJiSXJGUpWlma1tQA",
    says: {
      model: "boltzmann-generator",
      "data.id": "mixture",
      "data.params.means": [
        [-1.5, -1],
        [1.6, -0.6],
        [0.1, 1.7],
      ],
      "data.params.covariances": [
        [
          [0.25, 0],
          [0, 0.25],
        ],
        [
          [0.2025, 0],
          [0, 0.2025],
        ],
        [
          [0.16, 0],
          [0, 0.16],
        ],
      ],
      "data.params.weights": [0.5, 0.3, 0.2],
      seed: 7,
      "training.batch": 96,
    },
  },
  "moons-diffusion": {
    link: "?preset=moons-diffusion#q1YqU7Iy1FEqTi1RsqoGUqkpSlbmOkolRYmZeZl56XpJiSXJGUpWlma1tQA",
    says: { model: "score-diffusion", "data.id": "moons", seed: 7, "training.batch": 96 },
  },
  "moons-ot": {
    link: "?preset=moons-ot#q1YqU7Iy1FEqTi1RsqoGUqkpSlbmOkolRYmZeZl56XpJiSXJGUpWlma1tQA",
    says: { model: "ot-flow", "data.id": "moons", seed: 7, "training.batch": 96 },
  },
  "three-modes-hjb": {
    link: "?preset=three-modes-hjb#q1YqU7Iy1FEqTi1RsqoGUqkpSlbmOkolRYmZeZl56XpJiSXJGUpWlma1tQA",
    says: {
      model: "hjb-score-diffusion",
      "data.id": "mixture",
      "data.params.means": [
        [-1.5, -1],
        [1.6, -0.6],
        [0.1, 1.7],
      ],
      "data.params.covariances": [
        [
          [0.0625, 0],
          [0, 0.0625],
        ],
        [
          [0.2025, 0],
          [0, 0.2025],
        ],
        [
          [0.09, 0],
          [0, 0.09],
        ],
      ],
      "data.params.weights": [0.5, 0.3, 0.2],
      "data.samples": 256,
      seed: 7,
      "training.batch": 96,
    },
  },
  "checkerboard-ot": {
    link: "?preset=checkerboard-ot#q1YqU7Iy1FEqTi1RsqoGUqkpSlbmOkolRYmZeZl56XpJiSXJGUpWlma1tQA",
    says: { model: "ot-flow", "data.id": "checkerboard", seed: 7, "training.batch": 96 },
  },
  "field-diffusion": {
    link: "?preset=field-diffusion#q1YqU7Iy1FEqTi1RsqoGUqkpSlbmOkolRYmZeZl56XpJiSXJGUpWlma1tQA",
    says: { model: "score-diffusion", "data.id": "s-curve", "network.output": "field", seed: 7, "training.batch": 96 },
  },
  "grid-diffusion": {
    link: "?preset=grid-diffusion#q1YqU7Iy1FEqTi1RsqoGUqkpSlbmOkolRYmZeZl56XpJiSXJGUpWlma1tQA",
    says: { model: "score-diffusion", "data.id": "grid-mixture", seed: 7, "training.batch": 96 },
  },
  "implicit-score": {
    link: "?preset=implicit-score#q1YqU7Iy1FEqTi1RsqoGUqkpSlbmOkolRYmZeZl56XpJiSXJGUpWlma1tQA",
    says: { model: "score-diffusion", "data.id": "pinwheel", "objective.params.kind": "implicit", seed: 7, "training.batch": 96 },
  },
  "line-ot": {
    link: "?preset=line-ot#q1YqU7Iy1FEqTi1RsqoGUqkpSlbmOkolRYmZeZl56XpJiSXJGUpWlma1tQA",
    says: { model: "ot-flow", "data.id": "bimodal", seed: 7, "training.batch": 96 },
  },
  "mixture-kinetic": {
    link: "?preset=mixture-kinetic#q1YqU7Iy1FEqTi1RsqoGUqkpSlbmOkolRYmZeZl56XpJiSXJGUpWlma1tQA",
    says: {
      model: "ot-flow",
      "data.id": "mixture",
      "game.terminal.id": "reverse-kl",
      "game.terminal.params.weight": 10,
      "regularisers.hjb.weight": 1,
      seed: 7,
      "training.batch": 96,
    },
  },
  "moons-ve": {
    link: "?preset=moons-ve#q1YqU7Iy1FEqTi1RsqoGUqkpSlbmOkolRYmZeZl56XpJiSXJGUpWlma1tQA",
    says: { model: "score-diffusion", "data.id": "moons", "game.dynamics.id": "ve", seed: 7, "training.batch": 96 },
  },
  "own-points": {
    link: "?preset=own-points#q1YqU7Iy1FEqTi1RsqoGUqkpSlbmOkolRYmZeZl56XpJiSXJGUpWlma1tQA",
    says: { model: "score-diffusion", "data.id": "points", seed: 7, "training.batch": 96 },
  },
  "pinwheel-ot": {
    link: "?preset=pinwheel-ot#q1YqU7Iy1FEqTi1RsqoGUqkpSlbmOkolRYmZeZl56XpJiSXJGUpWlma1tQA",
    says: { model: "ot-flow", "data.id": "pinwheel", seed: 7, "training.batch": 96 },
  },
  "sliced-score": {
    link: "?preset=sliced-score#q1YqU7Iy1FEqTi1RsqoGUqkpSlbmOkolRYmZeZl56XpJiSXJGUpWlma1tQA",
    says: { model: "score-diffusion", "data.id": "two-spirals", "objective.params.kind": "sliced", seed: 7, "training.batch": 96 },
  },
  "steered-noise": {
    link: "?preset=steered-noise#q1YqU7Iy1FEqTi1RsqoGUqkpSlbmOkolRYmZeZl56XpJiSXJGUpWlma1tQA",
    says: {
      model: "ot-flow",
      "data.id": "ring-mixture",
      "data.params.modes": 5,
      "game.dynamics.id": "constant-noise",
      "game.terminal.id": "cross-entropy",
      "sampling.method": "sde",
      seed: 7,
      "training.batch": 96,
    },
  },
  "swiss-roll-ou": {
    link: "?preset=swiss-roll-ou#q1YqU7Iy1FEqTi1RsqoGUqkpSlbmOkolRYmZeZl56XpJiSXJGUpWlma1tQA",
    says: { model: "score-diffusion", "data.id": "swiss-roll", "game.dynamics.id": "ou", seed: 7, "training.batch": 96 },
  },
  "three-modes-plain": {
    link: "?preset=three-modes-plain#q1YqU7Iy1FEqTi1RsqoGUqkpSlbmOkolRYmZeZl56XpJiSXJGUpWlma1tQA",
    says: {
      model: "score-diffusion",
      "data.id": "mixture",
      "data.samples": 256,
      "regularisers.hjb.weight": 0,
      seed: 7,
      "training.batch": 96,
    },
  },
  "two-spirals-ot": {
    link: "?preset=two-spirals-ot#q1YqU7Iy1FEqTi1RsqoGUqkpSlbmOkolRYmZeZl56XpJiSXJGUpWlma1tQA",
    says: { model: "ot-flow", "data.id": "two-spirals", seed: 7, "training.batch": 96 },
  },
};

/** Schema version 1, every field. */
export const WHOLE = {
  link: "#fVTLUttAEPyXPcsqKUCR6BvCJRxdHMa7g7Swr-yubAjFv6dXsoQNTi4uV_c8enpG-yb2omsrkTiL7k1Yr9iITgxPu02SPvJG6cfHMWnvRCUUZaq1At_TmJKmFQwUyabaMqBu29Y31aapv908nNPS7ykiSzKCtm2FkIdqi1_8u3lYghPZYDiJ7qppKhH5kSMj5UvjD-a8O2pVDYp94c_bo2lpXrWlcU-W68FH_QeDdi2kHzGlYcPoYA60zMirI6tlmvXsA5Sc48duO850p1GtzPefEHpBw6WdoT6S6yFyLn_q_hSgXeZIMgOCQ9tFOkCrHZk5S0af0oZdjj68LplryLH5gXU_YC4s3--eGCX3R4_nxVvKctCuR_4Hf8x91m4KNFqyuhTgvE58N-0Dh_D9XxH3ITKhUltfXwhJlgwOoXhfNw10Ru5HgxUmjqnGia4zgIfHX2jno4VM007X8okMHl7CQ7HzL5f4JMngUITzji_xkBhEd3v7iVptXrV9CtBOZ33OO84HH59rP-YwAhLBZ2wPUWi8kAet8iC6a5i5QIpDgTD6gpTL2FO5jrIebcaTAlnbMo_x_Sa5eEL8HklFJMlf5J7PymE90jsFwd6VU1jdWAIMpfyTXjnez2419VUlciQM6fp6V04IBct3vII-QEixYj42UmRR8AJ9vAIomwo3zWnpJAdW47QgKEyZ8Ime0AeKdsR6WlzNCkqjAX3D8_CBsaVS_McplrIPdZomx320U8L0KBXSch78dPyqGLHiKXOYoqEyMb6K7qp9r8Re86E8rLP5eJre3_8C",
  experiment: {
    version: 1,
    model: "hjb-score-diffusion",
    data: {
      id: "gaussian",
      params: {
        mean: [1.5, -0.25],
        covariance: [
          [1, 0.2],
          [0.2, 0.5],
        ],
      },
      samples: 300,
    },
    reference: {
      id: "gaussian",
      params: {
        mean: [0.5, 0],
        covariance: [
          [2, 0],
          [0, 1],
        ],
      },
    },
    game: {
      horizon: 1.25,
      discount: 0,
      dynamics: { id: "vp", params: { betaMin: 0.2, betaMax: 15 } },
      lagrangian: { id: "diffusion", params: {} },
      interactions: [],
      terminal: { id: "cross-entropy", params: { weight: 1 } },
    },
    objective: { id: "score-matching", params: { kind: "sliced", noiseMean: -0.8, noiseSpread: 1.4, smallest: 0.001 } },
    regularisers: {
      hjb: { weight: 0.02, norm: "l1", points: "box", scale: "none", ramp: 77 },
      terminal: { weight: 0 },
      initial: { weight: 0 },
    },
    network: {
      output: "potential",
      width: 48,
      depth: 2,
      activation: "silu",
      time: "log-snr",
      quadraticRank: 2,
      preconditioning: "none",
      lastLayerScale: 0.3,
    },
    training: {
      batch: 200,
      optimiser: { id: "adam", params: { rate: 0.003 } },
      schedule: "constant",
      warmup: 11,
      clip: 2.5,
      ema: 0.95,
      stop: { seconds: 12.5 },
    },
    sampling: { method: "sde", steps: 123 },
    seed: 31,
  },
  view: { time: 0.5 },
} as const;
