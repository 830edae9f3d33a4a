/**
 * @file Mean attraction: agents like to be near a share of where everybody is on average.
 *
 *     ℐ[ρ]            = ∫ (q/2)|x − s m|² dρ,        m = E_ρ[x]
 *     price, Nash     = (q/2)|x − s m|²               m is the others', nobody thinks he moves it
 *     price, social   = (q/2)|x − s m|² − q s(1 − s) m·x      = δℐ/δρ up to a constant
 *
 * For s = 1 the two coincide. For s ≠ 1 what is best for each is not best for all: the price of anarchy.
 *
 *     d/dρ of the dependence on m:   q E[−s (x − s m)]·x = −q s (1 − s) m·x
 */
import { dot, mul, normSquared, sub } from "../../math/expressions/expression.ts";
import { functional, functionalSpec, type Reference } from "../define.ts";
import { choice, real } from "../params.ts";

export const references: readonly Reference[] = [
  {
    authors: "Bensoussan, A., Sung, K. C. J., Yam, S. C. P. and Yung, S. P.",
    title: "Linear-quadratic mean field games",
    year: 2016,
    arxiv: "1404.5741",
  },
];

export const spec = functionalSpec({
  id: "mean-attraction",
  title: "Mean attraction",
  about: "Agents like to be near a share of where everybody is on average.",
  section: "Entropy and other interactions",
  formula: String.raw`\int \tfrac{q}{2}|x-s\,m|^2\,d\rho`,
  priceFormula: (params) =>
    params["kind"] === "social" ? String.raw`\tfrac{q}{2}|x-s\,m|^2 - q\,s(1-s)\,m\!\cdot\! x` : String.raw`\tfrac{q}{2}|x-s\,m|^2`,
  slots: ["interaction", "terminal"],
  needs: ["mean"],
  measure: "population",
  coupling: (params) => (params["kind"] === "social" ? "variational" : "nash"),
  priceTerms: ({ weight, share, kind }) => ({ attraction: { weight: Number(weight), share: Number(share), social: kind === "social" } }),
  params: {
    weight: real({ symbol: "q", about: "How strongly the others attract.", default: 1, min: 0, max: 20, applies: "live" }),
    share: real({
      symbol: "s",
      about: "Which share of the mean attracts: 1 is the mean itself.",
      default: 0.8,
      min: -1,
      max: 2,
      applies: "live",
    }),
    kind: choice({
      about: "Who decides: everybody for himself (Nash), or all together (social optimum).",
      default: "nash",
      options: [
        { id: "nash", title: "everybody for himself (Nash)" },
        { id: "social", title: "all together (social)" },
      ],
      applies: "restart",
    }),
  },
});

export const meanAttraction = functional(spec, {
  integrand: (at, { weight, share }) => mul(mul(0.5, weight), normSquared(at.x.map((x, i) => sub(x, mul(share, at.mean()[i] ?? 0))))),
  price: (at, { weight, share, kind }) => {
    const own = mul(mul(0.5, weight), normSquared(at.x.map((x, i) => sub(x, mul(share, at.mean()[i] ?? 0)))));
    return kind === "social" ? sub(own, mul(mul(weight, mul(share, sub(1, share))), dot(at.mean(), at.x))) : own;
  },
});
