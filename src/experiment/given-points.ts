/** @file Points of the user's own: where an experiment has them, and what makes them the law of a slot. */
import type { DensitySpec } from "../catalogue/define.ts";
import type { ParamSpec } from "../catalogue/params.ts";
import { specs } from "../catalogue/specs.ts";
import type { written } from "../math/laws/point-set.ts";
import type { Chosen } from "./experiment.ts";

/** Where points of one's own may stand, each place with points of its own. */
export const POINT_SLOTS = ["data", "reference"] as const;
export type PointSlot = (typeof POINT_SLOTS)[number];

/** As the parameters hold them (math/laws/point-set.ts). */
export interface GivenPoints {
  readonly rows: unknown;
  readonly standardise: boolean;
  /** What the rows are before anybody has given some. */
  readonly standIn: ParamSpec["default"] | undefined;
}

/** undefined: it is another law. */
export function givenPoints(law: Chosen | null): GivenPoints | undefined {
  const spec = law === null ? undefined : specs.density.get(law.id);
  if (law === null || spec?.givenRows === undefined) return undefined;
  const { rows, standardise } = spec.givenRows;
  return { rows: law.params[rows], standardise: law.params[standardise] === true, standIn: spec.params[rows]?.default };
}

/** The parameters of a law that nobody types one by one. */
export const notTyped = (spec: DensitySpec | undefined): readonly string[] => (spec?.givenRows === undefined ? [] : [spec.givenRows.rows]);

/** The settings that put points there. */
export function pointSettings(slot: PointSlot, points: ReturnType<typeof written>, standardised: boolean): Record<string, unknown> {
  return [...specs.density.values()].reduce<Record<string, unknown>>((all, { id, givenRows }) => {
    if (givenRows === undefined) return all;
    const { rows, standardise } = givenRows;
    return { [`${slot}.id`]: id, [`${slot}.params.${rows}`]: points, [`${slot}.params.${standardise}`]: standardised };
  }, {});
}

/** The same law with other rows. */
export const withRows = (law: Chosen, rows: readonly (readonly number[])[]): Chosen => {
  const name = specs.density.get(law.id)?.givenRows?.rows;
  return name === undefined ? law : { ...law, params: { ...law.params, [name]: rows } };
};
