/**
 * @file What is shown, as words beside the experiment in a link: layers, panes, time, scale of the curves, spacing of the film strip, zoom.
 *
 *     { layers: ["particles", "velocity"], panes: "difference", time: 0.5, curves: "linear", strip: "time", zoom: 2, x: 0.4, y: 0.5 }
 *
 * What stands at its default is left out, so a link that says nothing shows the defaults, whoever opens it. None of it is part
 * of the experiment, and what this lab does not know is dropped and told.
 */
import type { Problem } from "../experiment/experiment.ts";
import type { View } from "../experiment/link.ts";
import { report, type Tell } from "../experiment/report.ts";
import { shown } from "../experiment/tree.ts";
import { type Camera, LEAST_ZOOM, MOST_ZOOM, WHOLE } from "../plots/camera.ts";
import { clock, holdAt, loopTime } from "./clock.ts";
import { camera } from "./view-camera.ts";
import { LAYERS, layersOn, type PaneChoice, PANES, useView } from "./view.ts";

/** A thousandth of T, and of a pane, is less than a pixel. */
const rounded = (value: number): number => Math.round(1000 * value) / 1000;

const AT_FIRST = layersOn(useView.getInitialState().layers);

/** Run A of a comparison is in no link, so its pane is not either. */
const LINKED_PANES = PANES.filter((choice) => choice !== "runs");

/** How things are shown now. */
export function viewWords(): View {
  const { layers, panes, logLoss, evenNoise } = useView.getState();
  const on = layersOn(layers);
  const { looping, fraction } = clock.getState();
  const { zoom, x, y } = camera.getState();
  const moved = zoom !== WHOLE.zoom || x !== WHOLE.x || y !== WHOLE.y;
  return {
    ...(LAYERS.every((layer) => on.has(layer) === AT_FIRST.has(layer)) ? {} : { layers: [...on] }),
    ...(panes === null || panes === "runs" ? {} : { panes }),
    ...(looping ? {} : { time: rounded(fraction) }),
    ...(logLoss ? {} : { curves: "linear" }),
    ...(evenNoise ? {} : { strip: "time" }),
    ...(moved ? { zoom: rounded(zoom), x: rounded(x), y: rounded(y) } : {}),
  };
}

export interface LinkedView {
  readonly layers: Readonly<Record<string, boolean>>;
  readonly panes: PaneChoice | null;
  /** Fraction of T; null: the time runs. */
  readonly time: number | null;
  readonly logLoss: boolean;
  readonly evenNoise: boolean;
  readonly camera: Camera;
}

/** What a link asks to be shown, and what of that nobody here can show. */
export function readViewWords(words: View): { readonly view: LinkedView; readonly problems: readonly Problem[] } {
  const { tell, problems } = report("lenient");
  const { layers, panes, time, curves, strip, zoom, x, y, ...unknown } = words;
  for (const [name, value] of Object.entries(unknown)) dropped(tell, name, value, "layers, panes, time, curves, strip, zoom, x, y");
  const number = (name: string, value: View[string] | undefined, low: number, high: number): number | null => {
    if (typeof value === "number" && value >= low && value <= high) return value;
    if (value !== undefined) dropped(tell, name, value, `a number from ${low} to ${high}`);
    return null;
  };
  const oneOf = <T extends string>(name: string, value: View[string] | undefined, allowed: readonly T[]): T | null => {
    const found = allowed.find((choice) => choice === value) ?? null;
    if (value !== undefined && found === null) dropped(tell, name, value, allowed.join(", "));
    return found;
  };
  return {
    view: {
      layers: readLayers(layers, tell),
      panes: oneOf("panes", panes, LINKED_PANES),
      time: number("time", time, 0, 1),
      logLoss: oneOf("curves", curves, ["log", "linear"]) !== "linear",
      evenNoise: oneOf("strip", strip, ["log-snr", "time"]) !== "time",
      camera: {
        zoom: number("zoom", zoom, LEAST_ZOOM, MOST_ZOOM) ?? WHOLE.zoom,
        x: number("x", x, 0, 1) ?? WHOLE.x,
        y: number("y", y, 0, 1) ?? WHOLE.y,
      },
    },
    problems,
  };
}

function readLayers(value: View[string] | undefined, tell: Tell): LinkedView["layers"] {
  if (typeof value !== "object") {
    if (value !== undefined) dropped(tell, "layers", value, "a list of layers");
    return Object.fromEntries(LAYERS.map((layer) => [layer, AT_FIRST.has(layer)]));
  }
  for (const name of value.filter((one) => !LAYERS.includes(one))) dropped(tell, "layers", name, LAYERS.join(", "));
  return Object.fromEntries(LAYERS.map((layer) => [layer, value.includes(layer)]));
}

function dropped(tell: Tell, name: string, value: unknown, allowed: string): void {
  tell({
    path: `view.${name}`,
    given: shown(value),
    allowed,
    message: "cannot be shown",
    instead: "it is left out",
    severity: "adjusted",
  });
}

export function showView({ layers, panes, time, logLoss, evenNoise, camera: seen }: LinkedView): void {
  useView.setState({ layers, panes, logLoss, evenNoise });
  camera.setState(seen);
  if (time === null) loopTime(true);
  else holdAt(time);
}

/** Calls back when what a link says about the view may have changed; a time that runs is in no link. */
export function onViewChange(changed: () => void): () => void {
  const stops = [
    useView.subscribe((now, before) => {
      if ((["layers", "panes", "logLoss", "evenNoise"] as const).some((name) => now[name] !== before[name])) changed();
    }),
    clock.subscribe((now, before) => {
      if (now.looping !== before.looping || (!now.looping && now.fraction !== before.fraction)) changed();
    }),
    camera.subscribe(changed),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
