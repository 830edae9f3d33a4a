/**
 * @file What of an experiment fits into an address. Points of one's own may be too many: a link then carries every k-th.
 *
 * 600 points to two decimals deflate to about 3,500 characters, which mail, chats and browsers still leave whole.
 */
import { pointCount, pointsOf } from "../math/laws/point-set.ts";
import type { Experiment } from "./experiment.ts";

export const MOST_POINTS_IN_LINK = 600;

const OWN_POINTS = "points";

/** Where points of one's own may stand, each place with points of its own. */
const SLOTS = ["data", "reference"] as const;
type PointSlot = (typeof SLOTS)[number];

const slotsWithPoints = (experiment: Experiment): readonly PointSlot[] => SLOTS.filter((slot) => experiment[slot]?.id === OWN_POINTS);

/** Points that a link leaves out of one place, or in all. Two places share what it carries. */
export function leftOutOfLink(experiment: Experiment, of: readonly PointSlot[] = SLOTS): number {
  const crowded = slotsWithPoints(experiment);
  const each = MOST_POINTS_IN_LINK / crowded.length;
  return crowded
    .filter((slot) => of.includes(slot))
    .reduce((left, slot) => left + Math.max(0, pointCount(experiment[slot]?.params["rows"]) - each), 0);
}

/** The experiment itself, or the same with evenly thinned points. */
export function linkable(experiment: Experiment): Experiment {
  const crowded = slotsWithPoints(experiment);
  const each = MOST_POINTS_IN_LINK / crowded.length;
  return crowded.reduce((whole, slot) => (leftOutOfLink(experiment, [slot]) === 0 ? whole : thinned(whole, slot, each)), experiment);
}

function thinned(experiment: Experiment, slot: PointSlot, count: number): Experiment {
  const law = experiment[slot];
  if (law === null) return experiment;
  const { n, d, values } = pointsOf(law.params["rows"]);
  const rows = Array.from({ length: count }, (_, k) => {
    const i = Math.floor((k * n) / count);
    return Array.from(values.subarray(i * d, (i + 1) * d), (value) => Number(value.toPrecision(4)));
  });
  return { ...experiment, [slot]: { ...law, params: { ...law.params, rows } } };
}
