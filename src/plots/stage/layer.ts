/**
 * @file What a layer of the stage is. A file in layers/ that exports one as `layer` is on the stage: nothing else names it.
 *
 *     map    a scalar field in colours; one at a time. Differences, colour bars and numbers under the pointer come with it.
 *     mark   anything drawn over it.
 */
import type { Experiment } from "../../experiment/experiment.ts";
import type { ColourMap } from "../colour-maps.ts";
import type { MapField } from "./field.ts";
import type { Pen } from "./pen.ts";
import type { Scene } from "./scene.ts";
import type { Scope } from "./scope.ts";
import type { PaneSource, SourceMap } from "./source.ts";
import type { Scale } from "./range.ts";

interface Named {
  /** Its word in settings. */
  readonly id: string;
  /** On its chip. */
  readonly title: string;
  /** One sentence: what one sees. */
  readonly about: string;
  /** Place among the chips; on the pane, what comes first lies on top. */
  readonly order: number;
  /** On at a first visit. */
  readonly on: boolean;
  /** What the worker must compute for it. */
  readonly kinds: readonly SourceMap[];
  /** Absent: for every experiment. */
  readonly offered?: (experiment: Experiment) => boolean;
}

export interface MapLayer extends Named {
  readonly kind: "map";
  readonly colours: ColourMap;
  /** Before a value: "ρ". */
  readonly symbol: string;
  /** Colours begin at 0, or lie around the median: a quantity that is known up to a constant. */
  readonly from: "zero" | "median";
  /** Under 1 lifts what is faint, as the eye does. */
  readonly power: number;
  /** null where the source has no such field. */
  field(source: PaneSource, scope: Scope, t: number): MapField | null;
  /** Its own scale; absent: from the fields that are shown. `asked`: the fit button. */
  readonly scale?: (scene: Scene, scope: Scope, asked: boolean) => Scale;
}

export interface MarkLayer extends Named {
  readonly kind: "mark";
  paint(pen: Pen, scene: Scene): void;
}

export type StageLayer = MapLayer | MarkLayer;
