/** @file What a training step asks of WebGPU, on whatever adapter Chromium has here. */

/** @typedef {import("../browser/gpu.ts").OnGpu} OnGpu */

const SECONDS = 5;

/** As the tests of the fused steps allow. */
const TOLERANCE = 1e-3;

/** @type {import("../case.d.ts").Case} */
export const webgpu = {
  name: "webgpu",
  title: "WebGPU: what a training step costs besides the device's own time",
  async run({ lane, say }) {
    const page = await lane("webgpu", { gpu: true });
    const rows = [];
    /** @type {Record<string, OnGpu>} */
    const found = {};
    for (const [kind, preset] of Object.entries({ points: "moons-diffusion", "roll-out": "moons-ot" })) {
      const on = /** @type {OnGpu} */ (await page.ask({ op: "gpu", preset, seconds: SECONDS }));
      if (on.notFused !== null) throw new Error(`${preset} is not fused: ${on.notFused}`);
      if (!(on.apart < TOLERANCE)) throw new Error(`${preset}: the moments are ${on.apart.toExponential(1)} apart from wasm's`);
      found[kind] = on;
      const value = `${on.dispatches.toFixed(2)} dispatches, ${on.submits.toFixed(3)} submits, ${on.bytes.toFixed(0)} bytes, ${on.scriptMilliseconds.toFixed(3)} ms in JavaScript`;
      say(`${preset}: ${value}`);
      rows.push({
        name: `${kind} (${preset})`,
        value,
        note: `${on.milliseconds.toFixed(1)} ms a step on ${on.software ? "a software adapter" : on.adapter}; moments apart from wasm's by ${on.apart.toExponential(0)}`,
      });
    }
    const [points, rolled] = /** @type {[OnGpu, OnGpu]} */ ([found["points"], found["roll-out"]]);
    return {
      rows,
      notes: ["A software adapter's milliseconds say nothing about a GPU; counts and JavaScript time carry over."],
      gates: [
        // Losses are gathered once a submit, which holds up to 128 steps; a software adapter is so slow that it is one step.
        { name: "dispatches a step, pointwise loss", value: points.dispatches - points.gathering, aim: 2, gate: 3, most: true },
        { name: "JavaScript a step, pointwise loss (ms)", value: points.scriptMilliseconds, aim: 0.2, gate: 0.5, most: true },
        {
          name: "dispatches a step, roll-out K = 8",
          value: rolled.dispatches - rolled.gathering,
          aim: 6,
          gate: 10,
          most: true,
        },
      ],
    };
  },
};
