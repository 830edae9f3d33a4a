/**
 * @file The training steps of an earlier checkout's presets, beside the same presets of today: each with its own sources, in one browser.
 *
 *     git worktree add ../earlier COMMIT && npm --prefix ../earlier ci && npm run bench -- --only before --before ../earlier
 */
import { contest } from "../contest.mjs";
import { ratio } from "../rounds.mjs";

/** How much longer a step may take than it did. */
const MOST = 1.05;

/** @param {unknown} listed @returns {string[]} */
const names = (listed) => /** @type {{ preset: string }[]} */ (listed).map(({ preset }) => preset);

/** @type {import("../case.d.ts").Case} */
export const before = {
  name: "before",
  title: "A training step of every preset, against an earlier checkout",
  async run({ lane, rounds, say, before: checkout }) {
    if (checkout === undefined) return { rows: [], notes: ["no earlier checkout was named (--before DIR)"] };
    const now = await lane("page");
    const then = await lane("earlier page", { of: checkout });
    const today = new Set(names(await now.ask({ op: "list" })));
    const earlier = names(await then.ask({ op: "list" }));
    const rows = [];
    const ratios = [];
    for (const preset of earlier.filter((each) => today.has(each))) {
      const what = /** @type {const} */ ({ kind: "training", by: "fused", preset });
      const { timings } = await contest(
        [
          { name: "now", lane: now, what },
          { name: "then", lane: then, what },
        ],
        { rounds, same: false },
      );
      const against = ratio(timings["now"], timings["then"]);
      say(`${preset}: ${against.value.toFixed(3)} of the time it took`);
      ratios.push(against);
      rows.push({ name: preset, ...timings["now"], against, note: `then ${timings["then"]?.median.toFixed(2) ?? "?"} ms` });
    }
    const gone = earlier.filter((each) => !today.has(each));
    return {
      rows,
      against: "times the step of then",
      notes: gone.length > 0 ? [`no longer a preset: ${gone.join(", ")}`] : [],
      gates: [
        {
          name: "slowest preset against the earlier checkout",
          value: Math.max(...ratios.map(({ value }) => value)),
          byBest: Math.max(...ratios.map(({ byBest }) => byBest)),
          aim: MOST,
          most: true,
        },
      ],
    };
  },
};
