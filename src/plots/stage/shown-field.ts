/** @file The field that a pane shows in colours, and the range of its colours: a source's own, or the difference of two. */
import type { ColourMap } from "../colour-maps.ts";
import { fieldDifference, type MapField, withoutGauge } from "./field.ts";
import type { MapLayer } from "./layer.ts";
import { highAt, fieldMedian, outgrown, type Range, reach, type Scale } from "./range.ts";
import type { Scene } from "./scene.ts";
import type { Scope } from "./scope.ts";
import type { PaneSource } from "./source.ts";

/** Fitted scales by layer, kept from frame to frame; clearing it fits anew. */
export type Scales = Map<string, Scale>;

export interface ShownField {
  readonly field: MapField;
  readonly range: Range;
  readonly colours: ColourMap;
  readonly power: number;
  /** Before a value under the pointer: "ρ", "Δρ". */
  readonly symbol: string;
}

/** A difference is shown on half the scale of what differs: it fades as the two become one. */
const DIFFERENCE_SHARE = 0.5;

const centreOf = ({ from }: MapLayer, { buffers }: Scope): ((field: MapField) => number) =>
  from === "zero" ? () => 0 : (field) => buffers.once("median", field, fieldMedian);

/** The scale of a layer: kept, or fitted to what is on the stage. */
function scaleOf(layer: MapLayer, scene: Scene, scope: Scope, scales: Scales, asked: boolean): Scale {
  const kept = scales.get(layer.id);
  const centre = centreOf(layer, scope);
  const fieldsOf = (sources: readonly PaneSource[]): MapField[] =>
    sources.flatMap((source) => {
      const field = layer.field(source, scope, scene.t);
      return field === null ? [] : [field];
    });
  if (kept !== undefined && !asked) {
    if (layer.scale !== undefined) return kept;
    const [first] = fieldsOf([scene.ruler, ...scene.sources]);
    const useless = (field: MapField): number => Number(outgrown(highAt(kept, scene.t), field, centre(field)));
    if (first === undefined || scope.buffers.once(`outgrown ${layer.id}`, first, useless) === 0) return kept;
  }
  const stable = fieldsOf([scene.ruler]);
  const fields = stable.length > 0 && !asked ? stable : fieldsOf([...scene.sources, scene.ruler]);
  const scale = layer.scale?.(scene, scope, asked) ?? { times: [0], high: [reach(fields, centre)] };
  // Before the first map has come there is nothing to fit.
  if (layer.scale !== undefined || fields.length > 0) scales.set(layer.id, scale);
  return scale;
}

/** null where what is shown, or what is taken away from it, has no such field. */
export function shownField(layer: MapLayer, scene: Scene, scope: Scope, scales: Scales, asked = false): ShownField | null {
  const { shown, against, t } = scene;
  // The scale first: to find it a layer may use the buffers that its field is kept in.
  const high = highAt(scaleOf(layer, scene, scope, scales, asked), t);
  const field = layer.field(shown, scope, t);
  if (field === null) return null;
  const { colours, power, symbol } = layer;
  if (against === null) {
    const centre = centreOf(layer, scope)(field);
    const low = layer.from === "zero" ? 0 : centre - high;
    return { field, range: { low, high: centre + high }, colours, power, symbol };
  }
  const other = shown.dimension === against.dimension ? layer.field(against, scope, against.population.still ? against.horizon : t) : null;
  if (other === null) return null;
  const raw = scope.buffers.memo(`Δ${layer.id} ${shown.name}`, [field, other, field.values, other.values, t], () => {
    const taken = fieldDifference(field, other);
    return layer.from === "zero" ? taken : withoutGauge(taken, shown.population, t, scope.buffers.scratch);
  });
  const key = `Δ${layer.id}`;
  if (asked) scales.set(key, { times: [0], high: [reach([raw], () => 0)] });
  const fitted = scales.get(key);
  const span = fitted === undefined ? DIFFERENCE_SHARE * high : highAt(fitted, t);
  return { field: raw, range: { low: -span, high: span }, colours: "signed", power: 1, symbol: `Δ${symbol}` };
}
