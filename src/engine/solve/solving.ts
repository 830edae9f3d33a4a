/**
 * @file A session whose steps are sweeps of a solver on a grid: nothing is trained, and it ends when a sweep changes nothing any more. Or they
 * are time steps of a crowd that nobody steers, and it ends when they have come to T. Or steps that fit the precisions of kernels, so many.
 *
 * It is asked as any session is, through a network whose values are those between the nodes (`grid-network`, `mixture-network`). Another number in the game
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
import type { SolverFound } from "./found.ts";
import { gridNetwork } from "./grid-network.ts";
import { gridWork } from "./grid-work.ts";
import { mixtureNetwork } from "./mixture/mixture-network.ts";
import { mixtureWork } from "./mixture/mixture-work.ts";
import type { SolvedNetwork } from "./solved-network.ts";

/** The slot that the solver cannot do, and why. */
export class NotSolvable extends Error {
  readonly slot: string;
  /** Its choices fit; the laws are too narrow for the grid, or stand outside the room. */
  readonly ofLaws: boolean;
  constructor({ slot, reason, coarse, outside }: Unsolvable) {
    super(reason);
    this.slot = slot;
    this.ofLaws = coarse === true || outside === true;
  }
}

interface Solving {
  setup: Setup;
  networks: readonly RoleNetwork[];
  work: Generator<SolverFound, SolverFound>;
  found: SolverFound;
  step: number;
  ended: boolean;
}

/** @throws NotSolvable */
export function createSolveSession(initial: Experiment, registry: Registry): Session {
  const first = begin(initial, registry);
  const answers = networkOf(first.setup, first.found);
  const [curve] = first.setup.objective.curves?.(initial.objective.params) ?? [];
  if (curve === undefined) throw new Error("Nobody says what is drawn over the steps of this solver.");
  const changes = history([curve.name]);
  const weightsLock = createWeightsLock([answers.kernel]);
  const state: Solving = { ...first, networks: networksOf(first.setup, [answers.kernel]) };
  const turnTo = (next: Begun): void => {
    Object.assign(state, next, { networks: networksOf(next.setup, [answers.kernel]) });
    answers.show(state.found);
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
    advance: () => weightsLock.exclusively(() => Promise.resolve(sweep(state, answers, changes))),
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
      answers.kernel.dispose();
    },
  };
}

function refuseWeights(): never {
  throw new Error("This game is solved, not learned: it has no weights.");
}

/** A session is about one objective, and that goes to one solver. */
function networkOf({ shape }: Setup, first: SolverFound): SolvedNetwork<SolverFound> {
  if (first.solver !== "kernels") return only(gridNetwork(shape, first), (found) => (found.solver === "kernels" ? null : found));
  return only(mixtureNetwork(shape, first), (found) => (found.solver === "kernels" ? found : null));
}

const only = <Found>({ kernel, show }: SolvedNetwork<Found>, mine: (found: SolverFound) => Found | null): SolvedNetwork<SolverFound> => ({
  kernel,
  show(found) {
    const next = mine(found);
    if (next === null) throw new Error("Another solver has answered than the one that was asked.");
    show(next);
  },
});

type Begun = Omit<Solving, "networks">;

/**
 * @param from the solution of a game near by
 * @throws NotSolvable
 */
function begin(experiment: Experiment, registry: Registry, from?: SolverFound): Begun {
  const setup = setUp(plain(experiment), registry);
  const { id, params } = setup.experiment.objective;
  const solve = registry.objective.get(id).solve?.(params);
  if (solve === undefined) throw new Error("This game is learned, not solved.");
  const work = solve.solver === "kernels" ? mixtureWork(setup, solve) : gridWork(setup, solve, from);
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
  const { solver, counts, converged, change, steps, says = "" } = found;
  const said = { solver, counts, ended, converged, sweeps: step, of: steps, change, says };
  if (found.solver === "kernels") return { ...said, mass: null, nodes: [found.kernels.centres.length / found.kernels.dimension] };
  const { lattice, horizon } = found;
  const mass = found.logDensity?.(horizon).reduce((total, log) => total + Math.exp(log) * lattice.cell, 0) ?? null;
  return { ...said, mass, nodes: lattice.axes.map(({ nodes }) => nodes) };
}

/** One more sweep. @returns how many were taken */
function sweep(state: Solving, answers: SolvedNetwork<SolverFound>, changes: History): number {
  if (state.ended) return 0;
  const { done, value } = state.work.next();
  state.found = value;
  state.ended = done === true;
  answers.show(value);
  state.step++;
  changes.push(state.step, [value.change]);
  return 1;
}
