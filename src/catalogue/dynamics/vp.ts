/**
 * @file Variance-preserving diffusion, reversed: the dynamics of DDPM and of the VP score SDE.
 *
 *     noising     dY = −½β(s) Y ds + √β(s) dW,        β(s) = β₀ + (β₁ − β₀) s/T
 *     generation  dX = (½β X + √β a) dt + √β dW       at s = T − t
 *     α(s) = exp(−½∫₀ˢβ),   std² = 1 − α² = −expm1(−∫₀ˢβ)
 *
 * std is written with expm1: at s = 10⁻³ the difference 1 − α² would lose half its digits in f32.
 */
import { add, div, exp, expm1, type Expr, mul, neg, scale, sqrt, sub } from "../../math/expressions/expression.ts";
import { dynamics, dynamicsSpec, type Reference } from "../define.ts";
import type { Instant } from "../place.ts";
import { real } from "../params.ts";

export const references: readonly Reference[] = [
  {
    authors: "Song, Y., Sohl-Dickstein, J., Kingma, D. P., Kumar, A., Ermon, S. and Poole, B.",
    title: "Score-based generative modeling through stochastic differential equations",
    year: 2021,
    arxiv: "2011.13456",
  },
  { authors: "Ho, J., Jain, A. and Abbeel, P.", title: "Denoising diffusion probabilistic models", year: 2020, arxiv: "2006.11239" },
];

export const spec = dynamicsSpec({
  id: "vp",
  title: "Variance preserving",
  about: "Noise is added while the signal is shrunk, so the variance stays near one: the diffusion of DDPM.",
  section: "Noised mixtures",
  formula: String.raw`dX_t = \big(\tfrac{\beta}{2} X_t + \sqrt{\beta}\,a\big)dt + \sqrt{\beta}\,dW_t`,
  params: {
    betaMin: real({
      symbol: String.raw`\beta_0`,
      about: "Noise rate at the data; small, so that the last steps are gentle.",
      default: 0.1,
      min: 0.01,
      max: 5,
      scale: "log",
      applies: "restart",
    }),
    betaMax: real({
      symbol: String.raw`\beta_1`,
      about: "Noise rate at the reference; large enough that the data are forgotten.",
      default: 20,
      min: 1,
      max: 50,
      scale: "log",
      applies: "restart",
    }),
  },
  noisy: true,
  drifts: true,
  gain: () => "sigma",
  noises: () => true,
});

interface Schedule {
  readonly betaMin: Expr;
  readonly betaMax: Expr;
}

const beta = ({ s, horizon }: Instant, { betaMin, betaMax }: Schedule): Expr => add(betaMin, mul(sub(betaMax, betaMin), div(s, horizon)));

const integral = ({ s, horizon }: Instant, { betaMin, betaMax }: Schedule): Expr =>
  mul(s, add(betaMin, mul(sub(betaMax, betaMin), div(s, mul(2, horizon)))));

export const vp = dynamics(spec, {
  drift: (at, p) => scale(mul(0.5, beta(at, p)), at.x),
  gain: (at, p) => sqrt(beta(at, p)),
  sigma: (at, p) => sqrt(beta(at, p)),
  noising: {
    alpha: (at, p) => exp(mul(-0.5, integral(at, p))),
    std: (at, p) => sqrt(neg(expm1(neg(integral(at, p))))),
  },
});
