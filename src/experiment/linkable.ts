/**
 * @file What of an experiment fits into an address. Points of one's own may be too many: a link then carries every k-th.
 *
 * 600 points to two decimals deflate to about 3,500 characters, which mail, chats and browsers still leave whole.
 */
import type { Experiment } from "./experiment.ts";

export const MOST_POINTS_IN_LINK = 600;

function rowsOf({ data }: Experiment): readonly unknown[] {
  const rows = data.id === "points" ? data.params["rows"] : undefined;
  return Array.isArray(rows) ? rows : [];
}

/** Points that a link leaves out. */
export function leftOutOfLink(experiment: Experiment): number {
  return Math.max(0, rowsOf(experiment).length - MOST_POINTS_IN_LINK);
}

/** The experiment itself, or the same with evenly thinned points. */
export function linkable(experiment: Experiment): Experiment {
  if (leftOutOfLink(experiment) === 0) return experiment;
  const { data } = experiment;
  const all = rowsOf(experiment) as readonly (readonly number[])[];
  const rows = Array.from({ length: MOST_POINTS_IN_LINK }, (_, k) => {
    const row = all[Math.floor((k * all.length) / MOST_POINTS_IN_LINK)] ?? [];
    return row.map((value) => Number(value.toPrecision(4)));
  });
  return { ...experiment, data: { ...data, params: { ...data.params, rows } } };
}
