/**
 * @file Games whose costs push outwards harder than moving costs: nobody would ever come to an end (docs/mathematics.md, Linear-quadratic games).
 */
import { HORIZON } from "../catalogue/limits.ts";
import type { PriceTerms } from "../catalogue/price-terms.ts";
import type { Game } from "../catalogue/terms.ts";
import { specs } from "../catalogue/specs.ts";
import { staysNear } from "../math/jacobi.ts";
import type { Rule } from "./rule.ts";

type Costs = readonly Game["terminal"][];

/** Slope in x of a price that is linear in x: where one agent moves alone, and where all move alike. Below 0 it pushes outwards. */
interface Stiffness {
  readonly agents: number;
  readonly mean: number;
}

function stiffnessFrom({ spring, attraction }: PriceTerms): Stiffness {
  const q = spring?.stiffness ?? 0;
  if (attraction === undefined) return { agents: q, mean: q };
  const { weight, share, social } = attraction;
  return { agents: q + weight, mean: q + weight * (1 - share) * (social ? 1 - share : 1) };
}

/** Of all together; undefined where one of them pushes or holds in another way. */
function stiffnessOf(costs: Costs): Stiffness | undefined {
  const known = costs.flatMap(({ spec, params }) => {
    const terms = spec.priceTerms?.(params);
    // How hard data hold hangs on how wide they are, which is not known here.
    return terms === undefined || terms.target !== undefined ? [] : stiffnessFrom(terms);
  });
  const total = (name: keyof Stiffness): number => known.reduce((sum, one) => sum + one[name], 0);
  return known.length < costs.length ? undefined : { agents: total("agents"), mean: total("mean") };
}

/** w of ½w|v|², v what a particle's velocity owes to its player. */
function kineticOf({ lagrangian, dynamics }: Game): number | undefined {
  const weight = lagrangian.spec.energyWeight?.(lagrangian.params);
  if (weight === undefined || dynamics.spec.gain(dynamics.params) === "one") return weight;
  const sigma = dynamics.spec.steadySigma?.(dynamics.params);
  return sigma === undefined ? undefined : weight / (sigma * sigma);
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
