/** @file From the set-up game to a crowd that is marched straight down its cost, or the slot that this cannot do and why. */
import { random } from "../../../math/random.ts";
import type { Setup } from "../../game/setup.ts";
import { fineMarch } from "../fine-enough.ts";
import { lawsOnLattice, type NodeCount, type Unsolvable, whyNotOnLattice } from "../game-on-lattice.ts";
import { atNodes } from "../nodes.ts";
import type { DescentProblem } from "./descent.ts";

/** Nodes of an axis: every time step keeps its density. */
const NODES: Readonly<Record<1 | 2, NodeCount>> = { 1: { usual: 512, most: 2048 }, 2: { usual: 96, most: 192 } };

/** Particles that pay for a crowd that no grid carries. */
const PARTICLES = 512;

/**
 * @param resolution times the usual number of nodes of an axis
 * @param steps of time
 */
export function descentProblem(setup: Setup, resolution: number, steps: number): DescentProblem | Unsolvable {
  return whyNotOnLattice(setup) ?? fineMarch(setup, NODES[setup.dimension], resolution, (nodes) => problemOn(setup, nodes, steps));
}

function problemOn(setup: Setup, nodes: number, steps: number): DescentProblem | Unsolvable {
  const laws = lawsOnLattice(setup, nodes);
  if ("slot" in laws) return laws;
  const { composed, descent, experiment, dimension, reference } = setup;
  if (descent === undefined) throw new Error("In this game agents look ahead: it cannot be marched from its start.");
  const { lattice, logPi, logReference } = laws;
  const { terminal, at } = composed;
  const [price, integrand] = [terminal.price(at), terminal.integrand(at)];
  if (price === null || integrand === null) throw new Error(`${terminal.spec.title} has no price at a point.`);
  const formula = atNodes(setup, lattice, { roots: [price, integrand], crowd: [], logPi });
  const none = new Float64Array(lattice.n);
  const start = new Float32Array(PARTICLES * dimension);
  reference.sample(random(experiment.seed, "descent"), PARTICLES, start);
  return {
    ...{ lattice, steps, mobility: descent.mobility, diffusion: descent.diffusion, horizon: experiment.game.horizon, logReference },
    price: (t, logDensity) => formula(t, logDensity)[0]!,
    cost: (t, logDensity) => formula(t, logDensity)[1]!,
    potential: (t) => formula(t, none)[0]!,
    particles: Float64Array.from(start),
  };
}
