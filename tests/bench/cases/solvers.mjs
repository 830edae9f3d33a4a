/** @file Games solved on a grid in the plane, in the page's worker; the bridge against the same sweeps in numpy, where a python3 with numpy is here. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { contest } from "../contest.mjs";
import { ratio } from "../rounds.mjs";

const BUILT = join(import.meta.dirname, "../../../.cache/bench-numpy");

const BRIDGE = "bridge to a prescribed end, σ² = .05, 128² nodes: our solver";
const NUMPY = "the same in numpy";
const CROWD = "crowd that pays for its density, 64² nodes, 64 time steps: our finite differences";

/** Covariances at the end, where two programs have settled to 1e-9. */
const TOLERANCE = 1e-5;

/** @typedef {{ version: string, covariance: readonly number[], read: () => Promise<number[]> }} InNumpy */

/** @param {readonly number[]} laws @returns {InNumpy | null} */
function bridgeInNumpy(laws) {
  const { status, stdout } = spawnSync("python3", ["-c", "import numpy; print(numpy.__version__)"], { encoding: "utf8" });
  if (status !== 0) return null;
  mkdirSync(BUILT, { recursive: true });
  const file = join(BUILT, "laws.f64");
  writeFileSync(file, Float64Array.from(laws));
  const run = () =>
    execFileSync("python3", [join(import.meta.dirname, "../bridge.py"), file], { encoding: "utf8" })
      .trim()
      .split("\n")
      .map((line) => line.split(" ").map(Number));
  const [, covariance = []] = run();
  return { version: stdout.trim(), covariance, read: () => Promise.resolve([run()[0]?.[0] ?? NaN]) };
}

/** @type {import("../case.d.ts").Case} */
export const solvers = {
  name: "solvers",
  title: "Games solved on a grid in the plane",
  async run({ lane, rounds, say }) {
    const page = await lane("page");
    const numpy = bridgeInNumpy(/** @type {number[]} */ (await page.ask({ op: "bridge" })));
    const what = (/** @type {"bridge" | "crowd"} */ game) => /** @type {const} */ ({ kind: "solving", game });
    if (numpy !== null) {
      const { handle, gradient } = /** @type {{ handle: number, gradient: Record<string, number> }} */ (
        await page.ask({ op: "make", what: what("bridge") })
      );
      await page.ask({ op: "drop", handle });
      const [, , xx = NaN, , xy = NaN, yy = NaN] = Object.values(gradient);
      const apart = Math.max(...[xx, xy, yy].map((value, i) => Math.abs(value - (numpy.covariance[i] ?? NaN))));
      if (!(apart < TOLERANCE)) throw new Error(`numpy's bridge ends with another covariance, apart by ${apart.toExponential(1)}`);
    }
    const { timings } = await contest(
      [
        { name: BRIDGE, lane: page, what: what("bridge"), milliseconds: 0 },
        { name: CROWD, lane: page, what: what("crowd"), milliseconds: 0 },
      ],
      { rounds, same: false, outsiders: numpy === null ? [] : [{ name: NUMPY, read: numpy.read }] },
    );
    const rows = Object.entries(timings).map(([name, timing]) => ({
      name,
      ...timing,
      ...(name === NUMPY ? { against: ratio(timing, timings[BRIDGE]) } : {}),
    }));
    const seconds = (/** @type {string} */ name) => (timings[name]?.median ?? NaN) / 1000;
    say(`bridge ${seconds(BRIDGE).toFixed(2)} s, crowd ${seconds(CROWD).toFixed(2)} s`);
    return {
      rows,
      against: "times as long as our bridge",
      notes: [numpy === null ? "no python3 with numpy on this machine" : `numpy ${numpy.version}: tests/bench/bridge.py`],
      gates: [
        { name: "bridge on 128² nodes (s)", value: seconds(BRIDGE), aim: 2, most: true },
        { name: "crowd on 64² nodes and 64 steps (s)", value: seconds(CROWD), aim: 10, most: true },
      ],
    };
  },
};
