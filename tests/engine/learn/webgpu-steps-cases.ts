/** @file Every kind of term, route by route, for the tests of whole steps on the device. */
import { typedGame } from "./typed-game.ts";

export const data = { id: "ring-mixture" };
export const small = { network: { width: 8, depth: 2 }, training: { batch: 20 } };
const field = { network: { width: 10, depth: 2, output: "field" }, training: { batch: 20 } };
export const l2 = { norm: "l2", ramp: 0 };
const brief = { integrator: "midpoint", steps: 2 };

/** Every kind of term, route by route: name, experiment, dispatches a step. */
export const CASES: readonly [string, Record<string, unknown>, number][] = [
  ["denoising score matching of a potential", { model: "score-diffusion", data, ...small }, 2],
  [
    "denoising with the residual at noised data and both ends, clipped",
    {
      model: "score-diffusion",
      data,
      network: { width: 8, depth: 2, preconditioning: "none" },
      game: { dynamics: { id: "ou" } },
      training: { batch: 20, clip: 0.5 },
      regularisers: { hjb: { ...l2, weight: 0.5 }, terminal: { weight: 1 }, initial: { weight: 1 } },
    },
    5,
  ],
  [
    "the residual on the box, scaled, by its modulus",
    {
      model: "score-diffusion",
      data,
      ...small,
      regularisers: { hjb: { norm: "l1", scale: "log-snr", points: "box", weight: 0.5, ramp: 4 } },
    },
    3,
  ],
  ["a typed potential and a typed Lagrangian, towards a typed density", typedGame, 3],
  ["implicit score matching of a field", { model: "score-diffusion", data, ...field, objective: { params: { kind: "implicit" } } }, 2],
  [
    "sliced score matching, variance exploding",
    { model: "score-diffusion", data, ...small, game: { dynamics: { id: "ve" } }, objective: { params: { kind: "sliced" } } },
    2,
  ],
  [
    "paths pulled from the data, running cost, the residual along them and the end condition",
    {
      model: "ot-flow",
      data,
      ...small,
      network: { width: 8, depth: 2, activation: "softplus" },
      objective: { params: { integrator: "rk4", steps: 2 } },
      regularisers: { hjb: l2, initial: { weight: 1 } },
    },
    2,
  ],
  [
    "paths pushed to a mixture, the residual along them and the end condition",
    {
      model: "ot-flow",
      data,
      ...small,
      game: { terminal: { id: "reverse-kl" } },
      objective: { params: brief },
      regularisers: { hjb: l2, terminal: { weight: 1 } },
    },
    2,
  ],
  [
    "paths with the residual on the box: two terms in a step",
    { model: "ot-flow", data, ...small, objective: { params: brief }, regularisers: { hjb: { ...l2, points: "box" } } },
    3,
  ],
  [
    "a field network with Fourier features",
    { model: "normalizing-flow", data, ...field, network: { width: 10, depth: 2, time: "fourier" }, objective: { params: brief } },
    2,
  ],
  [
    "the whole Hessian along the paths: a power of the speed",
    {
      model: "ot-flow",
      data,
      ...small,
      game: { lagrangian: { id: "power", params: { exponent: 3 } } },
      objective: { params: brief },
      regularisers: { hjb: l2 },
    },
    2,
  ],
  ["flow matching: two rows a sample", { model: "flow-matching", data, ...field }, 2],
  [
    "a potential that pays for its Hessian",
    { model: "rnode", data, ...small, network: { width: 8, depth: 2, output: "potential" }, objective: { params: brief } },
    2,
  ],
  [
    "noisy paths",
    {
      model: "ot-flow",
      data,
      ...small,
      game: { dynamics: { id: "constant-noise" }, terminal: { id: "cross-entropy" } },
      objective: { params: { integrator: "euler-maruyama", steps: 3 } },
      regularisers: { hjb: l2 },
      sampling: { method: "sde" },
    },
    2,
  ],
  [
    "a discounted game on the line, to Laplace data",
    {
      model: "ot-flow",
      data: { id: "laplace" },
      ...small,
      game: { discount: 0.7, terminal: { id: "reverse-kl" } },
      objective: { params: brief },
      regularisers: { hjb: l2 },
    },
    2,
  ],
];
