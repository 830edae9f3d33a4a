/**
 * @file What a researcher would use instead: whole training steps in PyTorch, derivatives by autograd and by hand, on one core and on
 * all; against the page's step and the headless runner's.
 */
import { execFileSync } from "node:child_process";
import { cpus } from "node:os";
import { join } from "node:path";
import { contest } from "../contest.mjs";
import { ratio } from "../rounds.mjs";
import { findTorch, torchStep } from "../torch.mjs";

/** @typedef {import("../case.d.ts").Case} Case */
/** @typedef {import("../rounds.mjs").Timing} Timing */

const ROOT = join(import.meta.dirname, "../../..");

const STEPS = /** @type {const} */ ([
  { model: "score", preset: "moons-diffusion", title: "denoising score step" },
  { model: "hjb", preset: "three-modes-hjb", title: "score step with HJB residual" },
  { model: "flow", preset: "moons-ot", title: "OT-flow roll-out" },
]);

/** Sums in another order, in f32. */
const TOLERANCE = 1e-3;

/** The headless runner, on the threads that it takes by itself. @param {string} preset */
function runner(preset) {
  const args = ["src/cli/lab.mjs", "bench", preset, "--backend", "wasm", "--seconds", "0.7"];
  const printed = execFileSync(process.execPath, args, { cwd: ROOT, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  const { milliseconds } = /** @type {{ milliseconds: { median: number } }} */ (JSON.parse(printed));
  return [milliseconds.median];
}

/** In every round whichever was fastest then. @param {readonly (Timing | undefined)[]} timings @returns {Timing} */
function fastest(timings) {
  const all = timings.filter((timing) => timing !== undefined);
  const rounds = (all[0]?.rounds ?? []).map((_, round) => Math.min(...all.map((timing) => timing.rounds[round] ?? Infinity)));
  return { best: Math.min(...all.map(({ best }) => best)), median: rounds.toSorted((a, b) => a - b)[rounds.length >> 1] ?? NaN, rounds };
}

/** @type {Case} */
export const torch = {
  name: "torch",
  title: "Whole training steps against PyTorch",
  async run({ lane, rounds, say }) {
    const found = findTorch();
    if ("skipped" in found) return { rows: [], notes: [found.skipped] };
    const page = await lane("page");
    const isolated = await lane("isolated", { isolated: true });
    const threads = cpus().length;
    const rows = [];
    const gates = [];
    for (const { model, preset, title } of STEPS) {
      const routes = /** @type {const} */ (["autograd", "hand"]).flatMap((route) =>
        [...new Set([1, cpus().length])].map((threads) => ({
          name: `${title}, PyTorch ${route === "hand" ? "by hand" : "by autograd"}, ${threads === 1 ? "one thread" : `${threads} threads`}`,
          ...torchStep(found, model, route, threads),
        })),
      );
      const [first] = routes;
      for (const { name, norm } of routes)
        if (!(Math.abs(norm / (first?.norm ?? NaN) - 1) < TOLERANCE)) throw new Error(`${name}: its gradient is another one`);
      const by = (/** @type {"fused" | "fast"} */ route, /** @type {number} */ team = 1) =>
        /** @type {const} */ ({ kind: "training", by: route, preset, threads: team });
      const [ours, fast, headless] = [`${title}, our wasm`, `${title}, our wasm, fast build`, `${title}, headless runner`];
      const [team, fastTeam] = [`${ours}, ${threads} threads`, `${fast}, ${threads} threads`];
      const { timings } = await contest(
        [
          { name: ours, lane: page, what: by("fused") },
          { name: fast, lane: page, what: by("fast") },
          ...(threads === 1
            ? []
            : [
                { name: team, lane: isolated, what: by("fused", threads) },
                { name: fastTeam, lane: isolated, what: by("fast", threads) },
              ]),
        ],
        {
          rounds,
          same: false,
          outsiders: [...routes.map(({ name, read }) => ({ name, read })), { name: headless, read: () => Promise.resolve(runner(preset)) }],
        },
      );
      const best = fastest(routes.map(({ name }) => timings[name]));
      for (const [name, timing] of Object.entries(timings)) rows.push({ name, ...timing, against: ratio(best, timing) });
      const lab = fastest([timings[ours], timings[team], timings[headless]]);
      gates.push({ name: `${title}, best PyTorch against the lab as it comes`, ...ratio(best, lab), aim: 2 });
      gates.push({ name: `${title}, the same with relaxed SIMD`, ...ratio(best, fastest([timings[fast], timings[fastTeam]])), aim: 2 });
      say(`${title}: ${ratio(best, lab).value.toFixed(1)} times the best PyTorch`);
    }
    return {
      rows,
      against: "times faster than the best PyTorch",
      notes: [`PyTorch ${found.version}, products at ${found.speed.toFixed(0)} GFLOP/s on one thread: tests/bench/torch_steps.py`],
      gates,
    };
  },
};
