/** @file A roll-out's step: RK4, K = 8, a potential and its kinetic cost, gradients through the positions. */
import { contest } from "../contest.mjs";
import { ratio } from "../rounds.mjs";

/** The tape of composed operations at a batch of 1,024 is half a gigabyte. */
const BATCH = 512;

/** @type {import("../case.d.ts").Case} */
export const rollOut = {
  name: "roll-out",
  title: `Roll-out, RK4, K = 8, batch ${BATCH}`,
  async run({ lane, rounds }) {
    const page = await lane("page");
    const by = (/** @type {"tfjs" | "fused" | "fast" | "custom-grad"} */ route) =>
      /** @type {const} */ ({ kind: "roll-out", by: route, n: BATCH, steps: 8 });
    const { timings, apart } = await contest(
      [
        { name: "tfjs wasm, eager, one tape", lane: page, what: by("tfjs"), milliseconds: 1 },
        { name: "our wasm", lane: page, what: by("fused") },
        { name: "our wasm, fast build", lane: page, what: by("fast") },
        { name: "our op in tfjs (customGrad)", lane: page, what: by("custom-grad"), milliseconds: 1 },
      ],
      { rounds },
    );
    const tfjs = timings["tfjs wasm, eager, one tape"];
    return {
      rows: Object.entries(timings).map(([name, timing]) => ({
        name,
        ...timing,
        against: ratio(tfjs, timing),
        note: name in apart ? `gradient apart by ${(apart[name] ?? NaN).toExponential(0)}` : "",
      })),
      against: "times faster than tfjs",
      gates: [{ name: "roll-out K = 8 against tfjs wasm eager", ...ratio(tfjs, timings["our wasm"]), aim: 12, gate: 6 }],
    };
  },
};
