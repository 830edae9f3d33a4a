/**
 * @file The terms that the loss of an experiment will have, before the run has said so: their places on the screen are kept free.
 *
 * What counts is what the run then says; where the two differ, something on the screen moves, and nothing else.
 */
import { specs } from "../catalogue/specs.ts";
import type { Experiment } from "./experiment.ts";

export interface ExpectedTerm {
  readonly name: string;
  readonly slot: "running" | "interaction" | "terminal" | "hjb" | "objective";
}

export function expectedTerms({ game, objective, regularisers }: Experiment): readonly ExpectedTerm[] {
  const pays = specs.lagrangian.get(game.lagrangian.id)?.free !== true;
  const simulated: readonly ExpectedTerm[] = [
    ...(pays ? [{ name: "running", slot: "running" } as const] : []),
    ...game.interactions.map((_, i) => ({ name: `interaction-${String(i + 1)}`, slot: "interaction" }) as const),
    { name: "terminal", slot: "terminal" },
  ];
  return [
    ...(specs.objective.get(objective.id)?.at === "paths" ? simulated : [{ name: objective.id, slot: "objective" } as const]),
    ...(regularisers.hjb.weight > 0 ? [{ name: "hjb", slot: "hjb" } as const] : []),
    ...(regularisers.terminal.weight > 0 ? [{ name: "terminal-condition", slot: "terminal" } as const] : []),
    ...(regularisers.initial.weight > 0 ? [{ name: "initial-condition", slot: "terminal" } as const] : []),
    ...(specs.objective.get(objective.id)?.beside ?? []).map((name) => ({ name, slot: "terminal" }) as const),
  ];
}
