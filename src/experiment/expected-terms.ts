/**
 * @file The terms that the loss of an experiment will have, before the run has said so: their places on the screen are kept free.
 *
 * What counts is what the run then says; where the two differ, something on the screen moves, and nothing else.
 */
import type { Part } from "../catalogue/terms.ts";
import { specs } from "../catalogue/specs.ts";
import type { Experiment } from "./experiment.ts";

type Expected = Required<Part>;

const part = (slot: Part["slot"], name: string, title = name.replaceAll("-", " ")): Expected => ({ name, title, slot });

export function expectedTerms({ game, objective, regularisers }: Experiment): readonly Expected[] {
  const spec = specs.objective.get(objective.id);
  // An answer that is there at once has no course.
  if (spec?.at === "at once") return [];
  const curves = spec?.curves?.(objective.params);
  if (curves !== undefined) return curves;
  const pays = specs.lagrangian.get(game.lagrangian.id)?.free !== true;
  const simulated = [
    ...(pays ? [part("running", "running")] : []),
    ...game.interactions.map(({ id }, i) =>
      part("interaction", `interaction-${String(i + 1)}`, specs.functional.get(id)?.title.toLowerCase()),
    ),
    part("terminal", "terminal"),
  ];
  return [
    ...(spec?.at === "paths" || spec?.at === "stages" ? simulated : [part("objective", objective.id)]),
    ...(regularisers.hjb.weight > 0 ? [part("hjb", "hjb", "HJB residual")] : []),
    ...(regularisers.terminal.weight > 0 ? [part("terminal", "terminal-condition")] : []),
    ...(regularisers.initial.weight > 0 ? [part("terminal", "initial-condition")] : []),
    ...(spec?.beside?.(objective.params) ?? []).map((name) => part("terminal", name)),
  ];
}
