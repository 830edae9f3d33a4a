/** @file Which networks do not go with a game. */
import type { Rule } from "./rule.ts";

export const networkRules: readonly Rule[] = [
  ({ game }) =>
    game.output === "field" && game.lagrangian.spec.limitsSpeed === true
      ? {
          path: "network.output",
          reason: `A free vector field knows no ${game.lagrangian.spec.title.toLowerCase()}, and breaking it would cost infinitely much. The flow of a potential keeps it.`,
          nearest: { "network.output": "potential" },
        }
      : undefined,
  ({ experiment, noises }) =>
    experiment.network.time === "log-snr" && !noises
      ? {
          path: "network.time",
          reason: "These dynamics do not reverse a noising process, so time has no signal-to-noise ratio.",
          nearest: { "network.time": "raw" },
        }
      : undefined,
  ({ experiment, noises }) =>
    experiment.network.preconditioning === "gaussian" && !noises
      ? {
          path: "network.preconditioning",
          reason: "The Gaussian base is that of the noised data, and these dynamics do not reverse a noising process.",
          nearest: { "network.preconditioning": "none" },
        }
      : undefined,
];

export const fieldRules: readonly Rule[] = [
  ({ experiment, game, rollsOut }) =>
    rollsOut &&
    game.dynamics.spec.noisy &&
    game.output === "potential" &&
    game.lagrangian.spec.overreacts?.(game.lagrangian.params) === true &&
    (experiment.network.quadraticRank > 0 || experiment.network.preconditioning === "gaussian")
      ? {
          path: "network.quadraticRank",
          reason: `With ${game.lagrangian.spec.title} agents react more than in proportion to a slope, and the slope of a quadratic part or base grows with |x|: a particle that noise takes far out runs off to infinity in finite time.`,
          nearest: { "network.quadraticRank": 0, "network.preconditioning": "none" },
        }
      : undefined,
  ({ experiment, game, rollsOut }) =>
    rollsOut && game.dynamics.spec.noisy && game.output === "field" && experiment.network.quadraticRank > 0
      ? {
          path: "network.quadraticRank",
          reason:
            "A velocity with a quadratic part grows like |x|²: a particle that noise takes far out runs off to infinity in finite time.",
          nearest: { "network.quadraticRank": 0 },
        }
      : undefined,
];
