/**
 * @file A contest: contenders made in a lane, their first gradients held against each other, then interleaved rounds.
 *
 * A route whose gradient is another one is not timed: it would be fast at something else.
 */
import { interleaved } from "./rounds.mjs";

/** @typedef {import("./browser/worker.ts").What} What */
/** @typedef {import("./lanes.mjs").Lane} Lane */
/** @typedef {import("./rounds.mjs").Timing} Timing */
/** @typedef {{ name: string, lane: Lane, what: What, milliseconds?: number }} Entry */
/** @typedef {{ name: string, read: () => Promise<readonly number[]>, norm?: number }} Outsider a contender of another make; `norm` of its gradient */

/** Sums of 1,024 samples in another order, in f32. */
const TOLERANCE = 1e-3;

/** @param {ArrayLike<number>} values */
const norm = (values) => Math.hypot(...Array.from(values));

/** |a − b| / |b|. @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
function apart(a, b) {
  if (a.length !== b.length) return Infinity;
  const difference = Array.from(a, (value, i) => value - (b[i] ?? NaN));
  return norm(difference) / norm(b);
}

/**
 * @param {readonly Entry[]} entries the first one's gradient is the measure
 * @param {{ rounds: number, outsiders?: readonly Outsider[], same?: boolean }} options `same`: false where the entries are different problems
 * @returns {Promise<{ timings: Record<string, Timing>, apart: Record<string, number> }>}
 */
export async function contest(entries, { rounds, outsiders = [], same = true }) {
  /** @type {{ name: string, lane: Lane, handle: number, milliseconds: number, gradient: ArrayLike<number> }[]} */
  const made = [];
  try {
    for (const { name, lane, what, milliseconds = 250 } of entries) {
      const { handle, gradient } = /** @type {{ handle: number, gradient: Record<string, number> }} */ (
        await lane.ask({ op: "make", what })
      );
      made.push({ name, lane, handle, milliseconds, gradient: Object.values(gradient) });
    }
    const measure = made[0]?.gradient ?? [];
    /** @type {Record<string, number>} */
    const errors = {};
    if (same) {
      for (const { name, gradient } of made.slice(1)) errors[name] = apart(gradient, measure);
      for (const outsider of outsiders)
        if (outsider.norm !== undefined) errors[outsider.name] = Math.abs(outsider.norm / norm(measure) - 1);
      for (const [name, error] of Object.entries(errors))
        if (!(error < TOLERANCE)) throw new Error(`the gradient of ${name} is off by ${error.toExponential(1)}: it is not the same step`);
    }
    const runners = made.map(({ name, lane, handle, milliseconds }) => ({
      name,
      read: async () => /** @type {number[]} */ (await lane.ask({ op: "time", handle, milliseconds })),
    }));
    return { timings: await interleaved([...runners, ...outsiders], rounds), apart: errors };
  } finally {
    for (const { lane, handle } of made) await lane.ask({ op: "drop", handle });
  }
}
