/**
 * @file The exact solution of a game, or which of its slots has none.
 *
 * Known are: deterministic games between Gaussians with kinetic energy (docs/mathematics.md, OT-flow with reverse KL), discounted or
 * not (Discount there), or with Fisher information (there), noisy ones with a prescribed end or reverse KL (Schrödinger bridge there) or a
 * spring at the end (Regularised proximal there), along the axes with interactions, springs and attraction to the mean too, shaken or not
 * (Linear-quadratic games there), or with another cost of the speed if their covariances are one, and every
 * diffusion whose data have a closed form under noise (Noised mixtures there). Signs and constants are the convention: U(·, T) = δℳ/δρ, −log η for diffusions.
 */
import { affineMoments } from "./affine-moments.ts";
import { diffusionSolution } from "./diffusion.ts";
import { descendingFlow } from "./gaussian-descent.ts";
import { discountedFlow } from "./discounted.ts";
import { crossEntropyFlow, type GaussianGame, prescribedFlow, pulledBackDivergenceFlow, reverseDivergenceFlow } from "./gaussian-flows.ts";
import { fisherFlow } from "./fisher.ts";
import { gaussianScaling } from "./gaussian-scaling.ts";
import { interactingFlow, knownInteraction } from "./gaussian-game.ts";
import { keepsGaussian } from "./crowd-cost.ts";
import { asksForData } from "./own-cost.ts";
import { regularisedProximal } from "./regularised-proximal.ts";
import { stagedFlow } from "./staged-flow.ts";
import type { ParamValues } from "../catalogue/params.ts";
import type { Matrix } from "../math/matrices.ts";
import { limitedCost, powerCost, type SpeedCost, translationFlow } from "./gaussian-translation.ts";
import type { DataProblem, ExactProblem, ClosedForm, FlowForm, Unsolved } from "./problem.ts";

export type { ExactProblem, ClosedForm, Unsolved } from "./problem.ts";

export function solve(problem: ExactProblem): ClosedForm | Unsolved {
  if (problem.interactions.some(({ id }) => id === FISHER)) return withFisher(problem);
  if (problem.descends === true) return withMoments(descendingFlow(problem), problem);
  const constant = problem.dynamics.id === "deterministic" || problem.dynamics.id === "constant-noise";
  const strange = !constant || !problem.interactions.every(knownInteraction);
  if (problem.interactions.length > 0 && strange)
    return {
      slot: "interactions",
      reason:
        "A closed form is known with entropy, potential energy, mean attraction and the end cost on the way only, and without noise or with a constant one.",
    };
  if (problem.dynamics.id !== "deterministic") return noisySolution(problem);
  const { stages = 1 } = problem;
  return withMoments(stages > 1 ? stagedFlow(problem, stages, deterministicSolution) : deterministicSolution(problem), problem);
}

const withMoments = (found: FlowForm | Unsolved, { reference }: ExactProblem): ClosedForm | Unsolved =>
  "slot" in found ? found : { ...found, moments: affineMoments(found, reference.gaussian!) };

const hasData = (problem: ExactProblem): problem is DataProblem => problem.data !== null;

const NO_DATA: Unsolved = {
  slot: "data",
  reason:
    "The game has no data. Without any a closed form is known only for costs of kinetic energy, springs, mean attraction and entropy.",
};

function deterministicSolution(problem: ExactProblem): FlowForm | Unsolved {
  const { horizon, discount, lagrangian, interactions, terminal, data, reference } = problem;
  if (lagrangian.id === "none") {
    return {
      slot: "lagrangian",
      reason:
        "Without a running cost every flow that reaches the data is optimal: the game has no unique solution. Choose the kinetic energy.",
    };
  }
  const cost = speedCost(lagrangian.id, lagrangian.params);
  if (cost !== undefined && interactions.length > 0)
    return { slot: "interactions", reason: "With interactions a closed form is known for the kinetic energy only." };
  if (cost !== undefined && discount !== 0)
    return { slot: "discount", reason: "With a discount a closed form is known for the kinetic energy only." };
  if (cost !== undefined) return hasData(problem) ? translated(problem, cost) : NO_DATA;
  // Without a base drift the diffusion's Lagrangian ½|a|² − ∇·f is the kinetic energy with w = 1.
  if (lagrangian.id !== "kinetic" && lagrangian.id !== "diffusion")
    return { slot: "lagrangian", reason: "A closed form is known for the kinetic energy only." };
  const flow = FLOWS[terminal.id];
  // Springs and entropy at the end do not ask where data are.
  if (data === null && flow !== undefined) return NO_DATA;
  if (flow !== undefined && !data?.gaussian)
    return { slot: "data", reason: "Straight flows have a closed form only between Gaussians; these data are not one." };
  if (!reference.gaussian)
    return { slot: "reference", reason: "Straight flows have a closed form only between Gaussians; this reference is not one." };
  if (interactions.length > 0 || (flow === undefined && keepsGaussian(terminal))) return interacting(problem);
  if (flow === undefined || !data?.gaussian) return { slot: "terminal", reason: "There is no closed form for this terminal cost." };
  const kinetic = lagrangian.id === "kinetic" ? Number(lagrangian.params["weight"]) : 1;
  const game: GaussianGame = {
    reference: reference.gaussian,
    data: data.gaussian,
    horizon,
    kinetic,
    terminal: Number(terminal.params["weight"]),
  };
  return discount === 0 ? flow(game) : discountedFlow(flow, game, discount);
}

/** Kinetic energy, any constant noise, and costs under which a Gaussian crowd stays one. */
function interacting(problem: ExactProblem): FlowForm | Unsolved {
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
  const { sigma, weight } = effortOf(problem);
  const target = asksForData(terminal) ? (data?.gaussian ?? null) : null;
  return interactingFlow({
    ...{ reference: reference.gaussian, data: target, terminal, horizon, discount, interactions },
    ...{ sigma, kinetic: weight },
  });
}

/** With data or without, where the costs keep a Gaussian crowd one; else by a logarithm, which asks for data and no discount. */
function noisySolution(problem: ExactProblem): ClosedForm | Unsolved {
  const { dynamics, lagrangian, interactions, terminal, discount } = problem;
  const energetic = lagrangian.id === "kinetic" || lagrangian.id === "diffusion";
  const quadratic = energetic && dynamics.id === "constant-noise";
  if (interactions.length > 0 && !energetic)
    return { slot: "interactions", reason: "With interactions a closed form is known for the kinetic energy only." };
  const step = interactions.length === 0 && discount === 0 ? proximalStep(problem) : undefined;
  if (step !== undefined) return step;
  if (interactions.length > 0 || (quadratic && keepsGaussian(terminal) && !asksForData(terminal)))
    return withMoments(interacting(problem), problem);
  if (discount !== 0) {
    const found = quadratic ? withMoments(interacting(problem), problem) : undefined;
    if (found !== undefined && "kind" in found) return found;
    return {
      slot: "discount",
      reason:
        "A discount leaves no logarithm that makes the HJB equation of noisy dynamics linear; a closed form is known between Gaussians along the axes only.",
    };
  }
  return hasData(problem) ? (noisyBetweenGaussians(problem) ?? diffusionSolution(problem)) : NO_DATA;
}

/** Beside kinetic energy, with a prescribed end or one that costs reverse KL, and nothing else. */
function withFisher({
  interactions,
  discount,
  dynamics,
  lagrangian,
  terminal,
  data,
  reference,
  horizon,
}: ExactProblem): ClosedForm | Unsolved {
  const unsolved = (slot: Unsolved["slot"], without: string): Unsolved => ({
    slot,
    reason: `With Fisher information a closed form is known ${without} only.`,
  });
  const energetic = lagrangian.id === "kinetic" || lagrangian.id === "diffusion";
  if (!interactions.every(({ id }) => id === FISHER)) return unsolved("interactions", "without other interactions");
  if (discount !== 0) return unsolved("discount", "without a discount");
  if (dynamics.id !== "deterministic" && dynamics.id !== "constant-noise")
    return unsolved("dynamics", "without noise or with constant noise");
  if (!energetic) return unsolved("lagrangian", "for the kinetic energy");
  if (terminal.id !== "hard" && terminal.id !== "reverse-kl") return unsolved("terminal", "for a prescribed end or reverse KL");
  if (!data?.gaussian) return unsolved("data", "between Gaussians");
  if (!reference.gaussian) return unsolved("reference", "between Gaussians");
  const { sigma, weight } = effortOf({ dynamics, lagrangian });
  return fisherFlow({
    reference: reference.gaussian,
    data: data.gaussian,
    horizon,
    sigma,
    weight,
    fisher: interactions.reduce((total, { params }) => total + Number(params["sigma"]) ** 4, 0),
    terminal: endWeight(terminal),
  });
}

/** σ, and the weight w/g² of ½|drift|². */
function effortOf({ dynamics, lagrangian }: Pick<ExactProblem, "dynamics" | "lagrangian">): {
  readonly sigma: number;
  readonly weight: number;
} {
  const sigma = dynamics.id === "deterministic" ? 0 : Number(dynamics.params["sigma"]);
  const gain = dynamics.params["control"] === "noise" ? sigma : 1;
  return { sigma, weight: (lagrangian.id === "kinetic" ? Number(lagrangian.params["weight"]) : 1) / gain ** 2 };
}

const endWeight = ({ id, params }: ExactProblem["terminal"]): number =>
  id === "hard" ? Number.POSITIVE_INFINITY : Number(params["weight"]);

/** Constant noise and kinetic energy, with an end that is prescribed or costs reverse KL; undefined for any other game. */
function noisyBetweenGaussians({ dynamics, lagrangian, terminal, data, reference, horizon }: DataProblem): ClosedForm | undefined {
  const energetic = lagrangian.id === "kinetic" || lagrangian.id === "diffusion";
  if (dynamics.id !== "constant-noise" || !energetic || !data.gaussian || !reference.gaussian) return undefined;
  if (terminal.id !== "hard" && terminal.id !== "reverse-kl") return undefined;
  const { sigma, weight } = effortOf({ dynamics, lagrangian });
  return gaussianScaling({
    reference: reference.gaussian,
    data: data.gaussian,
    horizon,
    sigma,
    epsilon: weight * sigma ** 2,
    terminal: endWeight(terminal),
  });
}

/** Constant noise and kinetic energy with a spring at the end, from a Gaussian; undefined for any other game. It asks for no data. */
function proximalStep({ dynamics, lagrangian, terminal, reference, horizon }: ExactProblem): ClosedForm | Unsolved | undefined {
  const energetic = lagrangian.id === "kinetic" || lagrangian.id === "diffusion";
  if (dynamics.id !== "constant-noise" || !energetic || terminal.id !== "potential-energy" || !reference.gaussian) return undefined;
  const { sigma, weight } = effortOf({ dynamics, lagrangian });
  const { weight: spring, x, y } = terminal.params;
  const centre = [Number(x), Number(y)].slice(0, reference.dimension);
  return regularisedProximal({
    ...{ reference: reference.gaussian, horizon, sigma, centre },
    epsilon: weight * sigma ** 2,
    spring: Number(spring),
  });
}

/** What other costs of the speed alone are, in numbers. */
function speedCost(id: string, params: ParamValues): SpeedCost | undefined {
  if (id === "power") return powerCost(Number(params["exponent"]), Number(params["weight"]));
  return id === "relativistic" ? limitedCost(Number(params["limit"])) : undefined;
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
  if (terminal.id !== "reverse-kl")
    return { slot: "terminal", reason: "With this cost of the speed a closed form is known for reverse KL only." };
  return translationFlow({ reference: from, data: to, horizon, terminal: Number(terminal.params["weight"]), cost });
}
const FISHER = "fisher";

/** By the terminal cost. */
const FLOWS: Readonly<Record<string, (game: GaussianGame) => FlowForm>> = {
  "reverse-kl": reverseDivergenceFlow,
  "forward-kl": pulledBackDivergenceFlow,
  "cross-entropy": crossEntropyFlow,
  hard: prescribedFlow,
};
