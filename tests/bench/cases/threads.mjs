/** @file Our own steps with one thread and with more, on an isolated page: what the other cores are worth. They have to be free for it. */
import { cpus, loadavg } from "node:os";
import { contest } from "../contest.mjs";
import { ratio } from "../rounds.mjs";

/** @typedef {import("../case.d.ts").Case} Case */

/** As many as the lab would take here, and two. */
const MOST = 4;

const load = () => (loadavg()[0] ?? NaN).toFixed(1);

/** @type {Case} */
export const threads = {
  name: "threads",
  title: "Threads, reference step and roll-out",
  async run({ lane, rounds }) {
    const page = await lane("isolated", { isolated: true });
    const before = load();
    const counts = Array.from({ length: Math.max(2, Math.min(MOST, cpus().length)) }, (_, k) => k + 1);
    const rows = [];
    const gains = [];
    for (const [kind, title] of /** @type {const} */ ([
      ["pointwise", "reference step"],
      ["roll-out", "roll-out K = 8"],
    ])) {
      const nameOf = (/** @type {number} */ count) => `${title}, ${count === 1 ? "one thread" : `${count} threads`}`;
      const { timings } = await contest(
        counts.map((count) => ({ name: nameOf(count), lane: page, what: { kind, by: "fused", threads: count } })),
        { rounds },
      );
      const one = timings[nameOf(1)];
      for (const count of counts) {
        const timing = timings[nameOf(count)];
        const gain = ratio(one, timing);
        rows.push({ name: nameOf(count), ...timing, against: gain });
        if (count === 2)
          gains.push({ name: `${title}, two threads against one, both cores free`, ...gain, aim: kind === "pointwise" ? 1.6 : 1.3 });
      }
    }
    return {
      rows,
      against: "times faster than one thread",
      notes: [`load before ${before}, after ${load()}, ${cpus().length} cores: a core that somebody else has is worth nothing here`],
      gates: gains,
    };
  },
};
