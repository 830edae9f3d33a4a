/**
 * @file A session whose steps are sweeps of a solver on a grid: nothing is trained, and it ends when a sweep changes nothing any more. Or they
 * are time steps of a crowd that nobody steers, and it ends when they have come to T.
 *
 * It is asked as any session is, through a network whose values are those between the nodes (`grid-network`). Another number in the game
 * is another problem, solved from the solution of the one before.
 */
import type { Registry } from "../../catalogue/registry.ts";
import type { Experiment } from "../../experiment/experiment.ts";
import { type Setup, setUp } from "../game/setup.ts";
import { networksOf, type RoleNetwork } from "../learn/networks.ts";
import { type History, history } from "../learn/history.ts";
import type { Session } from "../learn/session.ts";
import type { SolverOutcome } from "../results.ts";
import { createWeightsLock } from "../learn/weights-lock.ts";
import type { Unsolvable } from "./game-on-lattice.ts";
import { type GridNetwork, gridNetwork } from "./grid-network.ts";
import { type GridFound, type GridWork, gridWork } from "./grid-work.ts";

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
  work: GridWork;
  found: GridFound;
  step: number;
  ended: boolean;
}

/** @throws NotSolvable */
export function createSolveSession(initial: Experiment, registry: Registry): Session {
  const first = begin(initial, registry);
  const grid = gridNetwork(first.setup.shape, first.found);
  const curve = first.setup.objective.curve;
  if (curve === undefined) throw new Error("Nobody says what is drawn over the steps of this solver.");
  const changes = history([curve.name]);
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
    parts: () => [curve],
    ready: () => Promise.resolve(),
    step: () => state.step,
    used: () => (state.ended ? 1 : Math.min(0.99, state.found.used)),
    left: () => (state.ended ? 0 : (state.found.steps ?? Number.POSITIVE_INFINITY) - state.step),
    learned: false,
    moves: (t) => state.found.moves(t),
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

/**
 * @param from the solution of a game near by
 * @throws NotSolvable
 */
function begin(experiment: Experiment, registry: Registry, from?: GridFound): Begun {
  const setup = setUp(plain(experiment), registry);
  const { id, params } = setup.experiment.objective;
  const solve = registry.objective.get(id).solve?.(params);
  if (solve === undefined) throw new Error("This game is learned, not solved on a grid.");
  const work = gridWork(setup, solve, from);
  if ("slot" in work) throw new NotSolvable(work);
  const first = work.next();
  return { setup, work, found: first.value, step: 0, ended: first.done === true };
}

/** The network's fields are about networks that learn: here U itself stands in its place, in x and t as they are. */
const plain = (experiment: Experiment): Experiment => ({
  ...experiment,
  network: { ...experiment.network, output: "potential", time: "raw", preconditioning: "none", quadraticRank: 0 },
});

function outcomeOf({ found, step, ended }: Solving): SolverOutcome {
  const { lattice, solver, horizon, converged, change, steps } = found;
  const mass = found.logDensity?.(horizon).reduce((total, log) => total + Math.exp(log) * lattice.cell, 0) ?? null;
  return { solver, ended, converged, sweeps: step, of: steps, change, mass, nodes: lattice.axes.map(({ nodes }) => nodes) };
}

/** One more sweep. @returns how many were taken */
function sweep(state: Solving, grid: GridNetwork, changes: History): number {
  if (state.ended) return 0;
  const { done, value } = state.work.next();
  state.found = value;
  state.ended = done === true;
  grid.show(value);
  state.step++;
  changes.push(state.step, [value.change]);
  return 1;
}
