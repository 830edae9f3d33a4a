/**
 * @file Fisher information: agents avoid places where the crowd's density changes quickly. It is what noise takes from a kinetic energy.
 *
 *     ℐ[ρ]      = (σ_F⁴/8) ∫ |∇log ρ|² ρ dx
 *     δℐ/δρ (x) = −(σ_F⁴/8) (2Δlog ρ + |∇log ρ|²)  =  −(σ_F⁴/2) Δ√ρ/√ρ
 *
 * With kinetic energy of weight 1 and no noise the crowd moves as one that is shaken by σ_F and pays nothing for it: the interaction of
 * the probability flow. Quantum mechanics has it with the other sign, as Bohm's potential.
 */
import { add, dot, mul, neg, normSquared } from "../../math/expressions/expression.ts";
import { functional, functionalSpec, type Reference } from "../define.ts";
import { real } from "../params.ts";

export const references: readonly Reference[] = [
  {
    authors: "Chen, Y., Georgiou, T. T. and Pavon, M.",
    title: "On the relation between optimal transport and Schrödinger bridges: a stochastic control viewpoint",
    year: 2014,
    arxiv: "1412.4430",
  },
  {
    authors: "Gentil, I., Léonard, C. and Ripani, L.",
    title: "About the analogy between optimal transport and minimal entropy",
    year: 2017,
    arxiv: "1510.08230",
  },
];

export const spec = functionalSpec({
  id: "fisher",
  title: "Fisher information",
  about: "Steep densities cost: the crowd moves as if it were shaken by noise, and is not.",
  section: "Fisher information",
  formula: String.raw`\tfrac{\sigma_F^4}{8}\int|\nabla\log\rho|^2\rho\,dx`,
  priceFormula: String.raw`-\tfrac{\sigma_F^4}{2}\,\tfrac{\Delta\sqrt\rho}{\sqrt\rho}`,
  slots: ["interaction"],
  needs: ["score", "logDensityLaplacian"],
  measure: "population",
  coupling: "variational",
  asNoise: ({ sigma }) => Number(sigma),
  params: {
    sigma: real({
      symbol: String.raw`\sigma_F`,
      about: "With weight 1 on moving, the densities are those of particles shaken by this noise.",
      default: 0.7,
      min: 0.05,
      max: 5,
      scale: "log",
      applies: "resample",
    }),
  },
});

const weight = (sigma: Parameters<typeof mul>[0]) => mul(0.125, mul(mul(sigma, sigma), mul(sigma, sigma)));

export const fisher = functional(spec, {
  integrand: (at, { sigma }) => mul(weight(sigma), normSquared(at.score())),
  price: (at, { sigma }) => neg(mul(weight(sigma), add(mul(2, at.of("logDensityLaplacian")), dot(at.score(), at.score())))),
});
