/** @file Where an experiment chooses from the catalogue: the path of each slot and the kind of entry that goes there. */
import type { Spec } from "../catalogue/define.ts";
import { specs } from "../catalogue/specs.ts";

export type SlotKind = "world" | "density" | "dynamics" | "lagrangian" | "functional" | "objective";

/** Slots with one entry. `game.interactions` is a list of functionals beside them. */
export const slots: Readonly<Record<string, SlotKind>> = {
  world: "world",
  data: "density",
  reference: "density",
  "game.dynamics": "dynamics",
  "game.lagrangian": "lagrangian",
  "game.terminal": "functional",
  objective: "objective",
};

export const INTERACTIONS = "game.interactions";

export function specOfKind(kind: SlotKind, id: string): Spec | undefined {
  return specs[kind].get(id);
}

/** The ids that may stand in a slot. */
export function idsFor(path: string, kind: SlotKind): readonly string[] {
  if (kind === "functional") {
    const slot = path === "game.terminal" ? "terminal" : "interaction";
    return [...specs.functional.values()].filter(({ slots: allowed }) => allowed.includes(slot)).map(({ id }) => id);
  }
  return [...specs[kind].keys()];
}
