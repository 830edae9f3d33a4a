/** @file The layers of the stage, in order: one file each. */
import type { MapLayer, MarkLayer, StageLayer } from "./layer.ts";

function ordered(files: Readonly<Record<string, StageLayer>>): readonly StageLayer[] {
  for (const [file, { id }] of Object.entries(files))
    if (file !== `./layers/${id}.ts`) throw new Error(`The layer "${id}" belongs in layers/${id}.ts, not in ${file}`);
  return Object.values(files).sort((a, b) => a.order - b.order);
}

export const STAGE_LAYERS: readonly StageLayer[] = ordered(import.meta.glob<StageLayer>("./layers/*.ts", { import: "layer", eager: true }));

/** In the order in which they are drawn. */
export const MARKS: readonly MarkLayer[] = STAGE_LAYERS.filter((layer) => layer.kind === "mark").reverse();

/** The map that is shown: of several that are on, the last. */
export function shownMap(on: ReadonlySet<string>): MapLayer | null {
  return STAGE_LAYERS.filter((layer): layer is MapLayer => layer.kind === "map").findLast(({ id }) => on.has(id)) ?? null;
}
