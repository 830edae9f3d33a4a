/** @file `lab exact`: what is known of a game without training it: its closed form, its solution on a grid, or which of its slots has neither. */
import { registry } from "../catalogue/registry.ts";
import { specs } from "../catalogue/specs.ts";
import { exactOf } from "../engine/game/exact-problem.ts";
import { type Setup, setUp } from "../engine/game/setup.ts";
import { FEWEST_NODES } from "../engine/solve/lattice.ts";
import { GRID_SOLVERS, gridNodes, type GridSolver, solveOnGrid } from "../engine/solve/solve.ts";
import type { ClosedForm } from "../exact/problem.ts";
import { type Arguments, numberOf, optionOf, parse } from "./arguments.ts";
import { BadInput, refusedSlot } from "./failure.ts";
import { printAnswer, endProgress, progress, say } from "./say.ts";
import type { Experiment } from "../experiment/experiment.ts";
import { isAtOnce } from "../experiment/solved.ts";
import { solvedAtOnce } from "./run-at-once.ts";
import { SOURCE_OPTIONS, sourceOf } from "./source.ts";

/** "x1,x2,t", on the line "x,t". */
function pointOf(text: string, dimension: 1 | 2, horizon: number): readonly number[] {
  const cells = text.split(",").map((cell) => cell.trim());
  const numbers = cells.map((cell) => (cell === "" ? Number.NaN : Number(cell)));
  const form = dimension === 1 ? '"x,t"' : '"x1,x2,t"';
  const [t = Number.NaN] = numbers.slice(-1);
  if (numbers.length !== dimension + 1 || !numbers.every(Number.isFinite))
    throw new BadInput(`--at: given ${JSON.stringify(text)}; allowed: ${form}, numbers`);
  if (t < 0 || t > horizon) throw new BadInput(`--at: given t = ${t}; allowed: from 0 to the horizon ${horizon}`);
  return numbers;
}

export async function exact(args: readonly string[]): Promise<void> {
  const given = parse(args, { ...SOURCE_OPTIONS, at: "many", grid: "flag", cells: "one", solver: "one" });
  const onGrid = given.flags.has("grid");
  for (const option of ["cells", "solver"])
    if (given.values.has(option) && !onGrid) throw new BadInput(`--${option}: given without --grid; allowed: both, it is the grid's`);
  const { experiment } = sourceOf(given, onGrid);
  if (isAtOnce(experiment)) {
    await exactAtOnce(experiment, given);
    return;
  }
  const { at } = specs.objective.get(experiment.objective.id)!;
  if (onGrid && at === "stages")
    throw new BadInput("--grid: given for a flow in stages, each a game of its own; allowed: games that are played in one");
  if (onGrid && at === "particles")
    throw new BadInput(
      "--grid: given for a crowd that is marched in time, where nobody looks ahead; allowed: games that are played to their end",
    );
  const setup = setUp(experiment, registry);
  const points = (given.values.get("at") ?? []).map((text) => pointOf(text, setup.dimension, experiment.game.horizon));
  printAnswer(onGrid ? await gridAnswer(setup, points, given) : closedAnswer(setup, points));
}

/** Solved at once: there is nothing closer to exact. */
async function exactAtOnce(experiment: Experiment, given: Arguments): Promise<void> {
  for (const option of ["cells", "solver"])
    if (given.values.has(option))
      throw new BadInput(`--${option}: given for a game that is solved at once; allowed: --set objective.params.…`);
  const { answer, at } = await solvedAtOnce(experiment);
  const value = (given.values.get("at") ?? []).map((text) => {
    if (at === undefined) throw new BadInput(`--at: given for people who are nowhere in space; allowed: games of places`);
    const place = placeOf(text);
    const found = at(place);
    if (found === undefined)
      throw new BadInput(`--at: given ${JSON.stringify(text)}, where nobody stands; allowed: in the box, outside the disc`);
    return { at: place, ...found };
  });
  const { outcome, metrics, seconds } = answer;
  printAnswer({ schema: 1, kind: answer.kind, ...outcome, iterations: outcome.sweeps, seconds, metrics, value });
}

/** "x,y" */
function placeOf(text: string): readonly number[] {
  const cells = text.split(",").map((cell) => cell.trim());
  const numbers = cells.map((cell) => (cell === "" ? Number.NaN : Number(cell)));
  if (numbers.length !== 2 || !numbers.every(Number.isFinite))
    throw new BadInput(`--at: given ${JSON.stringify(text)}; allowed: "x,y", numbers, in metres from the intruder`);
  return numbers;
}

function closedAnswer(setup: Setup, points: readonly (readonly number[])[]): object {
  const solved = exactOf(setup);
  if ("reason" in solved) throw refusedSlot("no known solution", solved.slot, solved.reason);
  const { kind, about, mean, covariance, cost, energy } = solved;
  const value = points.map((at) => valueAt(solved, at));
  return { schema: 1, kind, about, mean, covariance, cost, energy, value };
}

async function gridAnswer(setup: Setup, points: readonly (readonly number[])[], given: Arguments): Promise<object> {
  const solver = solverOf(given);
  const nodes = numberOf(given, "cells", { min: FEWEST_NODES, max: gridNodes(setup, solver).most, whole: true });
  const solved = await solveOnGrid(setup, {
    solver,
    nodes,
    tell: (sweeps, change) => {
      progress(Math.min(1, Math.log(change) / Math.log(1e-9)), `sweep ${sweeps} · change ${change.toExponential(1)}`);
    },
  });
  endProgress();
  if ("slot" in solved) throw refusedSlot("the grid solver cannot", solved.slot, solved.reason);
  const { horizon } = setup.experiment.game;
  const { about, converged, iterations, change, problem, steps } = solved.found;
  if (!converged)
    say(`not settled after ${iterations} sweeps: the crowd's costs are stiff against the noise. Take more noise, or smaller weights.`);
  const { mass, mean, covariance, skew } = solved.moments(horizon);
  return {
    schema: 1,
    kind: "grid",
    solver: solved.found.solver,
    about,
    converged,
    iterations,
    change,
    mass,
    cells: problem.lattice.axes[0]!.nodes,
    ...(steps === null ? {} : { steps }),
    box: problem.lattice.axes.map(({ low, high }) => [low, high]),
    mean,
    covariance,
    ...(skew === null ? {} : { skew }),
    cost: solved.cost(),
    energy: solved.energy,
    value: points.map((at) => valueAt(solved, at)),
  };
}

function solverOf(given: Arguments): GridSolver | undefined {
  const name = optionOf(given, "solver");
  const solver = GRID_SOLVERS.find((known) => known === name);
  if (name !== undefined && solver === undefined)
    throw new BadInput(`--solver: given ${JSON.stringify(name)}; allowed: ${GRID_SOLVERS.join(", ")}`);
  return solver;
}

/** What is known at a point, and of the population at its time. */
function valueAt(solved: Pick<ClosedForm, "value" | "moments">, at: readonly number[]): object {
  const t = at.at(-1)!;
  const { mean, covariance, skew } = solved.moments(t);
  return { at, ...solved.value(at.slice(0, -1), t), meanAt: mean, covarianceAt: covariance, ...(skew === null ? {} : { skew }) };
}
