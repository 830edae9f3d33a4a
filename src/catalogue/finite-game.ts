/**
 * @file A game of finitely many states, read: its formulas as expressions, with everything that follows from them.
 *
 *     mᵢ′ = Σⱼ mⱼ qⱼᵢ − mᵢ Σⱼ qᵢⱼ                    forward
 *     −Vᵢ′ = min_a [ cᵢ + Σⱼ qᵢⱼ (Vⱼ − Vᵢ) ]           of one agent
 *     −Lₖ′ = ∂ₖ [ Σᵢ mᵢ cᵢ + Σᵢⱼ mᵢ qᵢⱼ (Lⱼ − Lᵢ) ]     of a planner
 *
 * Leaves: shares by the ids of states, `#k` the population's control k, `own k` one agent's, `own` what is minimised over, `V:S`
 * values, `law:S` how likely that agent is there (a belief is made of it). Parameters are numbers.
 */
import type { StateCosts, StateRates } from "./states-game.ts";
import { add, type Expr, input, isNumber, mul, num, sub, substitute, sum, div, max } from "../math/expressions/expression.ts";
import { gradient } from "../math/expressions/gradient.ts";
import { parseFormula } from "../math/expressions/parse.ts";
import { FormulaError } from "../math/expressions/syntax.ts";

/** Rates and costs together; the parameters are of both. */
export interface FiniteGame extends StateRates, StateCosts {
  readonly states: readonly { readonly id: string }[];
  readonly horizon: number;
}

/** Which of the two slots a formula is of, and why it cannot be. */
export class StatesRefusal extends Error {
  readonly slot: "game.dynamics" | "game.lagrangian";
  constructor(slot: StatesRefusal["slot"], reason: string) {
    super(reason);
    this.slot = slot;
  }
}

/** −y′ = constants + Σ coefficient · (y[to] − y[from]), a sum for each component `of`. */
export interface LinearSystem {
  readonly constants: readonly Expr[];
  readonly entries: readonly { readonly of: number; readonly from: number; readonly to: number; readonly coefficient: Expr }[];
}

export interface ReadControl {
  readonly symbol: string;
  readonly states: readonly number[];
  readonly low: number;
  readonly high: number;
  readonly idle: number;
  /** What it minimises as a function of the leaf `own`: the agent's, weighted by the belief; the planner's. */
  readonly agent: Expr;
  readonly planner: Expr;
}

export interface ReadGame {
  readonly ids: readonly string[];
  readonly horizon: number;
  readonly initial: Float64Array;
  readonly controls: readonly ReadControl[];
  /** Index of the control of each state; −1: nothing is chosen there. */
  readonly controlOf: readonly number[];
  readonly transitions: readonly { readonly from: number; readonly to: number; readonly rate: Expr }[];
  /** What society pays in each state, of the population's controls. */
  readonly paid: readonly Expr[];
  /** Of one agent: as it feels it, altruism and all. */
  readonly agentSystem: LinearSystem;
  readonly plannerSystem: LinearSystem;
  /** Of one agent: what society pays for it. */
  readonly paidSystem: LinearSystem;
  /** Indices. */
  readonly ill: readonly number[];
}

type Slot = StatesRefusal["slot"];

/** @throws StatesRefusal */
export function readGame(game: FiniteGame): ReadGame {
  const ids = game.states.map(({ id }) => id);
  const index = (id: string): number => ids.indexOf(id);
  const constant = (text: string): number => {
    const e = built(text, "game.dynamics", (name) => valueOf(game, name));
    if (e?.op !== "num") throw new StatesRefusal("game.dynamics", `“${text}” has to be a number.`);
    return e.value;
  };
  const controlOf = ids.map((id) => game.controls.findIndex((control) => control.in.includes(id)));
  const scope =
    (state: number, own: (k: number) => Expr) =>
    (name: string): Expr | undefined => {
      const k = controlOf[state]!;
      if (k >= 0 && game.controls[k]!.symbol === name) return own(k);
      if (index(name) >= 0) return input(name);
      const chosen = ids.findIndex((id, i) => controlOf[i]! >= 0 && `${game.controls[controlOf[i]!]!.symbol}_${id}` === name);
      return chosen >= 0 ? input(`#${controlOf[chosen]!}`) : valueOf(game, name);
    };
  const read = (text: string, slot: Slot, state: number, own: (k: number) => Expr): Expr => {
    const e = built(text, slot, scope(state, own));
    if (e === undefined) throw new StatesRefusal(slot, `“${text}” cannot be read.`);
    return e;
  };
  const cost = (from: Readonly<Record<string, string>> | undefined, i: number, own: (k: number) => Expr): Expr =>
    from?.[ids[i]!] === undefined ? num(0) : read(from[ids[i]!]!, "game.lagrangian", i, own);
  const asAll = (k: number): Expr => input(`#${k}`);
  const alone = (): Expr => input("own");
  const ofOne = (k: number): Expr => input(`own ${k}`);
  const moves = (own: (k: number) => Expr) =>
    game.transitions.map(({ from, to, rate }) => ({
      from: index(from),
      to: index(to),
      rate: read(rate, "game.dynamics", index(from), own),
    }));
  const transitions = moves(asAll);
  const paid = ids.map((_, i) => cost(game.costs, i, asAll));
  const paidByOne = ids.map((_, i) => cost(game.costs, i, ofOne));
  const feltByOne = ids.map((_, i) => add(paidByOne[i]!, cost(game.regards, i, ofOne)));
  const ownMoves = moves(alone);
  const ownFelt = ids.map((_, i) => add(cost(game.costs, i, alone), cost(game.regards, i, alone)));
  const V = (i: number): Expr => input(`V:${ids[i]!}`);
  const society = add(
    sum(paid.map((c, i) => mul(input(ids[i]!), c))),
    sum(transitions.map(({ from, to, rate }) => mul(mul(input(ids[from]!), rate), sub(V(to), V(from))))),
  );
  const controls = game.controls.map((control, k): ReadControl => {
    const states = control.in.map(index);
    const share = max(sum(states.map((i) => input(`law:${ids[i]!}`))), 1e-300);
    const each = states.map((i) => {
      const change = ownMoves.filter(({ from }) => from === i).map(({ to, rate }) => mul(rate, sub(V(to), V(i))));
      const whole = add(ownFelt[i]!, sum(change));
      return states.length === 1 ? whole : mul(div(input(`law:${ids[i]!}`), share), whole);
    });
    const [planner] = substitute([society], new Map([[`#${k}`, input("own")]]));
    const [low, high, idle] = [constant(control.low), constant(control.high), constant(control.idle)];
    if (!(low <= high)) throw new StatesRefusal("game.dynamics", `${control.symbol} has no room between ${low} and ${high}.`);
    return { symbol: control.symbol, states, low, high, idle, agent: sum(each), planner: planner! };
  });
  const initial = Float64Array.from(game.initial, constant);
  if (initial.some((share) => !(share >= 0)) || Math.abs(initial.reduce((a, b) => a + b, 0) - 1) > 1e-9)
    throw new StatesRefusal("game.dynamics", "The shares at the start have to be 0 or more, and 1 together.");
  const byOne = moves(ofOne);
  const entries = byOne.map(({ from, to, rate }) => ({ of: from, from, to, coefficient: rate }));
  return {
    ...{ ids, horizon: game.horizon, initial, controls, controlOf, transitions: byOne, paid },
    agentSystem: { constants: feltByOne, entries },
    paidSystem: { constants: paidByOne, entries },
    plannerSystem: plannerSystem(ids, paid, transitions),
    ill: game.ill.map(index),
  };
}

function plannerSystem(ids: readonly string[], paid: readonly Expr[], transitions: ReadGame["transitions"]): LinearSystem {
  const total = sum(paid.map((c, i) => mul(input(ids[i]!), c)));
  const entries = transitions.flatMap(({ from, to, rate }) =>
    gradient(mul(input(ids[from]!), rate), ids).flatMap((coefficient, of) =>
      isNumber(coefficient, 0) ? [] : [{ of, from, to, coefficient }],
    ),
  );
  return { constants: gradient(total, ids), entries };
}

const valueOf = ({ parameters }: FiniteGame, name: string): Expr | undefined =>
  Object.hasOwn(parameters, name) ? num(parameters[name]!) : undefined;

/** @throws StatesRefusal */
function built(text: string, slot: Slot, leaf: (name: string) => Expr | undefined): Expr | undefined {
  const known = (name: string): Expr => {
    const e = leaf(name);
    if (e === undefined) throw new StatesRefusal(slot, `“${name}” means nothing in “${text}”: no state, no control of it, no parameter.`);
    return e;
  };
  try {
    return parseFormula(text, ["t", "v", "p"]).build({ variable: known, norm: (vector) => known(`norm(${vector})`), parameter: known });
  } catch (error) {
    if (error instanceof FormulaError) throw new StatesRefusal(slot, `“${text}”: ${error.message}`);
    throw error;
  }
}
