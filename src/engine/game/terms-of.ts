/** @file The terms of a run: what its objective is made of, and its regularisers. Routes differ in how they compute them. */
import type { GameParts, Term } from "../../catalogue/terms.ts";
import type { Registry } from "../../catalogue/registry.ts";
import type { Experiment } from "../../experiment/experiment.ts";
import { paramLeaves } from "./compose.ts";
import { noiseLaw } from "./noise-law.ts";
import { withRegularisers } from "./regularisers.ts";
import type { Setup } from "./setup.ts";
import { noisedData } from "./sources.ts";

export function termsOf(setup: Setup, registry: Registry): readonly Term[] {
  const { experiment, composed } = setup;
  const { game } = experiment;
  const bound = (path: string, id: string, values: Experiment["objective"]["params"]) => {
    const entry = registry.functional.get(id);
    const leaves = paramLeaves(path, entry.spec.params, values);
    return {
      spec: entry.spec,
      integrand: (at: typeof composed.at) => entry.integrand(at, leaves),
      price: (at: typeof composed.at) => entry.price(at, leaves),
    };
  };
  const parts: GameParts = {
    dimension: setup.dimension,
    output: setup.need.output,
    terminal: bound("game.terminal.params", game.terminal.id, game.terminal.params),
    interactions: game.interactions.map((chosen, i) => ({
      name: `interaction-${String(i + 1)}`,
      ...bound(`game.interactions.${String(i)}.params`, chosen.id, chosen.params),
    })),
    hasRunningCost: !registry.lagrangian.get(game.lagrangian.id).spec.free,
    noisedData(options) {
      if (composed.noising === undefined) throw new Error("Noised data need a noising process.");
      return noisedData(setup.dimension, composed.noising, noiseLaw(composed.noising, setup.uniforms, options), options.directions);
    },
  };
  return withRegularisers(registry.objective.get(experiment.objective.id).terms(parts, experiment.objective.params), setup);
}
