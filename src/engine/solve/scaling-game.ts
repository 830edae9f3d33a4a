/**
 * @file From the set-up game to the scaling solver, or the slot that it cannot do and why.
 *
 * It wants no discount, noise without a drift or what acts as noise, 𝓗 = ½ m|p|² with σ²/m the same at all times, prices at a point for
 * everything else that acts on the crowd, and a density of the reference.
 */
import type { Unsolved } from "../../exact/problem.ts";
import { prescribes } from "../../catalogue/define.ts";
import { isNumber, leaves } from "../../math/expressions/expression.ts";
import type { Setup } from "../game/setup.ts";
import {
  endOn,
  type LawsOnLattice,
  lawsOnLattice,
  type NodeCount,
  nodesFrom,
  runningOn,
  tooCoarse,
  type Unsolvable,
  varianceOf,
  whyNotOnLattice,
} from "./game-on-lattice.ts";
import { SUMMED } from "./heat.ts";
import type { Lattice } from "./lattice.ts";
import { integral } from "./grid-solution.ts";
import type { ScalingProblem } from "./scaling.ts";
import { actsAsNoise, mobilityAt, tradedNoise } from "../game/traded-noise.ts";

/**
 * Nodes of an axis, and at most. Prices of the crowd keep forty sweeps of every time step, a kernel a number for each pair of nodes: those of
 * the plane would soon fill the memory.
 */
const NODES = {
  1: { alone: [512, 8192], crowd: [512, 4096], pairs: [512, 2048] },
  2: { alone: [96, 384], crowd: [64, 96], pairs: [64, 64] },
} as const;

/**
 * Time steps where something acts on the way, and at least. Those whose heat is summed over the nodes keep the mass to rounding; shorter
 * ones, read between the nodes, do not, and steep fields run away with them.
 */
const STEPS = { most: 48, least: 12 } as const;

/** Shares of the horizon at which σ²/m is looked at. */
const PROBES = [0, 0.37, 1];

export function scalingProblem(setup: Setup, nodes?: number): ScalingProblem | Unsolvable {
  const refused = whyNotScaling(setup);
  if (refused !== undefined) return refused;
  const { horizon } = setup.experiment.game;
  const variance = varianceOf(setup);
  const laws = lawsOnLattice(setup, nodes ?? scalingNodes(setup).usual);
  if ("slot" in laws) return laws;
  const { lattice, logReference } = laws;
  const epsilon = epsilonAt(setup, 0);
  const steps = stepsOn(lattice, horizon, variance);
  const running = runningOn(setup, laws, steps);
  if (running !== null && steps < STEPS.least) return tooCoarse("dynamics", lattice);
  const entropy = tradedNoise(setup)?.entropy ?? 0;
  const level = prescribes(setup.composed.terminal.spec) ? meanSurprise(laws) : 1;
  return { lattice, horizon, epsilon, variance, logReference, end: endOn(setup, laws, epsilon, entropy), running, entropy, level };
}

/** As many as there may be whose every step's heat is summed over the nodes. */
function stepsOn({ axes }: Lattice, horizon: number, variance: ScalingProblem["variance"]): number {
  const enough = SUMMED * Math.max(...axes.map(({ step }) => step)) ** 2;
  const spreads = (steps: number): boolean =>
    Array.from({ length: steps }, (_, k) => variance((k * horizon) / steps, ((k + 1) * horizon) / steps)).every((each) => each >= enough);
  let steps: number = STEPS.most;
  while (steps > 0 && !spreads(steps)) steps--;
  return steps;
}

/** The slot that the scaling solver cannot do, or undefined. */
export function whyNotScaling(setup: Setup): Unsolved | undefined {
  const { experiment, composed, sigmaAt } = setup;
  const { horizon, discount } = experiment.game;
  if (discount !== 0)
    return { slot: "discount", reason: "A discount leaves no logarithm that makes the HJB equation linear. Set it to 0." };
  const trades = composed.interactions.some(actsAsNoise);
  if (trades && leaves([composed.sigma]).has("t"))
    return { slot: "interactions", reason: "Fisher information is traded for noise where that is the same at all times only." };
  if (!(sigmaAt(0) > 0) && !trades)
    return {
      slot: "dynamics",
      reason: "The scaling solver needs noise: without it the HJB equation does not become linear. Choose constant noise.",
    };
  if (!composed.at.f.every((f) => isNumber(f, 0)))
    return { slot: "dynamics", reason: "The scaling solver knows noise without a drift only. Choose constant noise." };
  if (mobilityAt(setup, 0) === undefined)
    return { slot: "lagrangian", reason: "The scaling solver needs a kinetic energy: a Hamiltonian that is a multiple of |p|²." };
  const ratios = PROBES.map((share) => epsilonAt(setup, share * horizon));
  if (ratios.some((ratio) => Math.abs(ratio - ratios[0]!) > 1e-9 * ratios[0]!))
    return { slot: "dynamics", reason: "Noise and mobility change differently over time here. Let the control be in units of the noise." };
  return whyNotOnLattice(setup, "prescribes");
}

/** ε = σ²/m, with the noise that is traded. */
const epsilonAt = (setup: Setup, t: number): number => (tradedNoise(setup)?.variance ?? setup.sigmaAt(t) ** 2) / mobilityAt(setup, t)!;

/** −E_π log π. */
function meanSurprise({ lattice: { cell }, logPi }: LawsOnLattice): number {
  const masses = logPi!.map((log) => Math.exp(log) * cell);
  return -integral(masses, (i) => logPi![i]!) / masses.reduce((total, mass) => total + mass, 0);
}

/** Nodes of an axis where none are named, and at most. */
export const scalingNodes = (setup: Setup): NodeCount => nodesFrom(NODES, setup);
