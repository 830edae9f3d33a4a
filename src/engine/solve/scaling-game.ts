/**
 * @file From the set-up game to the scaling solver, or the slot that it cannot do and why.
 *
 * It wants no discount, noise without a drift, 𝓗 = ½ m|p|² with σ²/m the same at all times, prices at a point for everything that acts
 * on the crowd, and a density of the reference.
 */
import type { Unsolved } from "../../exact/problem.ts";
import { type Expr, isNumber, leaves } from "../../math/expressions/expression.ts";
import { plan } from "../../math/expressions/plan.ts";
import type { Setup } from "../game/setup.ts";
import {
  endOn,
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
import type { ScalingProblem } from "./scaling.ts";

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
  const { experiment, composed } = setup;
  const { horizon } = experiment.game;
  const variance = varianceOf(setup);
  const laws = lawsOnLattice(setup, nodes ?? scalingNodes(setup).usual);
  if ("slot" in laws) return laws;
  const { lattice, logReference } = laws;
  const epsilon = epsilonAt(setup, composed.mobility()!, 0);
  const steps = stepsOn(lattice, horizon, variance);
  if (composed.interactions.length > 0 && steps < STEPS.least) return tooCoarse("dynamics", lattice);
  return {
    lattice,
    horizon,
    epsilon,
    variance,
    logReference,
    end: endOn(setup, laws, epsilon),
    running: runningOn(setup, laws, steps),
  };
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
  if (!(sigmaAt(0) > 0))
    return {
      slot: "dynamics",
      reason: "The scaling solver needs noise: without it the HJB equation does not become linear. Choose constant noise.",
    };
  if (!composed.at.f.every((f) => isNumber(f, 0)))
    return { slot: "dynamics", reason: "The scaling solver knows noise without a drift only. Choose constant noise." };
  const mobility = composed.mobility();
  if (mobility === undefined)
    return { slot: "lagrangian", reason: "The scaling solver needs a kinetic energy: a Hamiltonian that is a multiple of |p|²." };
  const ratios = PROBES.map((share) => epsilonAt(setup, mobility, share * horizon));
  if (ratios.some((ratio) => Math.abs(ratio - ratios[0]!) > 1e-9 * ratios[0]!))
    return { slot: "dynamics", reason: "Noise and mobility change differently over time here. Let the control be in units of the noise." };
  return whyNotOnLattice(setup, "prescribes");
}

/** ε = σ²/m. */
function epsilonAt({ uniforms, sigmaAt }: Setup, mobility: Expr, t: number): number {
  const planned = plan([mobility], leaves([mobility]));
  const out = new Float64Array(1);
  planned.evaluate(
    1,
    [],
    planned.uniforms.map((name) => (name === "t" ? t : uniforms(name))),
    [{ data: out, offset: 0, stride: 1 }],
  );
  return sigmaAt(t) ** 2 / out[0]!;
}

/** Nodes of an axis where none are named, and at most. */
export const scalingNodes = (setup: Setup): NodeCount => nodesFrom(NODES, setup);
