/**
 * @file Games whose costs push outwards harder than moving costs: nobody would ever come to an end (docs/mathematics.md, Linear-quadratic games).
 */
import { HORIZON } from "../catalogue/limits.ts";
import type { Game } from "../catalogue/terms.ts";
import { specs } from "../catalogue/specs.ts";
import { staysNear } from "../math/jacobi.ts";
import type { Rule } from "./rule.ts";

type Costs = readonly Game["terminal"][];

/** Of all together; undefined where one of them pushes or holds in another way. */
function stiffnessOf(costs: Costs): { readonly agents: number; readonly mean: number } | undefined {
  const each = costs.map(({ spec, params }) => spec.stiffness?.(params));
  const total = (name: "agents" | "mean"): number => each.reduce((sum, one) => sum + (one?.[name] ?? 0), 0);
  return each.includes(undefined) ? undefined : { agents: total("agents"), mean: total("mean") };
}

/** w of ½w|v|², v what a particle's velocity owes to its player. */
function kineticOf({ lagrangian, dynamics }: Game): number | undefined {
  const weight = lagrangian.spec.energyWeight?.(lagrangian.params);
  if (weight === undefined || dynamics.spec.gain(dynamics.params) === "one") return weight;
  const sigma = Number(dynamics.params["sigma"]);
  return dynamics.spec.steady ? weight / (sigma * sigma) : undefined;
}

/** Horizons of two digits, each four fifths of the one before, down to the least that a game may have. */
function shorterThan(horizon: number): number[] {
  const all: number[] = [];
  for (let time = 0.8 * horizon; time >= HORIZON.min; time *= 0.8) all.push(Number(time.toPrecision(2)));
  return [...all.filter((time) => time > HORIZON.min && time < horizon), HORIZON.min];
}

export const unboundedRule: Rule = ({ experiment, game, objective }) => {
  const [way, end, kinetic] = [stiffnessOf(game.interactions), stiffnessOf([game.terminal]), kineticOf(game)];
  const bounded = specs.world.get(experiment.world.id)?.walls !== undefined || objective.at === "stages" || objective.at === "particles";
  if (bounded || way === undefined || end === undefined || kinetic === undefined || game.dynamics.spec.drifts) return undefined;
  const stays = (of: "agents" | "mean", horizon: number): boolean =>
    staysNear({ horizon, discount: game.discount, kinetic }, way[of], end[of]);
  const { horizon } = experiment.game;
  const [alone, together] = [stays("agents", horizon), stays("mean", horizon)];
  if (alone && together) return undefined;
  const settles = (time: number): boolean => stays("agents", time) && stays("mean", time);
  const shorter = shorterThan(horizon).find(settles);
  return {
    path: "game.horizon",
    reason: alone
      ? "The mean runs away: whoever moves makes it pay for all others to move further, and over so long a time that does not settle."
      : "Pushed outwards this hard for this long, the population gains without end: there is no optimum.",
    nearest: shorter === undefined ? { "game.interactions": [], "game.terminal.id": "none" } : { "game.horizon": shorter },
  };
};
