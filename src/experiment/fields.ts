/**
 * @file The fixed fields of an experiment as parameter specs, by path, so that controls, validation and links are derived
 * from them as they are from the entries of the catalogue.
 */
import { choice, integer, type ParamSpec, real } from "../catalogue/params.ts";

export interface Field {
  readonly label: string;
  readonly spec: ParamSpec;
  /** Words allowed instead of a number, e.g. "infinite". The first is the default, if there is one. */
  readonly words?: readonly string[];
}

const named = (...ids: readonly string[]) => ids.map((id) => ({ id, title: id }));

const game: Readonly<Record<string, Field>> = {
  "game.horizon": {
    label: "Horizon",
    spec: real({
      symbol: "T",
      about: "How long the game lasts. A longer game makes moving cheaper.",
      default: 1,
      min: 0.05,
      max: 20,
      scale: "log",
      applies: "restart",
    }),
  },
  "game.discount": {
    label: "Discount",
    spec: real({
      symbol: String.raw`\kappa`,
      about: "How much less a cost counts the later it is paid: a factor e^(−κt).",
      default: 0,
      min: 0,
      max: 20,
      applies: "restart",
    }),
  },
};

const regularisers: Readonly<Record<string, Field>> = {
  "regularisers.hjb.weight": {
    label: "HJB weight",
    spec: real({
      symbol: String.raw`\alpha`,
      about: "How strongly the Hamilton-Jacobi-Bellman equation is enforced; 0 turns the penalty off.",
      default: 0,
      min: 0,
      max: 100,
      scale: "log",
      applies: "live",
    }),
  },
  "regularisers.hjb.norm": {
    label: "Norm",
    spec: choice({
      about: "Mean of |r| or of r²: the first forgives a few large residuals, the second does not.",
      default: "l1",
      options: [
        { id: "l1", title: "L¹: mean |r|" },
        { id: "l2", title: "L²: mean r²" },
      ],
      applies: "restart",
    }),
  },
  "regularisers.hjb.points": {
    label: "Points",
    spec: choice({
      about: "Where the equation is enforced: along the paths, at noised data, or uniformly on a box around the data.",
      default: "particles",
      options: [
        { id: "particles", title: "along the paths" },
        { id: "noised-data", title: "noised data" },
        { id: "box", title: "uniform on the box" },
      ],
      applies: "restart",
    }),
  },
  "regularisers.hjb.scale": {
    label: "Scale",
    spec: choice({
      about: "Measured in log-SNR time (r std²/σ²) every noise level counts alike; unscaled, the smallest noise drowns the rest.",
      default: "none",
      options: [
        { id: "none", title: "r" },
        { id: "log-snr", title: "r std²/σ²" },
      ],
      applies: "restart",
    }),
  },
  "regularisers.hjb.ramp": {
    label: "Ramp",
    spec: integer({
      about: "Steps over which the weight grows from 0, so that the network first learns what to regularise.",
      default: 0,
      min: 0,
      max: 100_000,
      scale: "log",
      unit: "steps",
      applies: "live",
    }),
  },
  "regularisers.terminal.weight": {
    label: "Terminal condition",
    spec: real({
      about: "Penalty on ∇U at t = T against the gradient of the terminal price; 0 turns it off.",
      default: 0,
      min: 0,
      max: 100,
      scale: "log",
      applies: "live",
    }),
  },
  "regularisers.initial.weight": {
    label: "Initial condition",
    spec: real({
      about: "Penalty on ∇U at t = 0 against the score of the reference; 0 turns it off.",
      default: 0,
      min: 0,
      max: 100,
      scale: "log",
      applies: "live",
    }),
  },
};

const network: Readonly<Record<string, Field>> = {
  "network.output": {
    label: "Output",
    spec: choice({
      about: "A potential U, whose gradient moves the particles, or a free vector field, which may also rotate them.",
      default: "potential",
      options: [
        { id: "potential", title: "potential U" },
        { id: "field", title: "vector field" },
      ],
      applies: "restart",
    }),
  },
  "network.width": {
    label: "Width",
    spec: integer({ about: "Units in each hidden layer.", default: 64, min: 4, max: 256, scale: "log", applies: "restart" }),
  },
  "network.depth": { label: "Depth", spec: integer({ about: "Hidden layers.", default: 3, min: 1, max: 6, applies: "restart" }) },
  "network.activation": {
    label: "Activation",
    spec: choice({
      about: "The non-linearity between layers; it must be smooth, because the equation needs second derivatives.",
      default: "tanh",
      options: [
        ...named("tanh", "softplus"),
        { id: "silu", title: "SiLU" },
        { id: "sin", title: "sin" },
        { id: "log-cosh", title: "log cosh (antiderivative of tanh)" },
      ],
      applies: "restart",
    }),
  },
  "network.time": {
    label: "Time feature",
    spec: choice({
      about: "How the network is told the time: as it is, as waves, or as the log of the signal-to-noise ratio.",
      default: "raw",
      options: [
        { id: "raw", title: "t" },
        { id: "fourier", title: "Fourier" },
        { id: "log-snr", title: "log-SNR" },
      ],
      applies: "restart",
    }),
  },
  "network.quadraticRank": {
    label: "Quadratic rank",
    spec: integer({
      about: "Rank of a quadratic form added to the potential; 0 leaves it out.",
      default: 0,
      min: 0,
      max: 10,
      applies: "restart",
    }),
  },
  "network.preconditioning": {
    label: "Preconditioning",
    spec: choice({
      about: "Start from the potential of a Gaussian with the data's spread, and learn only the rest.",
      default: "none",
      options: [
        { id: "none", title: "none" },
        { id: "gaussian", title: "Gaussian base" },
      ],
      applies: "restart",
    }),
  },
  "network.lastLayerScale": {
    label: "Last layer at the start",
    spec: real({
      about: "Factor on the last layer when training starts; small values start near a flow that stands still.",
      default: 1,
      min: 0,
      max: 10,
      scale: "log",
      applies: "restart",
    }),
  },
};

const training: Readonly<Record<string, Field>> = {
  "training.batch": {
    label: "Batch",
    spec: integer({ about: "Points or paths in each step.", default: 512, min: 8, max: 16_384, scale: "log", applies: "restart" }),
  },
  "training.optimiser.id": {
    label: "Optimiser",
    spec: choice({
      about: "How a gradient becomes a step.",
      default: "adam",
      options: [{ id: "adam", title: "Adam" }],
      applies: "restart",
    }),
  },
  "training.optimiser.params.rate": {
    label: "Learning rate",
    spec: real({
      about: "Size of a step. Too large and training diverges, too small and it crawls.",
      default: 0.005,
      min: 1e-6,
      max: 1,
      scale: "log",
      applies: "live",
    }),
  },
  "training.schedule": {
    label: "Schedule",
    spec: choice({
      about: "Whether the learning rate falls to 0 along a cosine until the stop, or stays.",
      default: "cosine",
      options: named("cosine", "constant"),
      applies: "live",
    }),
  },
  "training.warmup": {
    label: "Warm-up",
    spec: integer({
      about: "Steps over which the learning rate grows from 0.",
      default: 50,
      min: 0,
      max: 10_000,
      scale: "log",
      unit: "steps",
      applies: "live",
    }),
  },
  "training.clip": {
    label: "Clip",
    spec: real({
      about: "Longest gradient that is followed as it is; 0 turns clipping off.",
      default: 0,
      min: 0,
      max: 1000,
      scale: "log",
      applies: "live",
    }),
  },
  "training.ema": {
    label: "Averaging",
    spec: real({
      about: "How slowly the averaged weights, which are measured and drawn, follow the trained ones; 0 turns averaging off.",
      default: 0.999,
      min: 0,
      max: 0.99999,
      applies: "live",
    }),
  },
  "training.stop.steps": {
    label: "Stop after",
    spec: integer({
      about: "Training stops after this many steps.",
      default: 4000,
      min: 1,
      max: 10_000_000,
      scale: "log",
      unit: "steps",
      applies: "live",
    }),
  },
  "training.stop.seconds": {
    label: "Stop after",
    spec: real({
      about: "Training stops after this much time, set-up and measuring not counted.",
      default: 60,
      min: 0.01,
      max: 100_000,
      scale: "log",
      unit: "s",
      applies: "live",
    }),
  },
};

const rest: Readonly<Record<string, Field>> = {
  "data.samples": {
    label: "Samples",
    spec: integer({
      about: "Size of the training set, or as many as are asked for. A small set can be memorised.",
      default: 1024,
      min: 2,
      max: 100_000,
      scale: "log",
      applies: "resample",
    }),
    words: ["infinite"],
  },
  "sampling.method": {
    label: "Sampler",
    spec: choice({
      about: "Draw with noise (SDE), or along the deterministic flow with the same densities (ODE).",
      default: "ode",
      options: [
        { id: "ode", title: "ODE" },
        { id: "sde", title: "SDE" },
      ],
      applies: "live",
    }),
  },
  "sampling.steps": {
    label: "Steps",
    spec: integer({
      about: "Time steps when drawing samples; more steps, smaller error.",
      default: 64,
      min: 1,
      max: 2000,
      scale: "log",
      applies: "live",
    }),
  },
  seed: {
    label: "Seed",
    spec: integer({
      about: "Fixes every random number: the same seed repeats the run.",
      default: 1,
      min: 0,
      max: 4_294_967_295,
      applies: "restart",
    }),
  },
};

/** Every fixed field by its path. `training.stop` has exactly one of its two. */
export const fields: Readonly<Record<string, Field>> = { ...rest, ...game, ...regularisers, ...network, ...training };

/** What a field is when nobody says anything. */
export const fieldDefault = ({ spec, words }: Field): Field["spec"]["default"] => words?.[0] ?? spec.default;
