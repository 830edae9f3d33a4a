/**
 * @file Interleaved rounds: in every round each contender has its turn, so that whatever the machine does, it does to all.
 *
 *     value of a round  = median of its readings        result = median over the rounds; best = the smallest reading of all
 *     ratio a / b       = median over the rounds of (a's value / b's value)
 *     by best           = a's best / b's best: what a shared machine disturbs least
 */

/** @typedef {{ name: string, read: () => Promise<readonly number[]> }} Runner `read`: milliseconds a step, one number a reading */
/** @typedef {{ best: number, median: number, rounds: readonly number[] }} Timing */

/** @param {readonly number[]} values */
function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return ((sorted[(sorted.length - 1) >> 1] ?? NaN) + (sorted[sorted.length >> 1] ?? NaN)) / 2;
}

/** @param {readonly Runner[]} runners @param {number} rounds @returns {Promise<Record<string, Timing>>} */
export async function interleaved(runners, rounds) {
  for (const { read } of runners) await read(); // compilers have their turn
  /** @type {Map<string, { values: number[], best: number }>} */
  const found = new Map(runners.map(({ name }) => [name, { values: [], best: Infinity }]));
  for (let round = 0; round < rounds; round++) {
    for (const { name, read } of runners) {
      const readings = await read();
      const entry = /** @type {{ values: number[], best: number }} */ (found.get(name));
      entry.values.push(median(readings));
      entry.best = Math.min(entry.best, ...readings);
    }
  }
  return Object.fromEntries([...found].map(([name, { values, best }]) => [name, { best, median: median(values), rounds: values }]));
}

/** How many times slower `slow` is. @param {Timing | undefined} slow @param {Timing | undefined} fast */
export function ratio(slow, fast) {
  if (slow === undefined || fast === undefined) throw new Error("nothing to compare: a contender has no timing");
  return { value: median(slow.rounds.map((value, round) => value / (fast.rounds[round] ?? NaN))), byBest: slow.best / fast.best };
}
