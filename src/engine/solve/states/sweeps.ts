/**
 * @file Forward and backward in turn until nobody changes anything any more: the equilibrium, a planner's optimum, an agent's best response.
 *
 * The unknown is what is done at 2 · steps + 1 times, or for a control that jumps the slope that tells when. Sweeps are combined by Anderson's method.
 */
import { anderson, joined } from "../anderson.ts";
import { type LinearSystem, type ReadGame, StatesRefusal } from "../../../catalogue/finite-game.ts";
import { backwardOf, forwardOf, type HalfPolicy, type Played } from "./march.ts";
import { type Minimiser, minimiser } from "./minimiser.ts";

type Backward = ReturnType<typeof backwardOf>;

/** A game on a time grid, ready for sweeps. Fields are at 2 · steps + 1 times. */
export interface StatesSolver {
  readonly game: ReadGame;
  readonly steps: number;
  readonly agent: readonly Minimiser[];
  readonly planner: readonly Minimiser[];
  readonly forward: ReturnType<typeof forwardOf>;
  /** Of one agent, as it feels it; as society pays for it. */
  readonly felt: Backward;
  readonly paid: Backward;
  readonly costate: Backward;
}

export function statesSolver(game: ReadGame, steps: number): StatesSolver {
  const backward = (system: LinearSystem): Backward => backwardOf(system, game, steps);
  return {
    game,
    steps,
    agent: game.controls.map((control) => minimiser(control.agent, control.low, control.high)),
    planner: game.controls.map((control) => minimiser(control.planner, control.low, control.high)),
    forward: forwardOf(game, steps),
    felt: backward(game.agentSystem),
    paid: backward(game.paidSystem),
    costate: backward(game.plannerSystem),
  };
}

/** What a sweep changes: a field for each control. */
export type HalfFields = readonly Float64Array[];

/** How everything runs under one policy. */
export interface Course {
  readonly policy: HalfPolicy;
  /** [states] at half nodes. */
  readonly shares: readonly Float64Array[];
  /** V, or the planner's costate. */
  readonly values: readonly Float64Array[];
}

export interface SettledCourse extends Course {
  readonly unknown: HalfFields;
  readonly sweeps: number;
  /** Of the last sweep: the largest move of a control in parts of its room, or of a slope in parts of its largest value. */
  readonly change: number;
  readonly converged: boolean;
}

const fieldsOf = ({ game, steps }: StatesSolver): Float64Array[] => game.ids.map(() => new Float64Array(2 * steps + 1));

export const timesOf = ({ game, steps }: StatesSolver): Float64Array =>
  Float64Array.from({ length: 2 * steps + 1 }, (_, i) => (i * game.horizon) / (2 * steps));

/** Controls between their bounds, and those that jump at one of them. */
function policyOf({ game }: StatesSolver, minimisers: readonly Minimiser[], unknown: HalfFields): HalfPolicy {
  const jumps = minimisers.map(({ form }) => form === "linear");
  return {
    controls: unknown.map((field, k) => {
      const { low, high } = game.controls[k]!;
      return jumps[k]! ? field.map((slope) => (slope > 0 ? low : high)) : field.map((a) => Math.min(high, Math.max(low, a)));
    }),
    slopes: unknown.map((field, k) => (jumps[k]! ? field : null)),
  };
}

/** Nobody minds: every control at what it is idle. */
export function idlePolicy({ game, steps }: StatesSolver): HalfPolicy {
  return {
    controls: game.controls.map(({ idle }) => new Float64Array(2 * steps + 1).fill(idle)),
    slopes: game.controls.map(() => null),
  };
}

export function columnsOf({ game }: StatesSolver, shares: HalfFields, { own, others }: Played, law: HalfFields, values: HalfFields) {
  const columns = new Map<string, Float64Array>();
  game.ids.forEach((id, i) => columns.set(id, shares[i]!).set(`law:${id}`, law[i]!).set(`V:${id}`, values[i]!));
  game.controls.forEach((_, k) => columns.set(`#${k}`, others.controls[k]!).set(`own ${k}`, own.controls[k]!));
  return columns;
}

/** All play a policy: their shares, and what it costs each from now on. */
export function courseUnder(solver: StatesSolver, policy: HalfPolicy, backward: Backward): Course {
  const played = { own: policy, others: policy };
  const [shares, values] = [fieldsOf(solver), fieldsOf(solver)];
  solver.forward(played, shares);
  backward(played, columnsOf(solver, shares, played, shares, values), values);
  return { policy, shares, values };
}

/** One agent plays its own policy among the others: its law and its values. */
export function among(solver: StatesSolver, own: HalfPolicy, { policy: others, shares }: Course, backward: Backward): Course {
  const played = { own, others };
  const [law, values] = [fieldsOf(solver), fieldsOf(solver)];
  solver.forward(played, law, shares);
  backward(played, columnsOf(solver, shares, played, law, values), values);
  return { policy: own, shares: law, values };
}

/** Of somebody who starts as everybody starts. */
export const meanCost = ({ game }: StatesSolver, { values }: Pick<Course, "values">): number =>
  game.initial.reduce((total, share, i) => total + share * values[i]![0]!, 0);

export type Aim = "equilibrium" | "optimum";

export interface Sought {
  readonly tolerance: number;
  readonly most: number;
  readonly start?: HalfFields | undefined;
}

export interface StatesSweep {
  readonly iterations: number;
  readonly change: number;
}

/** How many sweeps are combined. */
const MEMORY = 8;

/** @throws StatesRefusal where the numbers run away */
export function* settleStates(solver: StatesSolver, aim: Aim, { tolerance, most, start }: Sought): Generator<StatesSweep, SettledCourse> {
  const tried = trial(solver, aim);
  const { minimisers } = tried;
  let at = tried.from(start ?? tried.first());
  let best = at;
  let share = 0.5;
  let mixing = anderson(share, MEMORY);
  for (let sweeps = 1; ; sweeps++) {
    if (Number.isNaN(at.change))
      throw new StatesRefusal("game.dynamics", "The numbers run away: a rate or a cost is no number on the way.");
    if (at.change <= best.change) best = at;
    const done = at.change <= tolerance;
    if (done || sweeps >= most) return { ...(done ? at : best), sweeps, converged: done };
    yield { iterations: sweeps, change: at.change };
    const { x } = mixing.next(joined(at.unknown), joined(at.image), scalesOf(solver, minimisers, at.image));
    const count = at.image[0]!.length;
    const mixed = at.unknown.map((_, k) => bounded(solver.game.controls[k]!, minimisers[k]!, x.slice(k * count, (k + 1) * count)));
    const next = tried.from(mixed);
    if (aim === "equilibrium" || next.cost <= at.cost + SLACK * Math.abs(at.cost)) {
      // An equilibrium is nobody's minimum: only stalling tells that the steps are too long.
      if (aim === "equilibrium" && sweeps % PATIENCE === 0) mixing = anderson((share /= 4), MEMORY);
      at = next;
      continue;
    }
    const lower = lowered(tried, at, Math.min(1, 2 * share));
    if (lower === null) return { ...best, sweeps, converged: false };
    [at, share] = lower;
    mixing = anderson(share, MEMORY);
  }
}

/** Sweeps until the damping is increased. */
const PATIENCE = 100;
/** A cost may rise by so much in a sweep, relative to it: rounding, and that of the time grid, of which the costate is not the exact slope. */
const SLACK = 1e-9;
const SMALLEST_STEP = 1e-6;

interface Tried extends Course {
  readonly unknown: HalfFields;
  readonly image: HalfFields;
  readonly change: number;
  /** Of the population. */
  readonly cost: number;
}

interface Trial {
  readonly minimisers: readonly Minimiser[];
  first(): HalfFields;
  from(unknown: HalfFields): Tried;
}

function trial(solver: StatesSolver, aim: Aim): Trial {
  const minimisers = aim === "equilibrium" ? solver.agent : solver.planner;
  const backward = aim === "equilibrium" ? solver.felt : solver.costate;
  const answer = (course: Course): HalfFields => answerTo(solver, minimisers, course, course.policy);
  return {
    minimisers,
    first: () => answer(courseUnder(solver, idlePolicy(solver), backward)),
    from(unknown) {
      const course = courseUnder(solver, policyOf(solver, minimisers, unknown), backward);
      const image = answer(course);
      const cost = aim === "equilibrium" ? 0 : meanCost(solver, courseUnder(solver, course.policy, solver.paid));
      return { ...course, unknown, image, cost, change: changeOf(solver, minimisers, unknown, image) };
    },
  };
}

/** Part of the way to what is best against a course lowers the planner's cost, if the part is small enough. @returns it, and how large the part was; null: none does */
function lowered(tried: Trial, at: Tried, part: number): [Tried, number] | null {
  for (let share = part; share > SMALLEST_STEP; share /= 2) {
    const next = tried.from(at.unknown.map((field, k) => field.map((a, i) => a + share * (at.image[k]![i]! - a))));
    if (next.cost < at.cost) return [next, share];
  }
  return null;
}

function bounded({ low, high }: { low: number; high: number }, { form }: Minimiser, field: Float64Array): Float64Array {
  if (form !== "linear") for (let i = 0; i < field.length; i++) field[i] = Math.min(high, Math.max(low, field[i]!));
  return field;
}

/** What would be best against a course. */
function answerTo(
  solver: StatesSolver,
  minimisers: readonly Minimiser[],
  course: Course,
  others: HalfPolicy,
  shares = course.shares,
): HalfFields {
  const columns = columnsOf(solver, shares, { own: course.policy, others }, course.shares, course.values);
  return minimisers.map(({ fill }) => {
    const out = new Float64Array(2 * solver.steps + 1);
    fill(columns, out.length, out);
    return out;
  });
}

const largest = (field: Float64Array): number => field.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-300);

const roomOf = ({ game }: StatesSolver, k: number): number => game.controls[k]!.high - game.controls[k]!.low || 1;

const scaleOf = (solver: StatesSolver, minimisers: readonly Minimiser[], image: HalfFields, k: number): number =>
  minimisers[k]!.form === "linear" ? largest(image[k]!) : roomOf(solver, k);

function scalesOf(solver: StatesSolver, minimisers: readonly Minimiser[], image: HalfFields): Float64Array {
  return joined(
    image.map((field, k) => {
      const scale = scaleOf(solver, minimisers, image, k);
      return new Float64Array(field.length).fill(1 / (field.length * image.length * scale * scale));
    }),
  );
}

function changeOf(solver: StatesSolver, minimisers: readonly Minimiser[], from: HalfFields, to: HalfFields): number {
  let most = 0;
  from.forEach((field, k) => {
    const scale = scaleOf(solver, minimisers, to, k);
    for (let i = 0; i < field.length; i++) {
      const move = Math.abs(to[k]![i]! - field[i]!) / scale;
      if (!(move <= most)) most = move;
    }
  });
  return most;
}

/**
 * What an agent does best among the others, found from doing nothing by policy iteration: the agent's own law, its values, a better policy.
 * A step that does not lower its cost is halved.
 */
export function bestResponse(solver: StatesSolver, others: Course): Course {
  const minimisers = solver.agent;
  let own = among(solver, idlePolicy(solver), others, solver.felt);
  let unknown: HalfFields | null = null;
  for (let pass = 0; pass < 60; pass++) {
    const image = answerTo(solver, minimisers, own, others.policy, others.shares);
    let [next, share] = [image, 1];
    let tried = among(solver, policyOf(solver, minimisers, next), others, solver.felt);
    const before = meanCost(solver, own);
    while (unknown !== null && meanCost(solver, tried) > before && share > 1e-3) {
      share /= 2;
      const from: HalfFields = unknown;
      next = image.map((field, k) => field.map((value, i) => from[k]![i]! + share * (value - from[k]![i]!)));
      tried = among(solver, policyOf(solver, minimisers, next), others, solver.felt);
    }
    if (unknown !== null && meanCost(solver, tried) >= before - 1e-12 * Math.abs(before))
      return meanCost(solver, tried) < before ? tried : own;
    [own, unknown] = [tried, next];
  }
  return own;
}
