/** @file The plan of a run: the phases of its objective, and its regularisers beside the game. Routes differ in how they compute the terms. */
import type { GameParts, Learn, Term } from "../../catalogue/terms.ts";
import type { Registry } from "../../catalogue/registry.ts";
import { mul, sqrt } from "../../math/expressions/expression.ts";
import { noiseLaw } from "./noise-law.ts";
import { withRegularisers } from "./regularisers.ts";
import type { Setup } from "./setup.ts";
import { bridges, criticSources, lines, noisedData, steeredBridges } from "./sources.ts";
import { tradedSpread } from "./traded-noise.ts";

export function planOf(setup: Setup, registry: Registry): Learn {
  const { experiment, composed } = setup;
  const { game } = experiment;
  const parts: GameParts = {
    at: composed.at,
    dimension: setup.dimension,
    output: setup.need.output,
    terminal: composed.terminal,
    interactions: composed.interactions.map((interaction, i) => ({ name: `interaction-${String(i + 1)}`, ...interaction })),
    hasRunningCost: !registry.lagrangian.get(game.lagrangian.id).spec.free,
    critic: criticSources(setup.dimension),
    lines: (which) => lines(setup.dimension, which),
    bridges: ({ pairs }) => bridges(setup.dimension, pairs, tradedSpread(setup)),
    steeredBridges: (which) => steeredBridges(setup.dimension, which, mul(composed.sigma, sqrt(composed.at.horizon))),
    noisedData(options) {
      if (composed.noising === undefined) throw new Error("Noised data need a noising process.");
      return noisedData(setup.dimension, composed.noising, noiseLaw(composed.noising, setup.uniforms, options), options.directions);
    },
  };
  const plan = registry.objective.get(experiment.objective.id).plan?.(parts, experiment.objective.params);
  if (plan === undefined) throw new Error("This game is solved on a grid: there is nothing to train.");
  const isGame = (trains: readonly string[]): boolean => trains.includes(setup.need.role);
  return {
    ...plan,
    phases: plan.phases.map((phase) => (isGame(phase.trains) ? { ...phase, terms: withRegularisers(phase.terms, setup) } : phase)),
  };
}

/** The terms of the game itself: those that move its particles. */
export function gameTerms(setup: Setup, plan: Learn): readonly Term[] {
  return plan.phases.filter(({ trains }) => trains.includes(setup.need.role)).flatMap(({ terms }) => terms);
}
