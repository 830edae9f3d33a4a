/**
 * @file Adjoint matching: simulate with the present control, carry the costate back along the paths, and fit ∇U to it.
 *
 *     ẋ = b(x, ∇U),     ṗ = κp + ∂ₓ𝓗(x, p) − ∇Σ δℐ/δρ,     p(T) = ∇δℳ/δρ,     (1/T) ∫ E|∇U(x_t, t) − p_t|² dt
 *
 * At the optimum p = ∇U along its own paths, and with noise on average over them where the equation for p is linear in p: then the noise
 * itself does not enter it (docs/mathematics.md, Adjoint matching). All times count alike, so a discount does not hide the late ones.
 */
import { COST_TO_GO, SLOPE } from "../costate-term.ts";
import type { Reference } from "../define.ts";
import { learnTerms, objective, objectiveSpec } from "../terms.ts";
import { real } from "../params.ts";
import { integratorOf, pathParams, rolledOutFits } from "../rolled-out.ts";

export const references: readonly Reference[] = [
  {
    authors: "Domingo-Enrich, C., Drozdzal, M., Karrer, B. and Chen, R. T. Q.",
    title: "Adjoint matching: fine-tuning flow and diffusion generative models with memoryless stochastic optimal control",
    year: 2024,
    arxiv: "2409.08861",
  },
  {
    authors: "Shen, Z., Wang, Z., Kale, S., Ribeiro, A., Karbasi, A. and Hassani, H.",
    title: "Self-consistency of the Fokker-Planck equation",
    year: 2022,
    arxiv: "2206.00860",
  },
];

export const spec = objectiveSpec({
  id: "adjoint-matching",
  title: "Adjoint matching",
  about: "Simulate, carry costates back along the paths, and fit ∇U to them: late times count as much as early ones.",
  section: "Adjoint matching",
  formula: String.raw`\tfrac1T\int_0^T\mathbb E\,|\nabla U(x_t,t)-p_t|^2\,dt`,
  params: {
    integrator: pathParams.integrator,
    steps: { ...pathParams.steps, default: 12 },
    value: real({
      symbol: "w",
      about: "How much U itself counts beside its slope: without it U is known up to a constant at each time.",
      default: 0.1,
      min: 0,
      max: 10,
      applies: "restart",
    }),
  },
  at: "costates",
  curves: ({ value }) => (value === 0 ? [SLOPE] : [SLOPE, COST_TO_GO]),
  integrator: integratorOf,
  learnsScore: false,
  fits(game, params, logDensity) {
    const { output, lagrangian, terminal, dynamics } = game;
    const { hamiltonianFormula, linearReply } = lagrangian.spec;
    const nearest: Record<string, unknown> = {};
    if (output === "field") nearest["network.output"] = "potential";
    // With noise the costate is right on average where its equation is linear in it.
    if (typeof hamiltonianFormula !== "function" || (dynamics.spec.noisy && linearReply !== true))
      nearest["game.lagrangian.id"] = "kinetic";
    if (terminal.spec.measure === "target" || terminal.spec.priceless === true)
      nearest["game.terminal.id"] = !logDensity ? "mmd" : dynamics.spec.noisy ? "cross-entropy" : "reverse-kl";
    if (Object.keys(nearest).length === 0) return rolledOutFits(game, params, logDensity, false);
    return {
      reason:
        "Adjoint matching holds the slope of a potential against costates: it needs a Hamiltonian, with noise a quadratic one, and an end cost of pushed paths that has a price at a point.",
      nearest,
    };
  },
});

export const adjointMatching = objective(spec, {
  networks: () => [{ role: "value", output: "potential" }],
  plan: (_parts, params) =>
    learnTerms("value", [
      {
        kind: "costate",
        of: "value",
        integrator: integratorOf(params),
        steps: Number(params["steps"]),
        valueWeight: Number(params["value"]),
      },
    ]),
});
