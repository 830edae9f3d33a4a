/**
 * @file Adjoint matching: simulate with the present control, carry the costate back along the paths, and fit ∇U to it.
 *
 *     ẋ = b(x, ∇U),     ṗ = κp + ∂ₓ𝓗(x, p) − ∇Σ δℐ/δρ,     p(T) = ∇δℳ/δρ,     (1/T) ∫ E|∇U(x_t, t) − p_t|² dt
 *
 * At the optimum p = ∇U along its own paths, and with noise on average over them where the equation for p is linear in p: then the noise
 * itself does not enter it (docs/mathematics.md, Adjoint matching). All times count alike, so a discount does not hide the late ones.
 */
import type { Reference } from "../define.ts";
import type { Misfit } from "../reason.ts";
import { learnTerms, objective, objectiveSpec, type Game } from "../terms.ts";
import { integer, type ParamValues, real } from "../params.ts";
import { pathParams, rolledOutFits } from "../rolled-out.ts";

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
  about: "Simulate, carry what a move would change back along the paths, and fit ∇U to it: late times count as much as early ones.",
  section: "Adjoint matching",
  formula: String.raw`\tfrac1T\int_0^T\mathbb E\,|\nabla U(x_t,t)-p_t|^2\,dt`,
  params: {
    integrator: pathParams.integrator,
    steps: integer({ ...pathParams.steps, default: 12 }),
    value: real({
      symbol: "w",
      about: "How much U itself is held against the cost to go, beside its slope: without it U is known up to a constant at each time.",
      default: 0.1,
      min: 0,
      max: 10,
      applies: "restart",
    }),
  },
  at: "costates",
  learnsScore: false,
  fits(game, params, logDensity) {
    return whyNot(game) ?? rolledOutFits(game, params, logDensity, false);
  },
});

function whyNot({ output, lagrangian, terminal, interactions, dynamics }: Game): Misfit | undefined {
  if (output === "field")
    return { reason: "The costate is held against ∇U; a free vector field has no U.", nearest: { "network.output": "potential" } };
  if (typeof lagrangian.spec.hamiltonianFormula !== "function")
    return {
      reason: `The costate's equation is the Hamiltonian's. ${lagrangian.spec.hamiltonianFormula.reason}`,
      nearest: { "game.lagrangian.id": "kinetic" },
    };
  if (dynamics.spec.noisy && lagrangian.spec.linearReply !== true)
    return {
      reason: "With noise a costate is right on average only where its equation is linear in it: the cost of moving must be quadratic.",
      nearest: { "game.lagrangian.id": "kinetic" },
    };
  if (terminal.spec.measure === "target")
    return {
      reason: `${terminal.spec.title} is an average over the data, and its paths are pulled back from them: costates start where pushed paths end.`,
      nearest: { "game.terminal.id": "reverse-kl" },
    };
  const priceless = [terminal, ...interactions].find(({ spec: each }) => each.priceless === true);
  return priceless === undefined
    ? undefined
    : {
        reason: `${priceless.spec.title} compares whole samples: it has no price at a point whose slope a costate could start with.`,
        nearest: { "game.terminal.id": "mmd" },
      };
}

export const adjointMatching = objective(spec, {
  networks: () => [{ role: "value", output: "potential" }],
  plan: (_parts, { integrator, steps, value }: ParamValues) =>
    learnTerms("value", [
      {
        kind: "costate",
        of: "value",
        integrator: integrator as "rk4",
        steps: Number(steps),
        valueWeight: Number(value),
      },
    ]),
});
