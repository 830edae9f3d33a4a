/** @file What is shown and how: layers, panes, theme, open sheets. It stands beside the experiment in a link, never part of it. */
import { create } from "zustand";
import { STAGE_LAYERS as STAGE_LAYERS } from "../plots/stage/layers.ts";

/** Ids of the layers, in order. */
export const LAYERS: readonly string[] = STAGE_LAYERS.map(({ id }) => id);

const MAPS: ReadonlySet<string> = new Set(STAGE_LAYERS.filter(({ kind }) => kind === "map").map(({ id }) => id));

/**
 * What stands beside the learned flow. `runs` is run A beside run B; without a pinned run it shows the exact solution.
 * A difference is taken from run A if one is pinned, else from the exact solution.
 */
export const PANES = ["alone", "exact", "difference", "runs"] as const;
export type PaneChoice = (typeof PANES)[number];

export const THEME_CHOICES = ["system", "light", "dark"] as const;
export type ThemeChoice = (typeof THEME_CHOICES)[number];

interface View {
  readonly layers: Readonly<Record<string, boolean>>;
  /** null: nobody has chosen; two panes where there is room. */
  readonly panes: PaneChoice | null;
  readonly theme: ThemeChoice;
  readonly controlsOpen: boolean;
  readonly keysOpen: boolean;
  readonly logLoss: boolean;
  /** The film strip of a diffusion is evenly spaced in log-SNR, not in time. */
  readonly evenNoise: boolean;
  /** Training waits while the tab is hidden. */
  readonly waitHidden: boolean;
  /** Slot under the pointer: its terms light up in the equation. */
  readonly lit: string | null;
}

export const useView = create<View>(() => ({
  layers: Object.fromEntries(STAGE_LAYERS.map(({ id, on }) => [id, on])),
  panes: null,
  theme: "system",
  controlsOpen: false,
  keysOpen: false,
  logLoss: true,
  evenNoise: true,
  waitHidden: true,
  lit: null,
}));

/** Of the maps at most one is on: they would cover each other. */
export function toggleLayer(layer: string): void {
  const { layers } = useView.getState();
  const on = layers[layer] !== true;
  const others = on && MAPS.has(layer) ? Object.fromEntries([...MAPS].map((id) => [id, false])) : {};
  useView.setState({ layers: { ...layers, ...others, [layer]: on } });
}

/** Ids of the layers that are on. */
export function layersOn(layers: View["layers"]): ReadonlySet<string> {
  return new Set(LAYERS.filter((id) => layers[id] === true));
}

export function choosePanes(panes: PaneChoice | null): void {
  useView.setState({ panes });
}

export function toggleEvenNoise(): void {
  useView.setState(({ evenNoise }) => ({ evenNoise: !evenNoise }));
}

export function chooseTheme(theme: ThemeChoice): void {
  useView.setState({ theme });
}
