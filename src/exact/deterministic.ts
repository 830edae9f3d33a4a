/** @file Games without noise: which of them have a closed form, by running cost and end. */
import type { SpeedCost } from "../catalogue/speed-cost.ts";
import type { Matrix } from "../math/matrices.ts";
import { discountedFlow } from "./discounted.ts";
import { crossEntropyFlow, type GaussianGame, prescribedFlow, pulledBackDivergenceFlow, reverseDivergenceFlow } from "./gaussian-flows.ts";
import { translationFlow } from "./gaussian-translation.ts";
import { interacting } from "./interacting.ts";
import { momentsFlow } from "./moments-flow.ts";
import { type DataProblem, type ExactProblem, type FlowForm, hasData, NO_DATA, type Unsolved } from "./problem.ts";
import { crossEntropyWeightOf, divergenceWeightOf, effortOf, endWeightOf, keepsGaussian } from "./slots.ts";

export function deterministicSolution(problem: ExactProblem): FlowForm | Unsolved {
  const { horizon, discount, lagrangian, interactions, terminal, data, reference } = problem;
  if (lagrangian.spec.free) {
    return {
      slot: "lagrangian",
      reason:
        "Without a running cost every flow that reaches the data is optimal: the game has no unique solution. Choose the kinetic energy.",
    };
  }
  const cost = lagrangian.spec.speedCost?.(lagrangian.params);
  if (cost !== undefined && interactions.length > 0)
    return { slot: "interactions", reason: "With interactions a closed form is known for the kinetic energy only." };
  if (cost !== undefined && discount !== 0)
    return { slot: "discount", reason: "With a discount a closed form is known for the kinetic energy only." };
  if (cost !== undefined) return hasData(problem) ? translated(problem, cost) : NO_DATA;
  const effort = effortOf(problem);
  if (effort === undefined) return { slot: "lagrangian", reason: "A closed form is known for the kinetic energy only." };
  const moments = terminal.spec.momentsWeight?.(terminal.params);
  if (moments !== undefined) return betweenMoments(problem, effort.weight, moments);
  const end = endOf(terminal);
  // Springs and entropy at the end do not ask where data are.
  if (data === null && end !== undefined) return NO_DATA;
  if (end !== undefined && !data?.gaussian)
    return { slot: "data", reason: "Straight flows have a closed form only between Gaussians; these data are not one." };
  if (!reference.gaussian)
    return { slot: "reference", reason: "Straight flows have a closed form only between Gaussians; this reference is not one." };
  if (interactions.length > 0 || (end === undefined && keepsGaussian(terminal))) return interacting(problem, effort);
  if (end === undefined || !data?.gaussian) return { slot: "terminal", reason: "There is no closed form for this terminal cost." };
  const game: GaussianGame = {
    reference: reference.gaussian,
    data: data.gaussian,
    horizon,
    kinetic: effort.weight,
    terminal: end.weight,
  };
  return discount === 0 ? end.flow(game) : discountedFlow(end.flow, game, discount);
}

/** To an end of which only the moments count: the data may be anything. */
function betweenMoments(
  { horizon, discount, interactions, data, reference }: ExactProblem,
  kinetic: number,
  terminal: number,
): FlowForm | Unsolved {
  const alone = "With an end that costs the moments of both laws a closed form is known";
  if (interactions.length > 0) return { slot: "interactions", reason: `${alone} only where nothing else is paid on the way.` };
  if (discount !== 0) return { slot: "discount", reason: `${alone} only without a discount.` };
  if (data === null) return NO_DATA;
  if (!reference.gaussian) return { slot: "reference", reason: `${alone} only from a Gaussian; this reference is not one.` };
  return momentsFlow({ reference: reference.gaussian, data, horizon, terminal, kinetic });
}

/** The straight flow to an end that is held against the data, and what the end weighs. */
function endOf(
  terminal: ExactProblem["terminal"],
): { readonly flow: (game: GaussianGame) => FlowForm; readonly weight: number } | undefined {
  const { spec, params } = terminal;
  const known = [
    { flow: reverseDivergenceFlow, weight: divergenceWeightOf(terminal) },
    { flow: pulledBackDivergenceFlow, weight: spec.likelihoodWeight?.(params) },
    { flow: crossEntropyFlow, weight: crossEntropyWeightOf(terminal) },
    { flow: prescribedFlow, weight: endWeightOf(terminal) },
  ];
  for (const { flow, weight } of known) if (weight !== undefined) return { flow, weight };
  return undefined;
}

const sameMatrix = (a: Matrix, b: Matrix): boolean => a.every((row, i) => row.every((entry, j) => entry === b[i]![j]));

function translated(
  { horizon, terminal, data, reference }: Pick<DataProblem, "horizon" | "terminal" | "data" | "reference">,
  cost: SpeedCost,
): FlowForm | Unsolved {
  const [from, to] = [reference.gaussian, data.gaussian];
  if (!from || !to || !sameMatrix(from.covariance, to.covariance))
    return {
      slot: to ? "reference" : "data",
      reason:
        "With this cost of the speed a closed form is known only between two Gaussians of one covariance, where everybody moves alike.",
    };
  const weight = divergenceWeightOf(terminal);
  if (weight === undefined) return { slot: "terminal", reason: "With this cost of the speed a closed form is known for reverse KL only." };
  return translationFlow({ reference: from, data: to, horizon, terminal: weight, cost });
}
