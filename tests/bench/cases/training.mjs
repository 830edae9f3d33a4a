/**
 * @file Whole training steps as the lab takes them, for every preset: the fused kernel against composed tfjs operations in the
 * same engine. Then the denoising step and sampling, which a visitor waits for most.
 */
import { contest } from "../contest.mjs";
import { ratio } from "../rounds.mjs";

/** @typedef {{ preset: string, rollsOut: boolean }} Listed */
/** @typedef {import("../case.d.ts").Ratio} Ratio */

/** Floors of issue 4: a fused pointwise step, a roll-out. */
const AIMS = { pointwise: 8, rollsOut: 6 };

/** @param {readonly Ratio[]} ratios */
const least = (ratios) => ({
  value: Math.min(...ratios.map(({ value }) => value)),
  byBest: Math.min(...ratios.map(({ byBest = NaN }) => byBest)),
});

/** @type {import("../case.d.ts").Case} */
export const presets = {
  name: "presets",
  title: "A training step of every preset: our wasm against composed tfjs operations (wasm)",
  async run({ lane, rounds, say }) {
    const page = await lane("page");
    const listed = /** @type {Listed[]} */ (await page.ask({ op: "list" }));
    const rows = [];
    /** @type {{ pointwise: Ratio[], rollsOut: Ratio[] }} */
    const ratios = { pointwise: [], rollsOut: [] };
    for (const { preset, rollsOut } of listed) {
      const { timings } = await contest(
        [
          { name: "ours", lane: page, what: { kind: "training", by: "fused", preset }, milliseconds: 100 },
          { name: "tfjs", lane: page, what: { kind: "training", by: "reference", preset }, milliseconds: 1 },
        ],
        { rounds },
      );
      const against = ratio(timings["tfjs"], timings["ours"]);
      say(`${preset}: ${timings["ours"]?.median.toFixed(2) ?? "?"} ms, ${against.value.toFixed(1)} times`);
      ratios[rollsOut ? "rollsOut" : "pointwise"].push(against);
      rows.push({
        name: preset,
        ...timings["ours"],
        against,
        note: `tfjs ${timings["tfjs"]?.median.toFixed(1) ?? "?"} ms${rollsOut ? ", roll-out" : ""}`,
      });
    }
    return {
      rows,
      against: "times faster than tfjs",
      gates: [
        { name: "slowest ratio of a pointwise preset", ...least(ratios.pointwise), aim: AIMS.pointwise, gate: AIMS.pointwise },
        { name: "slowest ratio of a roll-out preset", ...least(ratios.rollsOut), aim: AIMS.rollsOut, gate: AIMS.rollsOut },
      ],
    };
  },
};

const SCORE = "moons-diffusion";

/** @type {import("../case.d.ts").Case} */
export const score = {
  name: "score",
  title: "Denoising score step (moons-diffusion as it comes)",
  async run({ lane, rounds }) {
    const page = await lane("page");
    const by = (/** @type {"fused" | "fast" | "reference"} */ route) =>
      /** @type {const} */ ({ kind: "training", by: route, preset: SCORE });
    const { timings } = await contest(
      [
        { name: "composed tfjs (wasm)", lane: page, what: by("reference"), milliseconds: 300 },
        { name: "our wasm", lane: page, what: by("fused") },
        { name: "our wasm, fast build", lane: page, what: by("fast") },
      ],
      { rounds },
    );
    const tfjs = timings["composed tfjs (wasm)"];
    return {
      rows: Object.entries(timings).map(([name, timing]) => ({ name, ...timing, against: ratio(tfjs, timing) })),
      against: "times faster than tfjs",
    };
  },
};

/** @type {import("../case.d.ts").Case} */
export const sampling = {
  name: "sampling",
  title: "Drawing 10,000 particles by the experiment's sampler",
  async run({ lane, rounds }) {
    const page = await lane("page");
    const rows = [];
    for (const preset of [SCORE, "moons-ot"]) {
      const { timings } = await contest(
        [{ name: preset, lane: page, what: { kind: "sampling", by: "fused", preset, particles: 10_000 }, milliseconds: 1 }],
        { rounds },
      );
      rows.push({ name: preset, ...timings[preset] });
    }
    return { rows };
  },
};
