/** @file From the set-up game to Hopf and Lax's formula, or the slot that it cannot do and why. */
import type { Unsolved } from "../../../exact/problem.ts";
import { isNumber, leaves } from "../../../math/expressions/expression.ts";
import type { Setup } from "../../game/setup.ts";
import { mobilityAt } from "../../game/traded-noise.ts";
import {
  latticeFor,
  type LawsOnLattice,
  lawsOnLattice,
  looksAtCrowd,
  type NodeCount,
  type Unsolvable,
  whyNotOnLattice,
} from "../game-on-lattice.ts";
import { type Lattice, latticeOver } from "../lattice.ts";
import { atNodes } from "../nodes.ts";
import { lowerEnvelope } from "./envelope.ts";
import type { HopfLaxProblem } from "./problem.ts";

/** Nodes of an axis: nothing is kept but g and where parcels of the crowd go. */
const NODES: Readonly<Record<1 | 2, NodeCount>> = { 1: { usual: 512, most: 8192 }, 2: { usual: 128, most: 384 } };

/** Boxes that are tried in an open world, in widths of the one that holds both laws. */
const WIDER = [1, 2, 4] as const;

/** Of the crowd: what ends at the edge of an open box would have gone on. */
const MOST_OUT = 1e-6;

export const hopfLaxNodes = ({ dimension }: Setup): NodeCount => NODES[dimension];

/** The slot that it cannot do, or undefined. */
export function whyNotHopfLax(setup: Setup): Unsolved | undefined {
  const { composed, experiment, sigmaAt } = setup;
  if (experiment.game.discount !== 0)
    return { slot: "discount", reason: "With a discount the cheapest paths are no straight lines at an even speed. Set it to 0." };
  if (sigmaAt(0) > 0)
    return { slot: "dynamics", reason: "Hopf and Lax's formula is for games without noise. Choose deterministic dynamics." };
  if (!composed.at.f.every((f) => isNumber(f, 0)))
    return { slot: "dynamics", reason: "A drift bends the cheapest paths. Choose deterministic dynamics." };
  const mobility = composed.mobility();
  if (mobility === undefined || leaves([mobility]).has("t"))
    return { slot: "lagrangian", reason: "Hopf and Lax's formula needs a kinetic energy: a Hamiltonian that is a multiple of |p|²." };
  if (composed.interactions.length > 0)
    return {
      slot: "interactions",
      reason: "What is paid on the way bends the cheapest paths. Leave it out, or solve by finite differences.",
    };
  if (looksAtCrowd(composed.terminal) || composed.terminal.spec.measure === "target")
    return {
      slot: "terminal",
      reason: `${composed.terminal.spec.title} looks at the crowd: the end cost has to be one of place alone. Solve by finite differences.`,
    };
  return whyNotOnLattice(setup);
}

/** On a box that nobody leaves. */
export function hopfLaxProblem(setup: Setup, nodes: number = NODES[setup.dimension].usual): HopfLaxProblem | Unsolvable {
  const refused = whyNotHopfLax(setup);
  if (refused !== undefined) return refused;
  const { experiment, composed, reference, walls } = setup;
  for (const times of walls === null ? WIDER : [1]) {
    const laws = lawsOnLattice(setup, nodes, wider(latticeFor(setup, nodes), times, NODES[setup.dimension].most));
    if ("slot" in laws) return laws;
    const { lattice, logPi, logReference } = laws;
    const { horizon } = experiment.game;
    const price = composed.terminal.price(composed.at)!;
    const [cost] = atNodes(setup, lattice, { roots: [price], crowd: [], logPi })(horizon, logReference);
    const problem: HopfLaxProblem = {
      ...{ lattice, horizon, weight: 1 / mobilityAt(setup, 0)!, cost: cost! },
      logReference(x, n) {
        const log = new Float64Array(n);
        reference.logDensity!(x, n, log);
        return log;
      },
    };
    if (walls !== null || out(laws, problem) < MOST_OUT) return problem;
  }
  return {
    slot: "terminal",
    reason: `${composed.terminal.spec.title} draws the crowd out of any box: give the world walls, or choose another end cost.`,
  };
}

function wider(lattice: Lattice, times: number, most: number): Lattice {
  if (times === 1) return lattice;
  const box = lattice.axes.map(({ low, high }) => {
    const more = ((times - 1) * (high - low)) / 2;
    return [low - more, high + more] as const;
  });
  return latticeOver(box, Math.min(most, times * lattice.axes[0]!.nodes));
}

/** The share of the crowd that ends at the edge of the box. */
function out({ lattice, logReference }: LawsOnLattice, { cost, weight, horizon }: HopfLaxProblem): number {
  const { axes, cell } = lattice;
  const { from } = lowerEnvelope(lattice, cost, weight / horizon);
  const atEdge = (node: number): boolean =>
    axes.some(({ nodes }, k) => {
      const place = k === 0 ? node % axes[0]!.nodes : Math.floor(node / axes[0]!.nodes);
      return place === 0 || place === nodes - 1;
    });
  return logReference.reduce((total, log, i) => (atEdge(from[i]!) ? total + Math.exp(log) * cell : total), 0);
}
