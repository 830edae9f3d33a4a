/**
 * @file Minimising movements: the flow in stages, each a game of its own from where the one before has left the crowd.
 *
 *     ρ_{k+1} = argmin_ρ  (w/2h) W₂²(ρ_k, ρ) + F[ρ],     h = T/K           Jordan, Kinderlehrer and Otto's scheme
 *
 * A stage is trained by roll-outs: kinetic energy on the way, F at its end. Its network begins with the weights of the stage before and stays
 * when the next one begins, so that the whole flow is known. As h → 0 it is the gradient flow of F (docs/mathematics.md, Minimising movements).
 */
import { prescribes, type Reference } from "../define.ts";
import type { Rounds } from "../lines.ts";
import { integer, type ParamValues } from "../params.ts";
import { integratorOf, pathParams, pathsTerm, rolledOutFits } from "../rolled-out.ts";
import { type Game, learnTerms, type NetworkNeed, objective, objectiveSpec } from "../terms.ts";
import { moverOf } from "../role.ts";

export const references: readonly Reference[] = [
  {
    authors: "Jordan, R., Kinderlehrer, D. and Otto, F.",
    title: "The variational formulation of the Fokker-Planck equation",
    year: 1998,
  },
  {
    authors: "Xu, C., Cheng, X. and Xie, Y.",
    title: "Normalizing flow neural networks by JKO scheme",
    year: 2023,
    arxiv: "2212.14424",
  },
];

export const spec = objectiveSpec({
  id: "jko",
  title: "Minimising movements",
  about: "One short flow after the other, each from where the last one left the crowd, learned by roll-outs.",
  section: "Minimising movements",
  formula: String.raw`\rho_{k+1}=\arg\min_\rho\ \tfrac{w}{2h}W_2^2(\rho_k,\rho)+\mathcal M[\rho]`,
  params: {
    stages: integer({
      symbol: "K",
      about: "Stages of h = T/K each: the more, the nearer to the gradient flow of its end cost.",
      default: 6,
      min: 2,
      max: 16,
      applies: "restart",
    }),
    every: integer({
      about: "Training steps of each stage; the last one goes on to the end of the run.",
      default: 600,
      min: 10,
      max: 20_000,
      scale: "log",
      applies: "restart",
    }),
    integrator: { ...pathParams.integrator, default: "midpoint" },
    steps: { ...pathParams.steps, about: "Time steps of a stage in training." },
  },
  at: "stages",
  integrator: integratorOf,
  rounds: stagesOf,
  learnsScore: false,
  fits(game, params, logDensity) {
    const nearest = nearestOf(game, logDensity);
    if (Object.keys(nearest).length === 0) return rolledOutFits(game, params, logDensity, false);
    return {
      reason:
        "A stage is a proximal step: no noise, no discount, a kinetic energy, nothing else on the way, and an end cost of the crowd without a critic.",
      nearest,
    };
  },
});

function nearestOf({ dynamics, lagrangian, interactions, terminal, discount }: Game, logDensity: boolean): Record<string, unknown> {
  const nearest: Record<string, unknown> = {};
  if (dynamics.spec.noisy || dynamics.spec.drifts) nearest["game.dynamics.id"] = "deterministic";
  if (lagrangian.spec.linearReply !== true || lagrangian.spec.coleHopf) nearest["game.lagrangian.id"] = "kinetic";
  if (interactions.length > 0) nearest["game.interactions"] = [];
  if (discount !== 0) nearest["game.discount"] = 0;
  const { measure, needs } = terminal.spec;
  if (measure === "target" || needs.includes("witness") || prescribes(terminal.spec))
    nearest["game.terminal.id"] = logDensity ? "reverse-kl" : "mmd";
  return nearest;
}

function stagesOf({ stages, every }: ParamValues): Rounds {
  return { count: Number(stages) - 1, every: Number(every), stages: true };
}

export const jko = objective(spec, {
  networks: ({ output }, { stages }) => [
    { role: moverOf(output), output },
    ...Array.from({ length: Number(stages) - 1 }, (_, k): NetworkNeed => ({ role: `stage-${k + 2}`, output, blank: true })),
  ],
  plan(parts, params) {
    const paths = pathsTerm(parts, params);
    return learnTerms(paths.of, [{ ...paths, stages: stagesOf(params) }]);
  },
});
