/** @file What is shown and how: layers, theme, open sheets. It stands beside the experiment in a link, never part of it. */
import { create } from "zustand";

export const LAYERS = ["particles", "trajectories", "density", "residual"] as const;
export type Layer = (typeof LAYERS)[number];

export const THEMES = ["system", "light", "dark"] as const;
export type ThemeChoice = (typeof THEMES)[number];

interface View {
  readonly layers: Readonly<Record<Layer, boolean>>;
  /** The second pane: the exact solution, or the data where there is none. null: shown where there is room. */
  readonly ruler: boolean | null;
  readonly theme: ThemeChoice;
  readonly controlsOpen: boolean;
  readonly keysOpen: boolean;
  readonly logLoss: boolean;
  /** Slot under the pointer: its terms light up in the equation. */
  readonly lit: string | null;
}

export const useView = create<View>(() => ({
  layers: { particles: true, trajectories: true, density: true, residual: false },
  ruler: null,
  theme: "system",
  controlsOpen: false,
  keysOpen: false,
  logLoss: true,
  lit: null,
}));

export function toggleLayer(layer: Layer): void {
  const { layers } = useView.getState();
  useView.setState({ layers: { ...layers, [layer]: !layers[layer] } });
}

export function chooseTheme(theme: ThemeChoice): void {
  useView.setState({ theme });
}
