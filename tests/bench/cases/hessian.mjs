/** @file What the whole Hessian costs: the reference step with ΔU = ∂₁₁U + ∂₂₂U from three channels beside one channel for ΔU. */
import { contest } from "../contest.mjs";
import { ratio } from "../rounds.mjs";

/** @type {import("../case.d.ts").Case} */
export const hessian = {
  name: "hessian",
  title: "The reference step with the whole Hessian",
  async run({ lane, rounds }) {
    const page = await lane("page");
    const entry = (/** @type {string} */ name, /** @type {"fused" | "fast"} */ by, /** @type {"laplacian" | "hessian"} */ second) => ({
      name,
      lane: page,
      what: /** @type {const} */ ({ kind: "pointwise", by, second }),
    });
    const { timings } = await contest(
      [
        entry("Laplacian", "fused", "laplacian"),
        entry("Hessian", "fused", "hessian"),
        entry("Laplacian, fast build", "fast", "laplacian"),
        entry("Hessian, fast build", "fast", "hessian"),
      ],
      { rounds },
    );
    const of = (/** @type {string} */ build) => ratio(timings[`Hessian${build}`], timings[`Laplacian${build}`]);
    return {
      rows: Object.entries(timings).map(([name, timing]) => ({ name, ...timing, against: ratio(timing, timings["Laplacian"]) })),
      against: "times the first",
      gates: [
        { name: "time(Hessian) / time(Laplacian)", ...of(""), aim: 1.4, most: true },
        { name: "the same, fast build", ...of(", fast build"), aim: 1.4, most: true },
      ],
    };
  },
};
