/**
 * @file Ornstein-Uhlenbeck, reversed: the noising process relaxes to N(0, I) at a constant rate.
 *
 *     noising     dY = −θY ds + √(2θ) dW,       α = e^(−θs),   std² = 1 − e^(−2θs)
 *     generation  dX = (θX + √(2θ) a) dt + √(2θ) dW
 */
import { exp, expm1, mul, neg, scale, sqrt } from "../../math/expressions/expression.ts";
import { dynamics, dynamicsSpec, type Reference } from "../define.ts";
import { real } from "../params.ts";

export const references: readonly Reference[] = [
  { authors: "Anderson, B. D. O.", title: "Reverse-time diffusion equation models", year: 1982 },
];

export const spec = dynamicsSpec({
  id: "ou",
  title: "Ornstein-Uhlenbeck",
  about: "The noising process is pulled to the origin at a constant rate and forgets the data exponentially fast.",
  section: "Noised mixtures",
  formula: String.raw`dX_t = \big(\theta X_t + \sqrt{2\theta}\,a\big)dt + \sqrt{2\theta}\,dW_t`,
  params: {
    rate: real({
      symbol: String.raw`\theta`,
      about: "How fast the data are forgotten: their trace shrinks like exp(−θs).",
      default: 5,
      min: 0.5,
      max: 20,
      scale: "log",
      applies: "restart",
    }),
  },
  noisy: true,
  steadySigma: ({ rate }) => Math.sqrt(2 * Number(rate)),
  drifts: true,
  gain: () => "sigma",
  noises: () => true,
});

export const ou = dynamics(spec, {
  drift: ({ x }, { rate }) => scale(rate, x),
  gain: (_at, { rate }) => sqrt(mul(2, rate)),
  sigma: (_at, { rate }) => sqrt(mul(2, rate)),
  noising: {
    alpha: ({ s }, { rate }) => exp(neg(mul(rate, s))),
    std: ({ s }, { rate }) => sqrt(neg(expm1(mul(-2, mul(rate, s))))),
  },
});
