/** @file Games solved on a grid in the plane, in the page's worker; against the same sweeps in numpy, where a python3 with numpy is here. */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { contest } from "../contest.mjs";
import { firstPython } from "../python.mjs";
import { ratio } from "../rounds.mjs";

const BUILT = join(import.meta.dirname, "../../../.cache/bench-numpy");

const BRIDGE = "bridge to a prescribed end, σ² = .05, 128² nodes: our solver";
const BRIDGE_NUMPY = "the same bridge in numpy";
const CROWD = "crowd that pays for its density, 64² nodes, 64 time steps: our finite differences";
const SWEEP = "one sweep of that crowd: ours";
const SWEEP_NUMPY = "the same sweep in numpy";

/** Covariances at the end, where two programs have settled to 1e-9. */
const TOLERANCE = 1e-5;

/** @typedef {import("../lanes.mjs").Lane} Lane */
/** @typedef {"bridge" | "crowd" | "crowd's sweep"} Part */
/** @typedef {{ name: string, read: () => Promise<readonly number[]> }} Outsider */

const what = (/** @type {Part} */ game) => /** @type {const} */ ({ kind: "solving", game });

/**
 * A program in numpy that is given what the page is given, and has to end where the page ends.
 *
 * @param {{ python: string, page: Lane, name: string, program: string, op: "bridge" | "crowd", part: Part }} options
 * @returns {Promise<Outsider>}
 */
async function inNumpy({ python, page, name, program, op, part }) {
  mkdirSync(BUILT, { recursive: true });
  const file = join(BUILT, `${op}.f64`);
  writeFileSync(file, Float64Array.from(/** @type {number[]} */ (await page.ask({ op }))));
  const run = () =>
    execFileSync(python, [join(import.meta.dirname, "..", program), file], { encoding: "utf8" })
      .trim()
      .split("\n")
      .map((line) => line.split(" ").map(Number));
  const [, theirs = []] = run();
  const { handle, gradient } = /** @type {{ handle: number, gradient: Record<string, number> }} */ (
    await page.ask({ op: "make", what: what(part) })
  );
  await page.ask({ op: "drop", handle });
  const [, , xx = NaN, , xy = NaN, yy = NaN] = Object.values(gradient);
  const apart = Math.max(...[xx, xy, yy].map((value, i) => Math.abs(value - (theirs[i] ?? NaN))));
  if (!(apart < TOLERANCE)) throw new Error(`${name} ends with another covariance, apart by ${apart.toExponential(1)}`);
  return { name, read: () => Promise.resolve([run()[0]?.[0] ?? NaN]) };
}

/** @type {import("../case.d.ts").Case} */
export const solvers = {
  name: "solvers",
  title: "Games solved on a grid in the plane",
  async run({ lane, rounds, say }) {
    const page = await lane("page");
    const numpy = firstPython("import numpy; print(numpy.__version__)");
    const outsiders =
      numpy === null
        ? []
        : [
            await inNumpy({ python: numpy.python, page, name: BRIDGE_NUMPY, program: "bridge.py", op: "bridge", part: "bridge" }),
            await inNumpy({ python: numpy.python, page, name: SWEEP_NUMPY, program: "crowd.py", op: "crowd", part: "crowd's sweep" }),
          ];
    const { timings } = await contest(
      [
        { name: BRIDGE, lane: page, what: what("bridge"), milliseconds: 0 },
        { name: CROWD, lane: page, what: what("crowd"), milliseconds: 0 },
        { name: SWEEP, lane: page, what: what("crowd's sweep"), milliseconds: 0 },
      ],
      { rounds, same: false, outsiders },
    );
    /** @type {Record<string, string>} */
    const twins = { [BRIDGE_NUMPY]: BRIDGE, [SWEEP_NUMPY]: SWEEP };
    const rows = Object.entries(timings).map(([name, timing]) => ({
      name,
      ...timing,
      ...(twins[name] === undefined ? {} : { against: ratio(timing, timings[twins[name]]) }),
    }));
    const seconds = (/** @type {string} */ name) => (timings[name]?.median ?? NaN) / 1000;
    say(`bridge ${seconds(BRIDGE).toFixed(2)} s, crowd ${seconds(CROWD).toFixed(2)} s`);
    return {
      rows,
      against: "times as long as ours",
      notes: [numpy === null ? "no python3 with numpy on this machine" : `numpy ${numpy.printed}: tests/bench/bridge.py and crowd.py`],
      gates: [
        { name: "bridge on 128² nodes (s)", value: seconds(BRIDGE), aim: 2, most: true },
        { name: "crowd on 64² nodes and 64 steps (s)", value: seconds(CROWD), aim: 10, most: true },
      ],
    };
  },
};
