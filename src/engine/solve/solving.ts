/**
 * @file A session whose steps are sweeps of a solver on a grid: nothing is trained, and it ends when a sweep changes nothing any more.
 *
 * It is asked as any session is, through a network whose values are those between the nodes (`grid-network`). Another number in the game
 * is another problem, solved from the solution of the one before.
 */
import type { Density } from "../../catalogue/define.ts";
import type { Registry } from "../../catalogue/registry.ts";
import type { Experiment } from "../../experiment/experiment.ts";
import { random } from "../../math/random.ts";
import { type Setup, setUp } from "../game/setup.ts";
import { networksOf, type RoleNetwork } from "../learn/networks.ts";
import { type History, history } from "../learn/history.ts";
import type { Session } from "../learn/session.ts";
import type { SolverOutcome } from "../results.ts";
import { createWeightsLock } from "../learn/weights-lock.ts";
import { type GridNetwork, gridNetwork } from "./grid-network.ts";
import { type Lattice, neighbours, read } from "./lattice.ts";
import { masses, type Scaling, scaling, type ScalingProblem, SETTLED } from "./scaling.ts";
import { latticeFor, tooCoarse, type Unsolvable } from "./game-on-lattice.ts";
import { scalingNodes, scalingProblem } from "./scaling-game.ts";

const CHANGE = { name: "change", title: "change of a sweep", slot: "objective" } as const;

/** The slot that the solver cannot do, and why. */
export class NotSolvable extends Error {
  readonly slot: string;
  constructor({ slot, reason }: Unsolvable) {
    super(reason);
    this.slot = slot;
  }
}

interface Solving {
  setup: Setup;
  networks: readonly RoleNetwork[];
  work: Generator<Scaling, Scaling>;
  found: Scaling;
  step: number;
  ended: boolean;
}

/** @throws NotSolvable */
export function createSolveSession(initial: Experiment, registry: Registry): Session {
  const first = begin(initial, registry);
  const grid = gridNetwork(first.setup.shape, first.found);
  const changes = history([CHANGE.name]);
  const weightsLock = createWeightsLock([grid.kernel]);
  const state: Solving = { ...first, networks: networksOf(first.setup, [grid.kernel]) };
  const turnTo = (next: Begun): void => {
    Object.assign(state, next, { networks: networksOf(next.setup, [grid.kernel]) });
    grid.show(state.found);
    changes.clear();
    weightsLock.replaced();
  };
  return {
    setup: () => state.setup,
    network: () => state.networks[0]!,
    networks: () => state.networks,
    weightsLock: () => weightsLock,
    history: () => changes,
    parts: () => [CHANGE],
    ready: () => Promise.resolve(),
    step: () => state.step,
    used: () => (state.ended ? 1 : Math.min(0.99, Math.max(0, Math.log(state.found.change) / Math.log(SETTLED)))),
    left: () => (state.ended ? 0 : Number.POSITIVE_INFINITY),
    learned: false,
    outcome: () => outcomeOf(state),
    advance: () => weightsLock.exclusively(() => Promise.resolve(sweep(state, grid, changes))),
    settle: () => Promise.resolve(),
    notFused: () => null,
    counters: () => null,
    checkpoint: () => ({ step: state.step, ...weightsLock.own(), first: new Float32Array(0), second: new Float32Array(0) }),
    restore: refuseWeights,
    load: refuseWeights,
    dataVariance: () => state.setup.dataVariance,
    update(experiment) {
      turnTo(begin(experiment, registry, state.found));
    },
    reset() {
      turnTo(begin(state.setup.experiment, registry));
    },
    dispose: () => {
      grid.kernel.dispose();
    },
  };
}

function refuseWeights(): never {
  throw new Error("This game is solved on a grid: it has no weights.");
}

type Begun = Omit<Solving, "networks">;

/** @param from the solution of a game near by */
function begin(experiment: Experiment, registry: Registry, from?: Scaling): Begun {
  const setup = setUp(plain(experiment), registry);
  const work = scaling(problemOf(setup, registry), from);
  const first = work.next();
  return { setup, work, found: first.value, step: 0, ended: first.done === true };
}

/** The network's fields are about networks that learn: here U itself stands in its place, in x and t as they are. */
const plain = (experiment: Experiment): Experiment => ({
  ...experiment,
  network: { ...experiment.network, output: "potential", time: "raw", preconditioning: "none", quadraticRank: 0 },
});

/** Of log π and log ρ₀, read between the nodes where there is mass: more nodes are taken above, none are enough far above. */
const BLURRED = { usual: 5e-4, most: 0.05 } as const;
const PROBES = 256;

/** How much finer the next grid is. */
const FINER = 1.5;

/** With the nodes that are asked for, or as many more as these laws need. @throws NotSolvable */
function problemOf(setup: Setup, registry: Registry): ScalingProblem {
  const { id, params } = setup.experiment.objective;
  const solve = registry.objective.get(id).solve?.(params);
  if (solve === undefined) throw new Error("This game is learned, not solved on a grid.");
  const { usual, most } = scalingNodes(setup);
  const finer = (nodes: number): number => Math.min(most, Math.round(FINER * nodes));
  let nodes = Math.min(most, Math.round(usual * solve.resolution));
  while (nodes < most && blurOf(setup, nodes).by > BLURRED.usual) nodes = finer(nodes);
  for (;;) {
    const problem = scalingProblem(setup, nodes);
    if ("slot" in problem && (problem.coarse !== true || nodes >= most)) throw new NotSolvable(problem);
    if (!("slot" in problem)) {
      const { slot, by } = blurOf(setup, nodes);
      if (by > BLURRED.most) throw new NotSolvable(tooCoarse(slot, problem.lattice));
      return problem;
    }
    nodes = finer(nodes);
  }
}

/** E |log ρ read between the nodes − log ρ| under ρ itself, of the law for which it is larger; 0 where no density is known. */
function blurOf(setup: Setup, nodes: number): { readonly slot: "data" | "reference"; readonly by: number } {
  const lattice = latticeFor(setup, nodes);
  const [data, reference] = [lawBlur(setup.data, lattice), lawBlur(setup.reference, lattice)];
  return data > reference ? { slot: "data", by: data } : { slot: "reference", by: reference };
}

function lawBlur(law: Density, lattice: Lattice): number {
  if (law.logDensity === undefined) return 0;
  const d = lattice.dimension;
  const x = new Float32Array(PROBES * d);
  law.sample(random(1, "blur"), PROBES, x);
  const near = [...new Set(Array.from({ length: PROBES }, (_, i) => neighbours(lattice, x, i * d)).flat())];
  const [truth, values] = [new Float64Array(PROBES), new Float64Array(near.length)];
  law.logDensity(x, PROBES, truth);
  law.logDensity(Float64Array.from(near.flatMap((node) => [...lattice.x.subarray(node * d, (node + 1) * d)])), near.length, values);
  const field = new Float64Array(lattice.n);
  near.forEach((node, k) => (field[node] = values[k]!));
  return truth.reduce((total, value, i) => total + Math.abs(read(lattice, field, x, i * d).value - value) / PROBES, 0);
}

function outcomeOf({ found, step, ended }: Solving): SolverOutcome {
  const { lattice } = found.problem;
  const mass = masses(lattice, found.logPhi.at(-1)!, found.logPhiHat.at(-1)!).reduce((total, each) => total + each, 0);
  const { converged, change } = found;
  return { solver: "scaling", ended, converged, sweeps: step, change, mass, nodes: lattice.axes.map(({ nodes }) => nodes) };
}

/** One more sweep. @returns how many were taken */
function sweep(state: Solving, grid: GridNetwork, changes: History): number {
  if (state.ended) return 0;
  const { done, value } = state.work.next();
  state.found = value;
  state.ended = done === true;
  grid.show(value);
  if (done === true) return 0;
  state.step++;
  changes.push(state.step, [value.change]);
  return 1;
}
