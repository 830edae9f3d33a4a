/** @file The reference step by everybody who can take it: U = MLP 3-64-64-1 tanh, batch 1,024, HJB loss, full gradient, Adam. */
import { contest } from "../contest.mjs";
import { nativeStep } from "../native.mjs";
import { ratio } from "../rounds.mjs";

/** @typedef {import("../case.d.ts").Case} Case */

/** @param {Parameters<typeof ratio>} pair */
const times = (...pair) => ratio(...pair).value.toPrecision(3);

/** @type {Case} */
export const step = {
  name: "step",
  title: "Reference step",
  async run({ lane, rounds }) {
    const page = await lane("page");
    const given = /** @type {number[]} */ (await page.ask({ op: "given" }));
    const native = nativeStep(given, "fused");
    const plain = nativeStep(given, "plain");
    const by = (/** @type {"tfjs" | "custom-grad" | "fused" | "fast" | "jax"} */ route) =>
      /** @type {const} */ ({ kind: "pointwise", by: route });
    const { timings, apart } = await contest(
      [
        { name: "tfjs wasm, eager", lane: page, what: by("tfjs"), milliseconds: 500 },
        { name: "our wasm", lane: page, what: by("fused") },
        { name: "our wasm, fast build", lane: page, what: by("fast") },
        { name: "our op in tfjs (customGrad)", lane: page, what: by("custom-grad") },
        { name: "jax-js jit", lane: await lane("jax"), what: by("jax") },
        { name: "jax-js jit, isolated page", lane: await lane("jax isolated", { isolated: true }), what: by("jax") },
      ],
      {
        rounds,
        outsiders: [
          ...("read" in native ? [{ name: "native C", ...native }] : []),
          ...("read" in plain ? [{ name: "native C, products not fused", ...plain }] : []),
        ],
      },
    );
    const tfjs = timings["tfjs wasm, eager"];
    const jax = [timings["jax-js jit"], timings["jax-js jit, isolated page"]];
    const ours = timings["our wasm"];
    const fast = timings["our wasm, fast build"];
    const unfused = timings["native C, products not fused"];
    const bestJax = (jax[0]?.median ?? Infinity) < (jax[1]?.median ?? Infinity) ? jax[0] : jax[1];
    return {
      rows: Object.entries(timings).map(([name, timing]) => ({
        name,
        ...timing,
        against: ratio(tfjs, timing),
        note: name in apart ? `gradient apart by ${(apart[name] ?? NaN).toExponential(0)}` : "",
      })),
      against: "times faster than tfjs",
      notes: [
        "skipped" in native ? `native C: ${native.skipped}` : `native C: ${native.by}`,
        ...("read" in plain
          ? [
              `native C, products not fused: ${plain.by}. What rounds a·b + c twice, as bits that are the same on every machine ask for, is in C ` +
                `${times(tfjs, unfused)} times faster than tfjs, ${times(bestJax, unfused)} times faster than jax-js, ${times(timings["native C"], unfused)} of fused C's speed.`,
            ]
          : []),
      ],
      gates: [
        { name: "reference step, our wasm against tfjs wasm eager", ...ratio(tfjs, ours), aim: 15, gate: 8 },
        { name: "the same, fast build", ...ratio(tfjs, fast), aim: 15 },
        { name: "our wasm against jax-js jit in its best mode", ...ratio(bestJax, ours), aim: 2.5, gate: 1.5 },
        ...("read" in native
          ? [
              { name: "our wasm against native C with fused products", ...ratio(timings["native C"], ours), aim: 0.75 },
              { name: "the same, fast build", ...ratio(timings["native C"], fast), aim: 0.75 },
            ]
          : []),
        ...("read" in plain ? [{ name: "our wasm against native C without fused products", ...ratio(unfused, ours), aim: 0.75 }] : []),
        { name: "loss through customGrad against tfjs eager", ...ratio(tfjs, timings["our op in tfjs (customGrad)"]), aim: 9, gate: 5 },
      ],
    };
  },
};
