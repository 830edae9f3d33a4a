/** @file The presets, by id: one file each. A preset once published never changes its meaning; a better one gets a new id. */
import type { Preset } from "./experiment.ts";

function byId(files: Readonly<Record<string, Preset>>): ReadonlyMap<string, Preset> {
  const found = new Map<string, Preset>();
  for (const [file, preset] of Object.entries(files)) {
    if (file !== `./presets/${preset.id}.ts`)
      throw new Error(`The preset "${preset.id}" belongs in presets/${preset.id}.ts, not in ${file}`);
    found.set(preset.id, preset);
  }
  return found;
}

export const presets: ReadonlyMap<string, Preset> = byId(import.meta.glob<Preset>("./presets/*.ts", { import: "preset", eager: true }));
