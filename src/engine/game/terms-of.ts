/** @file The terms of a run: what its objective is made of, and its regularisers. Routes differ in how they compute them. */
import type { GameParts, Term } from "../../catalogue/terms.ts";
import type { Registry } from "../../catalogue/registry.ts";
import { noiseLaw } from "./noise-law.ts";
import { withRegularisers } from "./regularisers.ts";
import type { Setup } from "./setup.ts";
import { noisedData } from "./sources.ts";

export function termsOf(setup: Setup, registry: Registry): readonly Term[] {
  const { experiment, composed } = setup;
  const { game } = experiment;
  const parts: GameParts = {
    at: composed.at,
    dimension: setup.dimension,
    output: setup.need.output,
    terminal: composed.terminal,
    interactions: composed.interactions.map((interaction, i) => ({ name: `interaction-${String(i + 1)}`, ...interaction })),
    hasRunningCost: !registry.lagrangian.get(game.lagrangian.id).spec.free,
    noisedData(options) {
      if (composed.noising === undefined) throw new Error("Noised data need a noising process.");
      return noisedData(setup.dimension, composed.noising, noiseLaw(composed.noising, setup.uniforms, options), options.directions);
    },
  };
  return withRegularisers(registry.objective.get(experiment.objective.id).terms(parts, experiment.objective.params), setup);
}
