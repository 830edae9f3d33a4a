/**
 * @file What the browser keeps until the next visit: how things are shown, and the last experiment.
 *
 * Storage may be full, or forbidden for this site. Then nothing is lost silently: the store says so, and the screen offers the
 * experiment as a file. What is read back is believed no more than a link.
 */
import { create } from "zustand";
import type { Experiment } from "../experiment/experiment.ts";
import { presets } from "../experiment/presets.ts";
import { resolve } from "../experiment/resolve.ts";
import { isTree, type Tree, valueAtPath } from "../experiment/tree.ts";
import { useExperiment } from "./experiment.ts";
import { LAYERS, PANES, THEME_CHOICES, useView } from "./view.ts";

type KeptStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const EXPERIMENT = "mfg-lab.experiment";
const SETTINGS = "mfg-lab.settings";

/** A drag writes when it pauses. */
const AFTER = 600; // ms

/** kept: as far as is known. full, blocked: the last attempt failed, and why. */
export const useStorage = create<{ readonly state: "kept" | "full" | "blocked"; readonly putAway: boolean }>(() => ({
  state: "kept",
  putAway: false,
}));

export function putStorageAway(): void {
  useStorage.setState({ putAway: true });
}

/** Asking for the storage throws by itself where a site may not have any. */
export function browserStorage(page: Window): KeptStorage | null {
  try {
    return page.localStorage;
  } catch {
    return null;
  }
}

function read(keeper: KeptStorage | null, key: string): Tree {
  try {
    const value: unknown = JSON.parse(keeper?.getItem(key) ?? "{}");
    return isTree(value) ? value : {};
  } catch {
    return {};
  }
}

/** Browsers have three names for it. */
function isFull(error: unknown): boolean {
  return error instanceof DOMException && /quota/i.test(`${error.name} ${error.message}`);
}

function write(keeper: KeptStorage | null, key: string, value: unknown): void {
  try {
    if (keeper === null) throw new Error("blocked");
    keeper.setItem(key, JSON.stringify(value));
    useStorage.setState({ state: "kept" });
  } catch (error) {
    // The one before would be opened next time as if it were this one.
    forget(keeper, key);
    useStorage.setState({ state: isFull(error) ? "full" : "blocked" });
  }
}

function forget(keeper: KeptStorage | null, key: string): void {
  try {
    keeper?.removeItem(key);
  } catch {
    // Then it could not be written either.
  }
}

export interface Kept {
  readonly experiment: Experiment;
  readonly preset: string | null;
}

/** The last experiment, if it was kept and still makes sense. */
export function keptExperiment(keeper: KeptStorage | null): Kept | null {
  const tree = read(keeper, EXPERIMENT);
  if (tree["experiment"] === undefined) return null;
  const { experiment } = resolve(tree["experiment"], "lenient");
  const preset = typeof tree["preset"] === "string" && presets.has(tree["preset"]) ? tree["preset"] : null;
  return experiment === null ? null : { experiment, preset };
}

/** Takes over what was kept; anything that is not a setting of today is passed over. */
export function restoreSettings(keeper: KeptStorage | null): void {
  const kept = read(keeper, SETTINGS);
  const { theme, layers, panes, logLoss, evenNoise, waitHidden } = useView.getState();
  const flag = <T>(path: string, otherwise: T): boolean | T => {
    const on = valueAtPath(kept, path);
    return typeof on === "boolean" ? on : otherwise;
  };
  useView.setState({
    theme: THEME_CHOICES.find((choice) => choice === kept["theme"]) ?? theme,
    layers: Object.fromEntries(LAYERS.map((layer) => [layer, flag(`layers.${layer}`, layers[layer] === true)])),
    // Run A of a comparison is not kept, so neither is its pane.
    panes: PANES.find((choice) => choice !== "runs" && choice === kept["panes"]) ?? panes,
    logLoss: flag("logLoss", logLoss),
    evenNoise: flag("evenNoise", evenNoise),
    waitHidden: flag("waitHidden", waitHidden),
  });
}

/** Keeps what changes until the returned function is called. */
export function followStorage(keeper: KeptStorage | null): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let due = new Set<string>();
  function flush(): void {
    clearTimeout(timer);
    const now = due;
    due = new Set();
    if (now.has(EXPERIMENT)) {
      const { running, preset } = useExperiment.getState();
      write(keeper, EXPERIMENT, { experiment: running, preset });
    }
    if (now.has(SETTINGS)) {
      const { theme, layers, panes, logLoss, evenNoise, waitHidden } = useView.getState();
      write(keeper, SETTINGS, { theme, layers, panes, logLoss, evenNoise, waitHidden });
    }
  }
  function soon(key: string): void {
    due.add(key);
    clearTimeout(timer);
    timer = setTimeout(flush, AFTER);
  }
  const stops = [
    useExperiment.subscribe((now, before) => {
      if (now.running !== before.running || now.preset !== before.preset) soon(EXPERIMENT);
    }),
    useView.subscribe((now, before) => {
      const changed = (["theme", "layers", "panes", "logLoss", "evenNoise", "waitHidden"] as const).some(
        (name) => now[name] !== before[name],
      );
      if (changed) soon(SETTINGS);
    }),
  ];
  return () => {
    flush();
    for (const stop of stops) stop();
  };
}
