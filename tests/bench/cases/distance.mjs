/** @file Seconds of training until the samples are nearly as good as the data: sliced W₂ at 3 and 2 times its floor. */

/** Seconds of training. Composed roll-outs take seconds a step: they are not waited for. */
const CAP = { ours: 30, tfjs: 40 };

/** @typedef {import("../browser/sessions.ts").Reached} Reached */

/** @type {import("../case.d.ts").Case} */
export const distance = {
  name: "distance",
  title: "Seconds of training until sliced W₂ is 3 × and 2 × its floor",
  async run({ lane, say }) {
    const page = await lane("page");
    const rows = [];
    for (const preset of ["eight-gaussians-diffusion", "moons-diffusion", "eight-gaussians-ot", "moons-ot"]) {
      for (const [name, by, most] of /** @type {const} */ ([
        ["our wasm", "fused", CAP.ours],
        ["composed tfjs (wasm)", "reference", CAP.tfjs],
      ])) {
        const reached = /** @type {Reached} */ (await page.ask({ op: "reach", preset, by, cap: most }));
        const at = (/** @type {"2" | "3"} */ mark) => {
          const seconds = reached.seconds[mark];
          return seconds === null ? `not within ${most} s` : `${seconds.toFixed(2)} s`;
        };
        const value = `3 ×: ${at("3")}; 2 ×: ${at("2")}`;
        say(`${preset}, ${name}: ${value}`);
        rows.push({ name: `${preset}, ${name}`, value, note: `${reached.steps} steps, at the end ${reached.last.toFixed(2)} floors` });
      }
    }
    return { rows, notes: ["Floor: median of 9 pairs of 2,048 true samples. Looking is not counted as training."] };
  },
};
