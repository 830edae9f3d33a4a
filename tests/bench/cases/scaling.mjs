/** @file How the fused reference step grows: in batch, width, depth and dimension. */
import { contest } from "../contest.mjs";
import { ratio } from "../rounds.mjs";

/** @type {Record<string, { shape?: { width?: number, depth?: number, dimension?: 1 | 2 }, n?: number }>} */
const CHANGES = {
  "64 × 2, batch 1,024, plane": {},
  "batch 8,192": { n: 8192 },
  "width 128": { shape: { width: 128 } },
  "width 256": { shape: { width: 256 } },
  "depth 1": { shape: { depth: 1 } },
  "depth 4": { shape: { depth: 4 } },
  "on the line": { shape: { dimension: 1 } },
};

/** @type {import("../case.d.ts").Case} */
export const scaling = {
  name: "scaling",
  title: "Scaling of the fused reference step",
  async run({ lane, rounds }) {
    const page = await lane("page");
    const entries = Object.entries(CHANGES).map(([name, change]) => ({
      name,
      lane: page,
      what: /** @type {const} */ ({ kind: "pointwise", by: "fused", ...change }),
    }));
    const { timings } = await contest(entries, { rounds, same: false });
    const base = timings["64 × 2, batch 1,024, plane"];
    return {
      rows: Object.entries(timings).map(([name, timing]) => ({ name, ...timing, against: ratio(timing, base) })),
      against: "times the first",
      gates: [
        { name: "time(batch 8,192) / time(1,024)", ...ratio(timings["batch 8,192"], base), aim: 8.2, most: true },
        { name: "time(width 128) / time(64)", ...ratio(timings["width 128"], base), aim: 4, most: true },
      ],
    };
  },
};
