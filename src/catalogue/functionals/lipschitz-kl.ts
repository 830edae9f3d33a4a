/**
 * @file Lipschitz-regularised reverse KL, the Wasserstein-1 proximal of KL: two populations are compared through a critic.
 *
 *     ℳ[ρ]       = λ sup_φ { E_ρ φ − log E_π e^φ : |∇φ| ≤ L }     =  λ inf_η { L W₁(ρ, η) + KL(η‖π) }
 *     δℳ/δρ (x)  = λ φ*(x)                                          φ* attains the supremum; up to a constant
 *
 * Without the bound φ* = log ρ/π and ℳ = λ KL(ρ‖π) (Donsker and Varadhan). With it the price stays finite where the supports
 * of ρ and π differ, and no particle is pulled harder than λL. Samples of both laws are enough.
 * The integrand is the price: at the supremum the other term does not move with ρ to first order (envelope theorem).
 */
import { mul, normSquared, square, sub } from "../../math/expressions/expression.ts";
import { functional, functionalSpec, type Reference } from "../define.ts";
import { real } from "../params.ts";

export const references: readonly Reference[] = [
  {
    authors: "Birrell, J., Dupuis, P., Katsoulakis, M. A., Pantazis, Y. and Rey-Bellet, L.",
    title: "(f,Γ)-divergences: interpolating between f-divergences and integral probability metrics",
    year: 2022,
    arxiv: "2011.05953",
  },
  {
    authors: "Gu, H., Katsoulakis, M. A., Rey-Bellet, L. and Zhang, B. J.",
    title: "Combining Wasserstein-1 and Wasserstein-2 proximals: robust manifold learning via well-posed generative flows",
    year: 2024,
    arxiv: "2407.11901",
  },
];

export const spec = functionalSpec({
  id: "lipschitz-kl",
  title: "Lipschitz KL",
  about: "A critic with bounded slope learns where there are too many particles; each pays what the critic thinks of its place.",
  section: "Proximal with a critic",
  formula: String.raw`\lambda\sup_{|\nabla\varphi|\le L}\Big\{\mathbb E_{\rho_T}\varphi-\log\mathbb E_\pi e^{\varphi}\Big\}`,
  priceFormula: String.raw`\lambda\,\varphi^*`,
  slots: ["terminal"],
  needs: ["witness"],
  measure: "population",
  coupling: "variational",
  params: {
    weight: real({
      symbol: String.raw`\lambda`,
      about: "How much missing the target costs, against the running cost.",
      default: 10,
      min: 0.1,
      max: 1000,
      scale: "log",
      applies: "live",
    }),
    lipschitz: real({
      symbol: "L",
      about: "The steepest that the critic may be: small is like a transport distance, large like the plain KL.",
      default: 1,
      min: 0.1,
      max: 100,
      scale: "log",
      applies: "live",
    }),
  },
});

export const lipschitzKl = functional(spec, {
  integrand: (at, { weight }) => mul(weight, at.of("witness")),
  price: (at, { weight }) => mul(weight, at.of("witness")),
  dual: { average: "log-mean-exp", excess: (slope, { lipschitz }) => sub(normSquared(slope), square(lipschitz)) },
});
