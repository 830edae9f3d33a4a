/** @file Games with noise: which of them have a closed form. */
import { withMoments } from "./affine-moments.ts";
import { diffusionSolution } from "./diffusion.ts";
import { gaussianScaling } from "./gaussian-scaling.ts";
import { interacting } from "./interacting.ts";
import { type ClosedForm, type DataProblem, type ExactProblem, hasData, NO_DATA, type Unsolved } from "./problem.ts";
import { regularisedProximal } from "./regularised-proximal.ts";
import { asksForData, type QuadraticEffort, effortOf, endWeightOf, energyWeightOf, keepsGaussian, springOf } from "./slots.ts";

/** With data or without, where the costs keep a Gaussian crowd one; else by a logarithm, which asks for data and no discount. */
export function noisySolution(problem: ExactProblem): ClosedForm | Unsolved {
  const { lagrangian, interactions, terminal, discount } = problem;
  const effort = effortOf(problem);
  if (interactions.length > 0 && energyWeightOf(lagrangian) === undefined)
    return { slot: "interactions", reason: "With interactions a closed form is known for the kinetic energy only." };
  if (effort !== undefined) {
    const step = interactions.length === 0 && discount === 0 ? proximalStep(problem, effort) : undefined;
    if (step !== undefined) return step;
    if (interactions.length > 0 || (keepsGaussian(terminal) && !asksForData(terminal)))
      return withMoments(interacting(problem, effort), problem);
  }
  if (discount !== 0) {
    const found = effort === undefined ? undefined : withMoments(interacting(problem, effort), problem);
    if (found !== undefined && "kind" in found) return found;
    return {
      slot: "discount",
      reason:
        "A discount leaves no logarithm that makes the HJB equation of noisy dynamics linear; a closed form is known between Gaussians along the axes only.",
    };
  }
  if (!hasData(problem)) return NO_DATA;
  return (effort === undefined ? undefined : noisyBetweenGaussians(problem, effort)) ?? diffusionSolution(problem);
}

/** With an end that is prescribed or costs reverse KL; undefined for any other. */
function noisyBetweenGaussians(
  { terminal, data, reference, horizon }: DataProblem,
  { sigma, weight }: QuadraticEffort,
): ClosedForm | undefined {
  const end = endWeightOf(terminal);
  if (end === undefined || !data.gaussian || !reference.gaussian) return undefined;
  return gaussianScaling({
    reference: reference.gaussian,
    data: data.gaussian,
    horizon,
    sigma,
    epsilon: weight * sigma ** 2,
    terminal: end,
  });
}

/** With a spring at the end, from a Gaussian; undefined for any other. It asks for no data. */
function proximalStep(
  { terminal, reference, horizon }: ExactProblem,
  { sigma, weight }: QuadraticEffort,
): ClosedForm | Unsolved | undefined {
  const spring = springOf(terminal);
  if (spring === undefined || !reference.gaussian) return undefined;
  return regularisedProximal({
    ...{ reference: reference.gaussian, horizon, sigma, centre: spring.centre.slice(0, reference.dimension) },
    epsilon: weight * sigma ** 2,
    spring: spring.stiffness,
  });
}
