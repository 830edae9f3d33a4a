/**
 * @file What of an experiment fits into an address. Points of one's own may be too many: a link then carries every k-th.
 *
 * 600 points to two decimals deflate to about 3,500 characters, which mail, chats and browsers still leave whole.
 */
import { pointCount, pointsOf } from "../math/laws/point-set.ts";
import type { Experiment } from "./experiment.ts";

export const MOST_POINTS_IN_LINK = 600;

const OWN_POINTS = "points";

/** Points that a link leaves out. */
export function leftOutOfLink({ data }: Experiment): number {
  return data?.id === OWN_POINTS ? Math.max(0, pointCount(data.params["rows"]) - MOST_POINTS_IN_LINK) : 0;
}

/** The experiment itself, or the same with evenly thinned points. */
export function linkable(experiment: Experiment): Experiment {
  if (leftOutOfLink(experiment) === 0) return experiment;
  const { data } = experiment;
  if (data === null) return experiment;
  const { n, d, values } = pointsOf(data.params["rows"]);
  const rows = Array.from({ length: MOST_POINTS_IN_LINK }, (_, k) => {
    const i = Math.floor((k * n) / MOST_POINTS_IN_LINK);
    return Array.from(values.subarray(i * d, (i + 1) * d), (value) => Number(value.toPrecision(4)));
  });
  return { ...experiment, data: { ...data, params: { ...data.params, rows } } };
}
