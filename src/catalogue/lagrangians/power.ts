/**
 * @file A power of the speed: with γ < 2 dear to start and cheap to hurry, with γ > 2 the other way round.
 *
 *     L(a) = (w/γ)|a|^γ,    H(q) = sup_a { −q·a − L } = (w^{1−γ'}/γ') |q|^{γ'},    γ' = γ/(γ − 1)
 *     a* = −w^{1−γ'} |q|^{γ'−2} q
 *
 * For γ > 2 the second derivative of H is infinite at q = 0, where every training begins, and for γ < 2 that of L at a = 0. So both are
 * rounded off, with ε = 0.03:
 *
 *     H_ε(q) = (w^{1−γ'}/γ') ((|q|² + ε²)^{γ'/2} − ε^{γ'}),     a* = −w^{1−γ'} (|q|² + ε²)^{γ'/2−1} q
 *     L(a*)  = −q·a* − H_ε(q)                                    the transform of H_ε, exactly, at the best reply
 *     L_ε(a) = (w/γ) ((|a|² + ε²)^{γ/2} − ε^γ)                   what a free velocity field pays
 *
 * Away from 0 this moves next to nobody: the reply changes by (γ'/2 − 1)(ε/|q|)² of itself, and for γ > 2 the rest is a constant in H,
 * (w^{1−γ'}/γ') ε^{γ'} ≤ 0.007 at w = 1. At q = 0 the reply's slope is ε^{γ'−2}: about 10 at γ = 4, where it was infinite, and still
 * nearly 0 for γ < 1.4, so that such a game takes a while to get going.
 */
import { add, div, dot, mul, neg, pow, sub, type Expr } from "../../math/expressions/expression.ts";
import { lagrangian, lagrangianSpec, type Reference } from "../define.ts";
import { real } from "../params.ts";
import { powerCost } from "../speed-cost.ts";
import { smoothedPower, smoothedSlope } from "../smoothed-power.ts";

export const references: readonly Reference[] = [
  {
    authors: "Gangbo, W. and McCann, R. J.",
    title: "The geometry of optimal transportation",
    year: 1996,
  },
];

export const spec = lagrangianSpec({
  id: "power",
  title: "Power of the speed",
  about:
    "Moving costs a power of the speed. Above 2 haste is dear, and those with a long way are held back; below 2 it is cheap, and they run.",
  section: "Lagrangians",
  formula: String.raw`\tfrac{w}{\gamma}|v|^{\gamma}`,
  free: false,
  player: "v",
  coleHopf: false,
  speedCost: ({ exponent, weight }) => powerCost(Number(exponent), Number(weight)),
  overreacts: (params) => Number(params["exponent"]) < 2,
  hamiltonianFormula: (q) =>
    String.raw`\tfrac{w^{1-\gamma'}}{\gamma'}\Big(\big(|${q}|^2+\varepsilon^2\big)^{\gamma'/2}-\varepsilon^{\gamma'}\Big)`,
  params: {
    exponent: real({
      symbol: String.raw`\gamma`,
      about: "The power. At 2 this is the kinetic energy. The Hamiltonian has γ' = γ/(γ − 1), rounded off by ε = 0.03 where U is flat.",
      default: 1.5,
      min: 1.2,
      max: 4,
      scale: "linear",
      applies: "live",
    }),
    weight: real({
      symbol: "w",
      about: "How much moving costs, against the terminal cost.",
      default: 1,
      min: 0.01,
      max: 100,
      scale: "log",
      applies: "live",
    }),
  },
});

/** γ' = γ/(γ − 1). */
const conjugate = (exponent: Expr): Expr => div(exponent, sub(exponent, 1));

export const power = lagrangian(spec, {
  value: (_at, a, { exponent, weight }) => mul(weight, smoothedPower(a, exponent)),
  valueAtReply(_at, q, { exponent, weight }) {
    const other = conjugate(exponent);
    const slope = smoothedSlope(q, other);
    return mul(pow(weight, sub(1, other)), add(dot(q, slope), neg(smoothedPower(q, other))));
  },
  hamiltonian(_at, q, { exponent, weight }) {
    const other = conjugate(exponent);
    return mul(pow(weight, sub(1, other)), smoothedPower(q, other));
  },
});
