/**
 * @file A game of finitely many states in TeX, state by state, from the formulas of its rates and costs: how many there are of each, what it costs
 * from now on, and what is chosen.
 *
 *     ṁᵢ = Σⱼ (mⱼ rⱼᵢ − mᵢ rᵢⱼ),      −V̇ᵢ = min_a [Lᵢ(a, m) + Σⱼ rᵢⱼ(a, m)(Vⱼ − Vᵢ)],   V(T) = 0
 */
import type { DynamicsSpec, LagrangianSpec } from "../../catalogue/define.ts";
import type { ParamValues } from "../../catalogue/params.ts";
import type { StateCosts, StateRates } from "../../catalogue/states-game.ts";
import type { Expr } from "../../math/expressions/expression.ts";
import { asTyped, parseFormula } from "../../math/expressions/parse.ts";
import { symbolTex, toTex } from "../../math/expressions/tex.ts";
import { type GameTex, slotTerm } from "./slot-term.ts";

export interface StatesSlots {
  readonly dynamics: { readonly spec: DynamicsSpec; readonly params: ParamValues };
  readonly running: { readonly spec: LagrangianSpec; readonly params: ParamValues };
  readonly discount: number;
}

interface Read {
  readonly ids: readonly string[];
  readonly rates: StateRates;
  readonly costs: StateCosts;
}

/** null where the two do not make a game of states. */
export function statesGameTex({ dynamics, running, discount }: StatesSlots): GameTex | null {
  const [rates, costs] = [dynamics.spec.rates?.(dynamics.params), running.spec.stateCosts?.(running.params)];
  if (rates === undefined || costs === undefined) return null;
  const game: Read = { ids: (dynamics.spec.states ?? []).map(({ id }) => id), rates, costs };
  const factor = discount > 0 ? String.raw`e^{-\kappa t}` : "";
  return {
    objective: String.raw`\min\; \mathbb E\int_0^T\! ${factor}\big(${slotTerm("running", running.spec.formula)}\big)\,dt`,
    dynamics: slotTerm("dynamics", dynamics.spec.formula),
    hjb: game.ids.map((id) => valueLine(game, id, discount)).join(String.raw`,\quad `),
    terminalCondition: String.raw`V(T) = 0`,
    fokkerPlanck: game.ids.map((id) => shareLine(game, id)).join(String.raw`,\quad `),
    control: choiceLine(game),
    training: null,
    averaged: "solved at once, nothing is trained",
  };
}

/** The control of a state, by its symbol; undefined: nothing is chosen there. */
const controlOf = ({ rates }: Read, id: string): string | undefined => rates.controls.find((control) => control.in.includes(id))?.symbol;

const read = (text: string): Expr => parseFormula(text, ["t", "v", "p"]).build(asTyped);

/** A formula of a state: what its own people choose bears its name. */
function printed(game: Read, id: string, e: Expr): string {
  const own = controlOf(game, id);
  return toTex(e, (name) => symbolTex(name === own ? `${name}_${id}` : name));
}

/** In brackets where it is a sum. */
function factorOf(game: Read, id: string, text: string): string {
  const e = read(text);
  return e.op === "add" ? String.raw`\big(${printed(game, id, e)}\big)` : printed(game, id, e);
}

const rate = (game: Read, { from, rate: text }: StateRates["transitions"][number]): string =>
  slotTerm("dynamics", factorOf(game, from, text));

function shareLine(game: Read, id: string): string {
  const terms = game.rates.transitions.flatMap((transition) =>
    transition.from === id
      ? [`-${rate(game, transition)}\\,${symbolTex(id)}`]
      : transition.to === id
        ? [`+${rate(game, transition)}\\,${symbolTex(transition.from)}`]
        : [],
  );
  return String.raw`\dot ${symbolTex(id)} = ${terms.join(" ").replace(/^\+/, "") || "0"}`;
}

function valueLine(game: Read, id: string, discount: number): string {
  const { costs, regards = {} } = game.costs;
  const pays = [costs[id], regards[id]].flatMap((text) => (text === undefined ? [] : [printed(game, id, read(text))]));
  const value = (state: string): string => `V_{${symbolTex(state)}}`;
  const goes = game.rates.transitions
    .filter(({ from }) => from === id)
    .map((transition) => `${rate(game, transition)}\\,(${value(transition.to)}-${value(id)})`);
  const own = controlOf(game, id);
  const terms = [...(pays.length === 0 ? [] : [slotTerm("running", pays.join(" + "))]), ...goes].join(" + ");
  if (terms === "") return `${value(id)} = 0`;
  const later = discount > 0 ? String.raw` + \kappa ${value(id)}` : "";
  const least = own === undefined ? terms : String.raw`\min_{${symbolTex(`${own}_${id}`)}}\big[${terms}\big]`;
  return String.raw`${slotTerm("hjb", String.raw`-\dot ${value(id)}`)}${later} = ${least}`;
}

/** Who chooses the same in two states cannot tell them apart. */
function choiceLine({ rates }: Read): string | null {
  const shared = rates.controls.filter((control) => control.in.length > 1);
  if (shared.length === 0) return null;
  return shared
    .map(({ symbol, in: states }) => slotTerm("running", states.map((id) => symbolTex(`${symbol}_${id}`)).join(" = ")))
    .join(String.raw`,\quad `);
}
