/**
 * @file An experiment as an address: `?preset=ID&flags#` base64url(deflate(JSON { v, set: { path: value }, view })).
 *
 * `set` holds only what differs from the preset, or without one from the defaults of `set.model`.
 */
import { deflateSync, strToU8 } from "fflate/browser";
import { defaultReference, resolve } from "./resolve.ts";
import { differences, setPaths, type Settings, valueOfField } from "./edit.ts";
import type { Experiment } from "./experiment.ts";
import { type Flags, flagWords } from "./flags.ts";
import { VERSION } from "./migrations.ts";
import { presets } from "./presets.ts";
import { same, type Tree } from "./tree.ts";

/** What is shown and how: beside the experiment, never part of its identity. */
export type View = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** base64 for addresses: no padding, no characters that need escaping. */
function base64url(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** What is left to say of a partial experiment: where it resolves to something else, and where only a repair makes it the same. */
function openPaths(partial: Tree, experiment: Experiment): readonly string[] {
  const { draft, problems } = resolve(partial, "lenient");
  if (draft === null) return ["model"];
  const open = differences(draft, experiment);
  return open.length > 0 ? open : problems.filter(({ severity }) => severity === "adjusted").map(({ path }) => path);
}

/** What a partial experiment must be told to become this one, strictly. */
export function settingsFrom(base: Tree, experiment: Experiment): Settings {
  let settings: Settings = {};
  // Each pass sees what the one before has set: the model brings its defaults, an entry its parameters, both the reference.
  for (let pass = 0; pass < 6; pass++) {
    const open = openPaths(setPaths(base, settings), experiment);
    if (open.length === 0) break;
    const choices = open.filter((path) => (path === "model" || path.endsWith(".id")) && !Object.hasOwn(settings, path));
    // A choice that did not hold with its default parameters (a density of another dimension) is said with its own.
    const rest = open.map((path) => (path.endsWith(".id") ? path.replace(/\.id$/, "") : path));
    const owned = rest.filter(
      (path) => !path.startsWith("reference") || pass > 1 || !same(experiment.reference, defaultReference(experiment)),
    );
    const next = choices.includes("model") ? ["model"] : choices.length > 0 ? choices : owned.length > 0 ? owned : rest;
    settings = { ...settings, ...Object.fromEntries(next.map((path) => [path, valueOfField(experiment, path)])) };
  }
  return settings;
}

export interface Link {
  /** "" or "?preset=…&…". */
  readonly search: string;
  /** "" or "#…". */
  readonly hash: string;
}

export function encodeLink(experiment: Experiment, presetId: string | null = null, view: View = {}, flags: Partial<Flags> = {}): Link {
  const preset = presetId === null ? undefined : presets.get(presetId);
  const base = preset !== undefined && preset.experiment["model"] === experiment.model ? preset : undefined;
  const set = settingsFrom(base?.experiment ?? { model: experiment.model }, experiment);
  const query = new URLSearchParams([...(base === undefined ? [] : [["preset", base.id]]), ...flagWords(flags)]).toString();
  const whole = base === undefined ? { model: experiment.model, ...set } : set;
  const nothing = Object.keys(whole).length === 0 && Object.keys(view).length === 0;
  const payload = { v: VERSION, set: whole, ...(Object.keys(view).length === 0 ? {} : { view }) };
  return {
    search: query === "" ? "" : `?${query}`,
    hash: nothing ? "" : `#${base64url(deflateSync(strToU8(JSON.stringify(payload)), { level: 9 }))}`,
  };
}
