/**
 * @file The exact solution of a game, or which of its slots has none.
 *
 * Known are: deterministic games between Gaussians with kinetic energy (docs/mathematics.md, OT-flow with reverse KL), discounted or
 * not (Discount there), or with Fisher information (there), noisy ones with a prescribed end or reverse KL (Schrödinger bridge there) or a
 * spring at the end (Regularised proximal there), along the axes with interactions, springs and attraction to the mean too, shaken or not
 * (Linear-quadratic games there), or with another cost of the speed if their covariances are one, and every
 * diffusion whose data have a closed form under noise (Noised mixtures there). Signs and constants are the convention: U(·, T) = δℳ/δρ, −log η for diffusions.
 */
import { withMoments } from "./affine-moments.ts";
import { deterministicSolution } from "./deterministic.ts";
import { fisherSolution } from "./fisher.ts";
import { descendingFlow } from "./gaussian-descent.ts";
import { knownInteraction } from "./interacting.ts";
import { noisySolution } from "./noisy.ts";
import type { ClosedForm, ExactProblem, Unsolved } from "./problem.ts";
import { isPlain } from "./slots.ts";
import { stagedFlow } from "./staged-flow.ts";

export type { ExactProblem, ClosedForm, Unsolved } from "./problem.ts";

export function closedFormOf(problem: ExactProblem): ClosedForm | Unsolved {
  const { dynamics, interactions, descends = false, stages = 1 } = problem;
  if (interactions.some(({ spec }) => spec.asNoise !== undefined)) return fisherSolution(problem);
  if (descends) return withMoments(descendingFlow(problem), problem);
  if (interactions.length > 0 && !(isPlain(dynamics) && interactions.every(knownInteraction)))
    return {
      slot: "interactions",
      reason:
        "A closed form is known with entropy, potential energy, mean attraction and the end cost on the way only, and without noise or with a constant one.",
    };
  if (dynamics.spec.noisy) return noisySolution(problem);
  if (!isPlain(dynamics))
    return { slot: "dynamics", reason: "Without noise a closed form is known only where nothing carries particles along." };
  return withMoments(stages > 1 ? stagedFlow(problem, stages, deterministicSolution) : deterministicSolution(problem), problem);
}
