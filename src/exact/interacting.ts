/** @file Games whose costs keep a Gaussian crowd one: what they ask of the slots (gaussian-game.ts has the equations). */
import { interactingFlow } from "./gaussian-game.ts";
import { type ExactProblem, type FlowForm, NO_DATA, type Unsolved } from "./problem.ts";
import { asksForData, type QuadraticEffort, keepsGaussian, repeatsEnd } from "./slots.ts";

/** It keeps a Gaussian crowd one on the way too, whatever the data. */
export const knownInteraction = (cost: ExactProblem["terminal"]): boolean =>
  repeatsEnd(cost) || (keepsGaussian(cost) && !asksForData(cost));

/** Any discount, without noise or with a constant one. */
export function interacting(problem: ExactProblem, { sigma, weight }: QuadraticEffort): FlowForm | Unsolved {
  const { reference, data, terminal, horizon, discount, interactions } = problem;
  if (!keepsGaussian(terminal))
    return {
      slot: "terminal",
      reason:
        "With interactions a closed form is known for reverse KL, cross-entropy, entropy, potential energy and mean attraction only, or nothing.",
    };
  if (!reference.gaussian)
    return { slot: "reference", reason: "With these costs a closed form is known only for Gaussian crowds; this reference is not one." };
  if (asksForData(terminal) && data === null) return NO_DATA;
  if (asksForData(terminal) && !data?.gaussian)
    return { slot: "data", reason: "With these costs a closed form is known only between Gaussians; these data are not one." };
  const target = asksForData(terminal) ? (data?.gaussian ?? null) : null;
  return interactingFlow({
    ...{ reference: reference.gaussian, data: target, terminal, horizon, discount, interactions },
    ...{ sigma, kinetic: weight },
  });
}
