/** @file A game of finitely many states as the laboratory asks for it: the experiment's rates and costs, solved, and everything that is read off. */
import type { StatesCourse, StatesSolved } from "../../at-once-results.ts";
import { NoAnswer, type SolveGame, type SolvingHost } from "../../solve-game.ts";
import { specs } from "../../../catalogue/specs.ts";
import type { Experiment } from "../../../experiment/experiment.ts";
import { checkRates } from "./check.ts";
import { type FiniteGame, readGame, StatesRefusal } from "../../../catalogue/finite-game.ts";
import { jumpsIn, outbreakOf, smallestOf } from "./figures.ts";
import { reproductionOf } from "./reproduction.ts";
import {
  type Aim,
  among,
  bestResponse,
  columnsOf,
  type Course,
  courseUnder,
  idlePolicy,
  meanCost,
  type SettledCourse,
  settleStates,
  type StatesSolver,
  statesSolver,
  timesOf,
  type HalfFields,
} from "./sweeps.ts";
import { walkersOf } from "./walkers.ts";

/** Where the next solution starts: what is done in the last one. */
interface Near {
  readonly equilibrium: HalfFields;
  readonly optimum: HalfFields;
}

const MOST_SWEEPS = 300;
const BREATHE_EVERY = 25;
const WALKERS = { count: 2000, frames: 201 };

/** @throws NoAnswer where it is no game of states */
function finiteGameOf({ game }: Experiment): FiniteGame {
  const dynamics = specs.dynamics.get(game.dynamics.id);
  const rates = dynamics?.rates?.(game.dynamics.params);
  const costs = specs.lagrangian.get(game.lagrangian.id)?.stateCosts?.(game.lagrangian.params);
  if (rates === undefined) throw new NoAnswer("dynamics", "Nobody changes between states here.");
  if (costs === undefined) throw new NoAnswer("lagrangian", "This cost is not one of states.");
  return {
    states: dynamics?.states ?? [],
    ...rates,
    ...costs,
    parameters: { ...rates.parameters, ...costs.parameters },
    horizon: game.horizon,
  };
}

/** @throws NoAnswer instead of a refusal */
async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StatesRefusal) throw new NoAnswer(error.slot.replace("game.", ""), error.message);
    throw error;
  }
}

export const solveStatesGame: SolveGame = async ({ experiment, how, near }, host) => {
  if (how.solver !== "forward-backward") throw new Error(`This is not the solver "${how.solver}"`);
  const began = host.now();
  return refusing(async () => {
    const finite = finiteGameOf(experiment);
    const game = readGame(finite);
    checkRates(game);
    const solver = statesSolver(game, how.steps);
    const from = fitting(solver, near);
    const seek = (aim: Aim): Promise<SettledCourse> => sought(solver, aim, { tolerance: how.tolerance, start: from?.[aim], host });
    const equilibrium = await seek("equilibrium");
    const timeUnit = specs.dynamics.get(experiment.game.dynamics.id)?.timeUnit ?? "day";
    const asked = { solver, finite, equilibrium, timeUnit, seed: experiment.seed };
    // While a hand is on a slider nobody plans: what people do does not wait for it.
    if (from !== undefined) {
      host.soon({ ...answerOf({ ...asked, optimum: null }), seconds: (host.now() - began) / 1000 });
      await host.breathe();
    }
    const optimum = await seek("optimum");
    return {
      answer: { ...answerOf({ ...asked, optimum }), seconds: (host.now() - began) / 1000 },
      near: { equilibrium: equilibrium.unknown, optimum: optimum.unknown } satisfies Near,
    };
  });
};

/** The last answer, if it is of as many controls on as many times. */
function fitting({ game, steps }: StatesSolver, near: unknown): Near | undefined {
  const last = near as Near | undefined;
  const fits = last?.equilibrium.length === game.controls.length && last.equilibrium.every(({ length }) => length === 2 * steps + 1);
  return fits ? last : undefined;
}

interface Asked {
  readonly tolerance: number;
  readonly start: HalfFields | undefined;
  readonly host: SolvingHost;
}

async function sought(solver: StatesSolver, aim: Aim, { tolerance, start, host }: Asked): Promise<SettledCourse> {
  const work = settleStates(solver, aim, { tolerance, most: MOST_SWEEPS, start });
  let breathed = host.now();
  let step = work.next();
  while (step.done !== true) {
    if (host.now() - breathed > BREATHE_EVERY) {
      const { iterations, change } = step.value;
      host.tell({
        fraction: (aim === "optimum" ? 0.5 : 0) + Math.min(0.5, iterations / 80),
        says: `${aim}, sweep ${iterations}: ${change.toExponential(1)}`,
      });
      await host.breathe();
      breathed = host.now();
    }
    step = work.next();
  }
  return step.value;
}

interface Found {
  readonly solver: StatesSolver;
  readonly finite: FiniteGame;
  readonly equilibrium: SettledCourse;
  /** null: not sought yet. */
  readonly optimum: SettledCourse | null;
  readonly timeUnit: StatesSolved["timeUnit"];
  readonly seed: number;
}

function answerOf({ solver, finite, equilibrium, optimum, timeUnit, seed }: Found): Omit<StatesSolved, "seconds"> {
  const { game } = solver;
  const idle = courseUnder(solver, idlePolicy(solver), solver.felt);
  const paid = courseUnder(solver, equilibrium.policy, solver.paid);
  const planned = optimum === null ? null : courseUnder(solver, optimum.policy, solver.paid);
  const own = meanCost(solver, among(solver, equilibrium.policy, equilibrium, solver.felt));
  const gain = Math.max(0, own - meanCost(solver, bestResponse(solver, equilibrium))); // Below 0 by rounding alone.
  const columns = columnsOf(
    solver,
    equilibrium.shares,
    { own: equilibrium.policy, others: equilibrium.policy },
    equilibrium.shares,
    equilibrium.values,
  );
  const reproduction = reproductionOf(game, columns);
  const best = planned === null ? null : meanCost(solver, planned);
  const all = meanCost(solver, paid);
  const unsettled = optimum?.converged !== false ? "" : "The planner's optimum is not settled to the tolerance.";
  return {
    kind: "states",
    states: game.ids,
    times: nodes(timesOf(solver)),
    timeUnit,
    equilibrium: atNodes(solver, equilibrium),
    values: joinedAtNodes(equilibrium.values),
    optimum: optimum === null ? null : atNodes(solver, optimum),
    noBehaviour: atNodes(solver, idle),
    reproduction: reproduction === null ? null : nodes(reproduction),
    agents: walkersOf(game, columns, WALKERS, seed),
    metrics: {
      ...outbreakOf(solver, equilibrium, finite.quoted),
      ...{ populationCost: all, optimum: best, priceOfAnarchy: best === null ? null : share(all, best) },
      ...{ exploitability: gain, exploitabilityShare: share(gain, own) },
      smallest: smallestOf(solver, equilibrium),
      jump: jumpsIn(solver, equilibrium)[0] ?? null,
      optimumJump: planned === null ? null : (jumpsIn(solver, planned)[0] ?? null),
      noBehaviour: { ...outbreakOf(solver, idle, finite.quoted) },
    },
    outcome: {
      ...{ solver: "forward-backward", counts: "sweeps", ended: true, converged: equilibrium.converged, sweeps: equilibrium.sweeps },
      ...{ of: null, change: equilibrium.change, mass: equilibrium.shares.reduce((total, share) => total + share.at(-1)!, 0) },
      ...{ nodes: [solver.steps], says: unsettled },
    },
  };
}

/** Every second one. */
const nodes = (field: Float64Array): Float64Array => field.filter((_, t) => t % 2 === 0);

function joinedAtNodes(fields: readonly Float64Array[]): Float64Array {
  const rows = fields.map(nodes);
  const length = rows[0]!.length;
  const all = new Float64Array(rows.length * length);
  rows.forEach((row, i) => all.set(row, i * length));
  return all;
}

function atNodes({ game }: StatesSolver, { shares, policy }: Course): StatesCourse {
  const nothing = shares[0]!.map(() => Number.NaN);
  return {
    shares: joinedAtNodes(shares),
    policy: joinedAtNodes(game.ids.map((_, i) => policy.controls[game.controlOf[i]!] ?? nothing)),
  };
}

/** Of nothing there are no shares. */
const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);
