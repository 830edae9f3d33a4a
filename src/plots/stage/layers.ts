/**
 * @file The layers of the stage, in order: one file each.
 *
 * In the dev server an edited layer takes its place in the table that everybody holds, and nothing above it is loaded anew: the run goes on.
 */
import type { MapLayer, MarkLayer, StageLayer } from "./layer.ts";

function ordered(files: Readonly<Record<string, StageLayer>>): readonly StageLayer[] {
  for (const [file, { id }] of Object.entries(files))
    if (file !== `./layers/${id}.ts`) throw new Error(`The layer "${id}" belongs in layers/${id}.ts, not in ${file}`);
  return Object.values(files).sort((a, b) => a.order - b.order);
}

/** The table of this name that stands since the page was opened, filled anew; where nothing is exchanged, the table itself. */
function standing<T>(name: string, now: readonly T[]): readonly T[] {
  if (import.meta.hot === undefined) return now;
  const tables = import.meta.hot.data as Record<string, T[] | undefined>;
  const table = (tables[name] ??= []);
  table.splice(0, table.length, ...now);
  return table;
}

export const STAGE_LAYERS: readonly StageLayer[] = standing(
  "layers",
  ordered(import.meta.glob<StageLayer>("./layers/*.ts", { import: "layer", eager: true })),
);

/** In the order in which they are drawn. */
export const MARKS: readonly MarkLayer[] = standing("marks", STAGE_LAYERS.filter((layer) => layer.kind === "mark").reverse());

import.meta.hot?.accept();

/** The map that is shown: of several that are on, the last. */
export function shownMap(on: ReadonlySet<string>): MapLayer | null {
  return STAGE_LAYERS.filter((layer): layer is MapLayer => layer.kind === "map").findLast(({ id }) => on.has(id)) ?? null;
}
