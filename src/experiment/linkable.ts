/**
 * @file What of an experiment fits into an address. Points of one's own may be too many: a link then carries every k-th.
 *
 * 600 points to two decimals deflate to about 3,500 characters, which mail, chats and browsers still leave whole.
 */
import { pointCount, pointsOf } from "../math/laws/point-set.ts";
import type { Experiment } from "./experiment.ts";
import { givenPoints, POINT_SLOTS, type PointSlot, withRows } from "./given-points.ts";

export const MOST_POINTS_IN_LINK = 600;

/** Each place has points of its own. */
const slotsWithPoints = (experiment: Experiment): readonly PointSlot[] =>
  POINT_SLOTS.filter((slot) => givenPoints(experiment[slot]) !== undefined);

/** Points that a link leaves out of one place, or in all. Two places share what it carries. */
export function leftOutOfLink(experiment: Experiment, of: readonly PointSlot[] = POINT_SLOTS): number {
  const crowded = slotsWithPoints(experiment);
  const each = MOST_POINTS_IN_LINK / crowded.length;
  return crowded
    .filter((slot) => of.includes(slot))
    .reduce((left, slot) => left + Math.max(0, pointCount(givenPoints(experiment[slot])?.rows) - each), 0);
}

/** The experiment itself, or the same with evenly thinned points. */
export function linkable(experiment: Experiment): Experiment {
  const crowded = slotsWithPoints(experiment);
  const each = MOST_POINTS_IN_LINK / crowded.length;
  return crowded.reduce((whole, slot) => (leftOutOfLink(experiment, [slot]) === 0 ? whole : thinned(whole, slot, each)), experiment);
}

function thinned(experiment: Experiment, slot: PointSlot, count: number): Experiment {
  const law = experiment[slot];
  const given = givenPoints(law);
  if (law === null || given === undefined) return experiment;
  const { n, d, values } = pointsOf(given.rows);
  const rows = Array.from({ length: count }, (_, k) => {
    const i = Math.floor((k * n) / count);
    return Array.from(values.subarray(i * d, (i + 1) * d), (value) => Number(value.toPrecision(4)));
  });
  return { ...experiment, [slot]: withRows(law, rows) };
}
