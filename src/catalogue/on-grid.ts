/** @file What every objective that solves on a grid shares: how fine it is, and which costs have a price at a node. */
import { missing, type PlaceFacts } from "./features.ts";
import { choice, type ParamValues } from "./params.ts";
import type { Game } from "./terms.ts";

/** The curve of a solver's sweeps. */
export const CHANGE = { name: "change", title: "change of a sweep", slot: "objective" } as const;

export const resolution = /* @__PURE__ */ choice({
  about: "How many nodes an axis has at least: half the usual number, twice or four times as many. Thin densities get more by themselves.",
  default: "usual",
  options: [
    { id: "coarse", title: "Coarse" },
    { id: "usual", title: "Usual" },
    { id: "fine", title: "Fine" },
    { id: "finest", title: "Finest" },
  ],
  applies: "restart",
});

const RESOLUTIONS: Readonly<Record<string, number>> = { coarse: 0.5, usual: 1, fine: 2, finest: 4 };

/** Times the usual number of nodes of an axis. */
export const resolutionOf = (params: ParamValues): number => RESOLUTIONS[params["resolution"] as string] ?? 1;

/** Whether a cost has a price at a node. An average over the data has one there where their density is known. */
export const onGrid =
  (place: PlaceFacts) =>
  ({ spec: { title, needs, priceless, measure } }: Game["terminal"]): boolean =>
    priceless !== true && (place.targetDensity || measure !== "target") && missing(title, needs, place) === undefined;

/** Interactions as an experiment names them. */
export const chosenInteractions = (interactions: Game["interactions"]): readonly unknown[] =>
  interactions.map(({ spec, params }) => ({ id: spec.id, params }));
