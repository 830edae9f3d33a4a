/**
 * @file From the set-up game to finite differences, or the slot that they cannot do and why.
 *
 * They want a Hamiltonian, no drift, prices at a point for everything that acts on the crowd, and a density of the reference. A discount, any
 * convex Hamiltonian and no noise at all are welcome. 𝓗 and its slope in p are derived from the game's own expression.
 */
import type { Unsolved } from "../../../exact/problem.ts";
import { type Expr, input, isNumber, leaves } from "../../../math/expressions/expression.ts";
import { gradient } from "../../../math/expressions/gradient.ts";
import type { Setup } from "../../game/setup.ts";
import {
  endOn,
  type LawsOnLattice,
  lawsOnLattice,
  looksAtCrowd,
  type NodeCount,
  nodesFrom,
  type NodeTable,
  type Unsolvable,
  runningOn,
  varianceOf,
  whyNotOnLattice,
} from "../game-on-lattice.ts";
import type { Lattice } from "../lattice.ts";
import { atNodes } from "../nodes.ts";
import { actsAsNoise } from "../../game/traded-noise.ts";
import type { FiniteDifferenceProblem } from "./sweep.ts";
import type { HamiltonianAt } from "./numerical-hamiltonian.ts";
import { type WideAnswer, widely } from "./wide-answer.ts";

/** Nodes of an axis: every time step keeps its densities, values and prices, a kernel a number for each pair of nodes. */
const NODES: NodeTable = {
  1: { alone: [256, 2048], crowd: [256, 2048], pairs: [256, 1024] },
  2: { alone: [64, 128], crowd: [64, 96], pairs: [64, 64] },
};

/** Nodes of an axis for each time step: both errors are of order 1, and shrink together. */
const NODES_PER_STEP = { 1: 2, 2: 1 } as const;

/** Momenta that a Hamiltonian's symmetry is looked at with, and shares of the horizon. */
const SIZES = [
  [0.3, 0.7],
  [2, 0.5],
  [1, 4],
] as const;
const PROBES = [0, 0.37, 1];

/** Two values of a Hamiltonian are the same. */
const SAME = 1e-9;

/** What one standard deviation is of a box that holds six on either side. */
const DEVIATION = 1 / 12;

export const finiteDifferenceNodes = (setup: Setup): NodeCount => nodesFrom(NODES, setup);

/** The slot that finite differences cannot do, or undefined. */
export function whyNotFiniteDifferences(setup: Setup): Unsolved | undefined {
  const { noHamiltonian, at } = setup.composed;
  if (!at.f.every((f) => isNumber(f, 0)))
    return {
      slot: "dynamics",
      reason: "Finite differences would carry a drift and the answer to it apart, and blur both. Choose dynamics without a drift.",
    };
  if (setup.composed.interactions.some(actsAsNoise))
    return { slot: "interactions", reason: "How the density slopes and bends is no price at a node. Scaling trades it for noise." };
  return noHamiltonian === undefined ? whyNotOnLattice(setup) : { slot: "lagrangian", reason: noHamiltonian };
}

export function finiteDifferenceProblem(setup: Setup, nodes?: number): FiniteDifferenceProblem | Unsolvable {
  const refused = whyNotFiniteDifferences(setup);
  if (refused !== undefined) return refused;
  const { experiment, sigmaAt, dimension } = setup;
  const { horizon, discount } = experiment.game;
  const spread = varianceOf(setup)(0, horizon);
  const laws = lawsOnLattice(setup, nodes ?? finiteDifferenceNodes(setup).usual);
  if ("slot" in laws) return laws;
  const { lattice, logReference } = laws;
  const steps = Math.floor(lattice.axes[0]!.nodes / NODES_PER_STEP[dimension]);
  const hamiltonian = hamiltonianOf(setup, laws);
  const given = { laws, spread, hamiltonian: hamiltonian.at(horizon / 2, logReference) };
  return {
    ...{ lattice, horizon, steps, discount, hamiltonian },
    diffusion: (t) => sigmaAt(t) ** 2 / 2,
    start: logReference.map(Math.exp),
    end: endOf(setup, laws, responseOf(horizon, given)),
    running: runningOn(setup, laws, steps),
  };
}

function hamiltonianOf(setup: Setup, { lattice, logReference }: LawsOnLattice): FiniteDifferenceProblem["hamiltonian"] {
  const { composed, experiment } = setup;
  const names = lattice.axes.map((_, k) => `p${String(k + 1)}`);
  const H = composed.effectiveHamiltonian(names.map(input))!;
  const roots: readonly Expr[] = [H, ...gradient(H, names)];
  const formula = atNodes(setup, lattice, { roots, crowd: [], logPi: null });
  const at =
    (t: number, logDensity: Float64Array): HamiltonianAt =>
    (p, value, slopes) => {
      formula(t, logDensity, new Map(names.map((name, k) => [name, p[k]!])), [value, ...slopes]);
    };
  const { horizon } = experiment.game;
  return {
    at,
    crowd: leaves(roots).has("logDensity"),
    even: PROBES.every((share) => isEven(lattice, at(share * horizon, logReference))),
  };
}

/** Without its linear part it is the same whatever the signs of p are, and grows with the size of each component. */
function isEven(lattice: Lattice, hamiltonian: HamiltonianAt): boolean {
  const asked = (p: readonly number[]) => everywhere(lattice, hamiltonian, p);
  const rest = asked([0, 0]);
  const bent = (p: readonly number[]) => {
    const { value, slopes } = asked(p);
    const own = value.map((v, i) => v - rest.value[i]! - rest.slopes.reduce((total, slope, k) => total + slope[i]! * p[k]!, 0));
    const grows = slopes.every((slope, k) => slope.every((s, i) => (s - rest.slopes[k]![i]!) * p[k]! >= -SAME * (1 + Math.abs(s))));
    return { own, grows };
  };
  return SIZES.every(([a, b]) => {
    const first = bent([a, b]);
    const mirrored = [[-a, b], ...(lattice.dimension === 2 ? [[a, -b]] : [])].map(bent);
    return [first, ...mirrored].every(
      ({ own, grows }) => grows && own.every((v, i) => Math.abs(v - first.own[i]!) <= SAME * (1 + Math.abs(v))),
    );
  });
}

/** 𝓗 and its slopes at all nodes for one momentum. */
function everywhere({ axes, n }: Lattice, hamiltonian: HamiltonianAt, p: readonly number[]) {
  const [value, slopes] = [new Float64Array(n), axes.map(() => new Float64Array(n))];
  hamiltonian(
    axes.map((_, k) => new Float64Array(n).fill(p[k]!)),
    value,
    slopes,
  );
  return { value, slopes };
}

interface ResponseGiven {
  readonly laws: LawsOnLattice;
  readonly spread: number;
  readonly hamiltonian: HamiltonianAt;
}

/**
 * How far U(T) has to fall at a node for log ρ(T) to grow by 1 there, roughly: σ²/m as where 𝓗 = ½m|p|², with the viscosity of the
 * differences beside that of the noise; and T m. They make sweeps short or long, and have no part in where they end.
 */
function responseOf(horizon: number, { laws: { lattice, logReference }, spread, hamiltonian }: ResponseGiven): WideAnswer {
  const { low, high, step } = lattice.axes[0]!;
  const viscosity = (spread + step * (high - low) * DEVIATION) / horizon;
  const [rest, pushed] = [everywhere(lattice, hamiltonian, [0, 0]), everywhere(lattice, hamiltonian, [1, 1])];
  const mobility = logReference.reduce(
    (total, log, i) => total + Math.exp(log) * lattice.cell * (pushed.slopes[0]![i]! - rest.slopes[0]![i]!),
    0,
  );
  return { lattice, epsilon: viscosity / mobility, reach: horizon * mobility };
}

/** The end of the scaling solver, with U = −ε log φ and what ρ(T) would be at U = 0 in the place of φ̂; then far and wide. */
function endOf(setup: Setup, laws: LawsOnLattice, response: WideAnswer): FiniteDifferenceProblem["end"] {
  const { epsilon } = response;
  const end = endOn(setup, laws, epsilon);
  return {
    crowd: looksAtCrowd(setup.composed.terminal),
    fit(logDensity, before) {
      const logPhi = before.map((value) => -value / epsilon);
      const logPhiHat = logDensity.map((log, i) => log - logPhi[i]!);
      const fitted = end.fit(logPhiHat, logPhi);
      const miss = fitted.map((value, i) => -epsilon * value - before[i]!);
      if (end.slope === undefined) return miss.map((value, i) => before[i]! + value);
      const slope = end.slope(fitted.map((value, i) => value + logPhiHat[i]!));
      return widely(response, logDensity, slope, miss).map((value, i) => before[i]! + value);
    },
  };
}
