/**
 * @file Constant noise: Brownian motion steered by the player.
 *
 *     dX = a dt + σ dW      (control: velocity, g = 1)
 *     dX = σ a dt + σ dW    (control: noise,    g = σ)
 *
 * Read backwards it is a noising process that only spreads: Y_s = Y₀ + σ√s Z, so α = 1 and std = σ√s.
 */
import { mul, num, sqrt } from "../../math/expressions/expression.ts";
import { dynamics, dynamicsSpec, type Reference } from "../define.ts";
import { choice, real } from "../params.ts";

export const references: readonly Reference[] = [
  {
    authors: "Léonard, C.",
    title: "A survey of the Schrödinger problem and some of its connections with optimal transport",
    year: 2014,
    arxiv: "1308.0215",
  },
];

export const spec = dynamicsSpec({
  id: "constant-noise",
  title: "Constant noise",
  about: "Every particle is shaken by Brownian motion of constant strength while it is steered.",
  section: "Noised mixtures",
  formula: String.raw`dX_t = g\,a\,dt + \sigma\,dW_t`,
  params: {
    sigma: real({
      symbol: String.raw`\sigma`,
      about: "Strength of the noise: after a time t it has spread a point by σ√t.",
      default: 1,
      min: 0.01,
      max: 10,
      scale: "log",
      applies: "restart",
    }),
    control: choice({
      about: "What the player chooses: the velocity itself, or the velocity in units of the noise.",
      default: "velocity",
      options: [
        { id: "velocity", title: "velocity, g = 1" },
        { id: "noise", title: "in units of the noise, g = σ" },
      ],
      applies: "restart",
    }),
  },
  noisy: true,
  steadySigma: ({ sigma }) => Number(sigma),
  drifts: false,
  gain: (params) => (params["control"] === "noise" ? "sigma" : "one"),
  noises: (params) => params["control"] === "noise",
  endDeviation: (params, horizon) => Number(params["sigma"]) * Math.sqrt(horizon),
});

export const constantNoise = dynamics(spec, {
  drift: ({ x }) => x.map(() => num(0)),
  gain: (_at, { sigma, control }) => (control === "noise" ? sigma : num(1)),
  sigma: (_at, { sigma }) => sigma,
  noising: {
    alpha: () => num(1),
    std: ({ s }, { sigma }) => mul(sigma, sqrt(s)),
  },
});
