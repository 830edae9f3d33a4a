/** @file What differs between two experiments, as a reader of the panel would say it. */
import { specs } from "../../catalogue/specs.ts";
import { differences, valueOfField } from "../../experiment/edit.ts";
import type { Experiment } from "../../experiment/experiment.ts";
import { fields } from "../../experiment/fields.ts";
import { slots, specOfKind } from "../../experiment/slots.ts";
import { child, shown } from "../../experiment/tree.ts";
import { labelOf } from "../controls/label.ts";

export interface Change {
  readonly path: string;
  readonly label: string;
  readonly a: string;
  readonly b: string;
}

const SLOT_TITLES: Readonly<Record<string, string>> = {
  world: "world",
  data: "data",
  reference: "reference",
  "game.dynamics": "dynamics",
  "game.lagrangian": "running cost",
  "game.terminal": "terminal cost",
  objective: "objective",
};

function labelOfPath(path: string): string {
  const field = fields[path];
  if (field !== undefined) return field.label.toLowerCase();
  if (path in SLOT_TITLES) return SLOT_TITLES[path]!;
  if (path.endsWith(".id")) return SLOT_TITLES[path.slice(0, -".id".length)] ?? path;
  const [slot = "", name = ""] = path.split(".params.");
  const title = SLOT_TITLES[slot];
  const words = labelOf(name === "" ? (path.split(".").at(-1) ?? path) : name);
  return title === undefined ? words : `${title}: ${words}`;
}

function printed(path: string, value: unknown): string {
  if (path in SLOT_TITLES) return value === null ? "none" : printed(`${path}.id`, child(value, "id"));
  if (typeof value !== "string") return shown(value);
  const kind = path.endsWith(".id") ? slots[path.slice(0, -".id".length)] : undefined;
  const entry = kind === undefined ? (path === "model" ? specs.model.get(value) : undefined) : specOfKind(kind, value);
  return entry?.title ?? value;
}

/** Where a choice differs, its parameters are not listed: they are another entry's. */
export function changesBetween(a: Experiment, b: Experiment): readonly Change[] {
  return differences(a, b).map((path) => ({
    path,
    label: labelOfPath(path),
    a: printed(path, valueOfField(a, path)),
    b: printed(path, valueOfField(b, path)),
  }));
}
