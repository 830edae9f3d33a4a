/** @file What does not go together where a game is solved at once: nothing is trained, and nothing ends. */
import type { Spec } from "../catalogue/define.ts";
import type { Game, ObjectiveSpec } from "../catalogue/terms.ts";
import { specs } from "../catalogue/specs.ts";
import type { Experiment } from "./experiment.ts";
import type { MisfitAt } from "./misfit-at.ts";

type Said = readonly (MisfitAt | undefined | false)[];

function penalties({ regularisers }: Experiment): MisfitAt | undefined {
  const weights = ["hjb", "terminal", "initial"] as const;
  const wanted = weights.find((name) => regularisers[name].weight > 0);
  return wanted === undefined
    ? undefined
    : {
        path: `regularisers.${wanted}.weight`,
        reason: "The equations are solved here, not learned: there is nothing to penalise.",
        nearest: Object.fromEntries(weights.map((name) => [`regularisers.${name}.weight`, 0])),
      };
}

const refused = (path: string, spec: Spec, { params }: { readonly params: Parameters<NonNullable<Spec["refuses"]>>[0] }): Said => {
  const wrong = spec.refuses?.(params, 2, "potential");
  return [wrong === undefined ? undefined : { path: `${path}.id`, reason: wrong.reason, game: true }];
};

/** Everything that does not fit. @param game of one setting */
export function atOnceMisfits(experiment: Experiment, game: Game, objective: ObjectiveSpec): readonly MisfitAt[] {
  const fits = objective.fits(game, experiment.objective.params, false);
  const world = specs.world.get(experiment.world.id)!;
  const all: Said = [
    fits !== true && { ...fits, path: "objective.id", game: true },
    penalties(experiment),
    !game.terminal.spec.free && {
      path: "game.terminal.id",
      reason: "Nothing ends at a price of its own here: the end cost is none.",
      nearest: { "game.terminal": { id: "none", params: {} } },
      game: true,
    },
    experiment.game.interactions.length > 0 && {
      path: "game.interactions",
      reason: "How the others matter is in the dynamics and the running cost of this game; nothing is added to it.",
      nearest: { "game.interactions": [] },
      game: true,
    },
    world.walls !== undefined && {
      path: "world.id",
      reason: `${world.title}: there are no walls here but those of the solver's own box.`,
      nearest: { "world.id": "open" },
      game: true,
    },
    ...refused("game.dynamics", game.dynamics.spec, game.dynamics),
    ...refused("game.lagrangian", game.lagrangian.spec, game.lagrangian),
  ];
  return all.filter((misfit) => misfit !== undefined && misfit !== false);
}
