/** @file Games of the catalogue on a time grid, with other numbers where a test says so. */
import { type FiniteGame, readGame } from "../../../../src/catalogue/finite-game.ts";
import { defaultsOf, type ParamValues } from "../../../../src/catalogue/params.ts";
import { specs } from "../../../../src/catalogue/specs.ts";
import {
  type Aim,
  type SettledCourse,
  settleStates,
  type Sought,
  type StatesSolver,
  statesSolver,
} from "../../../../src/engine/solve/states/sweeps.ts";

export type EpidemicId = "epidemic-activity" | "epidemic-contact" | "epidemic-vaccination";

const HORIZONS: Readonly<Record<EpidemicId, number>> = { "epidemic-activity": 200, "epidemic-contact": 360, "epidemic-vaccination": 1 };

export function epidemic(id: EpidemicId, rates: ParamValues = {}, costs: ParamValues = {}): FiniteGame {
  const [dynamics, lagrangian] = [specs.dynamics.get(id)!, specs.lagrangian.get(id)!];
  const change = dynamics.rates!({ ...defaultsOf(dynamics.params), ...rates });
  const cost = lagrangian.stateCosts!({ ...defaultsOf(lagrangian.params), ...costs });
  return { states: dynamics.states!, ...change, ...cost, parameters: { ...change.parameters, ...cost.parameters }, horizon: HORIZONS[id] };
}

export const onGrid = (game: FiniteGame, steps = 1000): StatesSolver => statesSolver(readGame(game), steps);

export function settled(solver: StatesSolver, aim: Aim, sought: Partial<Sought> = {}): SettledCourse {
  const work = settleStates(solver, aim, { tolerance: 1e-9, most: 300, ...sought });
  let step = work.next();
  while (step.done !== true) step = work.next();
  return step.value;
}
