/** @file A game without data, in a world with walls, or from a start that is known by samples only: what then cannot be, why, and the nearest that can. */
import { readsData } from "../catalogue/reads-data.ts";
import { specs } from "../catalogue/specs.ts";
import type { Chosen } from "./experiment.ts";
import type { MisfitAt } from "./misfit-at.ts";
import type { Given, Rule } from "./rule.ts";
import { INTERACTIONS } from "./slots.ts";
import { unboundedRule } from "./unbounded.ts";

/** Whom a game without data leaves without an answer, and the room that a grid needs then. */
export function withoutData({ experiment, data, game, objective }: Given): MisfitAt | undefined {
  if (data !== null) return undefined;
  const slots = [["game.terminal.id", game.terminal], ...game.interactions.map((each) => [INTERACTIONS, each] as const)] as const;
  const asks = slots.find(([, { spec }]) => readsData(spec));
  const some = { "data.id": dimensionOf(experiment.reference) === 1 ? "bimodal" : "ring-mixture" };
  if (asks !== undefined)
    return { path: asks[0], reason: `${asks[1].spec.title} compares the population with data, and this game has none.`, nearest: some };
  if (["noised data", "lines", "bridges", "data"].includes(objective.at))
    return { path: "objective.id", reason: `${objective.title} learns from data, and this game has none.`, nearest: some };
  if (experiment.regularisers.hjb.weight > 0 && experiment.regularisers.hjb.points === "noised-data")
    return {
      path: "regularisers.hjb.points",
      reason: "This game has no data that could be noised.",
      nearest: { "regularisers.hjb.points": "particles" },
    };
  if ((objective.at === "grid" || objective.at === "particles") && specs.world.get(experiment.world.id)?.walls === undefined)
    return {
      path: "world.id",
      reason: "Without data nobody says how far the crowd will go: give the world walls.",
      nearest: { "world.id": "room", "objective.id": "finite-differences" },
    };
  return undefined;
}

const dimensionOf = ({ id, params }: Chosen): number | undefined => specs.density.get(id)?.dimension(params);

/** Likelihoods, closed forms and grids carry the density of the population on from that of ρ₀; lines and bridges are drawn from samples. */
const startRule: Rule = ({ experiment: { reference }, objective }) => {
  const start = specs.density.get(reference.id);
  if (start === undefined || start.canBeReference || objective.at === "lines" || objective.at === "bridges") return undefined;
  const d = dimensionOf(reference) ?? 2;
  const axes = Array.from({ length: d }, (_, i) => i);
  const standard = { mean: axes.map(() => 0), covariance: axes.map((i) => axes.map((j) => (i === j ? 1 : 0))) };
  return {
    path: "reference.id",
    reason: `${start.title}: no density that ${objective.title.toLowerCase()} could go on from (none is known, or it has edges). Flow matching draws from it and asks no more.`,
    nearest: { reference: { id: "gaussian", params: standard } },
  };
};

export const worldRules: readonly Rule[] = [
  startRule,
  ({ experiment: { world }, objective }) =>
    specs.world.get(world.id)?.walls !== undefined && objective.reflects !== true
      ? {
          path: "world.id",
          reason: `${objective.title}: particles would go through the walls. A grid keeps them in.`,
          nearest: { "world.id": "open" },
        }
      : undefined,
  ({ experiment: { world, reference } }) => {
    const wrong = specs.world.get(world.id)?.refuses?.(world.params, dimensionOf(reference) === 2 ? 2 : 1, "potential");
    return wrong === undefined ? undefined : { path: "world.id", reason: wrong.reason, nearest: { "world.id": "open" } };
  },
  unboundedRule,
];
