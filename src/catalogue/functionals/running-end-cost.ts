/**
 * @file The end cost, paid all along at the rate of the discount: with it a game goes down the gradient of that cost.
 *
 *     ℐ[ρ] = κ ℳ[ρ],    δℐ/δρ = κ δℳ/δρ,    ε = 1/κ
 *
 * An agent looks ahead as far as ε. As ε → 0, U → δℳ/δρ and v → −∇δℳ/δρ: the Wasserstein gradient flow of ℳ
 * (docs/mathematics.md, Wasserstein gradient flows).
 */
import { functional, functionalSpec, type Reference } from "../define.ts";

export const references: readonly Reference[] = [
  {
    authors: "Rossi, R., Savaré, G., Segatti, A. and Stefanelli, U.",
    title: "Weighted energy-dissipation principle for gradient flows in metric spaces",
    year: 2019,
    arxiv: "1801.04988",
  },
];

export const spec = functionalSpec({
  id: "running-end-cost",
  title: "End cost on the way",
  about: "The end cost is paid all along, at the rate of the discount: nobody looks further ahead than ε = 1/κ.",
  section: "Wasserstein gradient flows",
  formula: String.raw`\kappa\,\mathcal M[\rho]`,
  priceFormula: String.raw`\kappa\,\tfrac{\delta\mathcal M}{\delta\rho}`,
  slots: ["interaction"],
  needs: [],
  measure: "population",
  coupling: "variational",
  repeats: "terminal",
  params: {},
});

export const runningEndCost = functional(spec, {});
