/**
 * @file Variance-exploding diffusion, reversed: noise is piled on unshrunk data on a geometric scale.
 *
 *     std(s)² = σ₀²((σ₁/σ₀)^(2s/T) − 1),    σ(s)² = d std²/ds = σ₀² (2/T) log(σ₁/σ₀) (σ₁/σ₀)^(2s/T)
 *     generation  dX = σ a dt + σ dW         at s = T − t;    α = 1
 */
import { div, exp, expm1, type Expr, log, mul, num, sqrt } from "../../math/expressions/expression.ts";
import { dynamics, dynamicsSpec, type Reference } from "../define.ts";
import type { Instant } from "../place.ts";
import { real } from "../params.ts";

export const references: readonly Reference[] = [
  {
    authors: "Song, Y. and Ermon, S.",
    title: "Generative modeling by estimating gradients of the data distribution",
    year: 2019,
    arxiv: "1907.05600",
  },
];

export const spec = dynamicsSpec({
  id: "ve",
  title: "Variance exploding",
  about: "Data are never shrunk; noise grows on a geometric scale until it drowns them.",
  section: "Noised mixtures",
  formula: String.raw`dX_t = \sigma\,a\,dt + \sigma\,dW_t`,
  params: {
    sigmaMin: real({
      symbol: String.raw`\sigma_0`,
      about: "The scale of the smallest noise.",
      default: 0.05,
      min: 0.005,
      max: 1,
      scale: "log",
      applies: "restart",
    }),
    sigmaMax: real({
      symbol: String.raw`\sigma_1`,
      about: "The scale of the largest noise: several times the size of the data.",
      default: 10,
      min: 2,
      max: 100,
      scale: "log",
      applies: "restart",
    }),
  },
  noisy: true,
  drifts: false,
  gain: () => "sigma",
  noises: () => true,
  endDeviation: (params) => Number(params["sigmaMax"]),
});

interface Scales {
  readonly sigmaMin: Expr;
  readonly sigmaMax: Expr;
}

/** (2/T) log(σ₁/σ₀). */
const rate = ({ horizon }: Instant, { sigmaMin, sigmaMax }: Scales): Expr => div(mul(2, log(div(sigmaMax, sigmaMin))), horizon);

const sigma = (at: Instant, p: Scales): Expr => mul(p.sigmaMin, sqrt(mul(rate(at, p), exp(mul(rate(at, p), at.s)))));

export const ve = dynamics(spec, {
  drift: ({ x }) => x.map(() => num(0)),
  gain: sigma,
  sigma,
  noising: {
    alpha: () => num(1),
    std: (at, p) => mul(p.sigmaMin, sqrt(expm1(mul(rate(at, p), at.s)))),
  },
});
