/**
 * @file `npm run bench`: how fast the lab is, against what else there is, in one run.
 *
 *     npm run bench -- [--only step,scaling] [--rounds 5] [--gate] [--before DIR]
 *
 * A whole run writes tests/bench/results.json and RESULTS.md; with --only, what was measured is printed and nothing is written.
 * --before names a checkout of an earlier commit, with its packages: its presets' steps are timed beside today's.
 * With --gate a failed gate ends the process with 1.
 */
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { builtLab } from "./built.mjs";
import { app } from "./cases/app.mjs";
import { before } from "./cases/before.mjs";
import { bytes } from "./cases/bytes.mjs";
import { distance } from "./cases/distance.mjs";
import { hessian } from "./cases/hessian.mjs";
import { rollOut } from "./cases/roll-out.mjs";
import { scaling } from "./cases/scaling.mjs";
import { solvers } from "./cases/solvers.mjs";
import { step } from "./cases/step.mjs";
import { threads } from "./cases/threads.mjs";
import { torch } from "./cases/torch.mjs";
import { presets, sampling, score } from "./cases/training.mjs";
import { webgpu } from "./cases/webgpu.mjs";
import { openLanes } from "./lanes.mjs";
import { busy, machine } from "./machine.mjs";
import { gateLine, gatesOf, markdown, passes } from "./report.mjs";

const CASES = [step, hessian, threads, rollOut, score, sampling, scaling, presets, before, solvers, torch, distance, bytes, app, webgpu];

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    rounds: { type: "string", default: "5" },
    gate: { type: "boolean", default: false },
    before: { type: "string" },
  },
});
const only = values.only?.split(",");
const unknown = only?.filter((name) => !CASES.some((each) => each.name === name)) ?? [];
if (unknown.length > 0) throw new Error(`no case ${unknown.join(", ")}; there are ${CASES.map(({ name }) => name).join(", ")}`);
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 3) throw new Error(`--rounds is ${values.rounds}; it must be a whole number from 3 on`);

const say = (/** @type {string} */ text) => process.stderr.write(`  ${text}\n`);

const lanes = await openLanes();
/** @type {Map<string, import("./lanes.mjs").Lane>} */
const open = new Map();
/** @type {import("./report.mjs").Done[]} */
const done = [];
/** @type {Promise<import("./built.mjs").Built> | undefined} */
let lab;
const built = () => (lab ??= builtLab());
const measuredOn = machine(lanes.version);
const warning = busy();
try {
  for (const { name, title, run } of CASES.filter((each) => only?.includes(each.name) ?? true)) {
    process.stderr.write(`${title}\n`);
    try {
      const lane = async (/** @type {string} */ label, /** @type {import("./lanes.mjs").LaneOptions | undefined} */ options) => {
        const found = open.get(label) ?? (await lanes.lane(options));
        open.set(label, found);
        return found;
      };
      done.push({
        name,
        title,
        outcome: await run({ lane, built, rounds, say, before: values.before === undefined ? undefined : resolve(values.before) }),
      });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      say(`not measured: ${message}`);
      done.push({ name, title, error: message });
    }
  }
} finally {
  await lanes.close();
}

const text = markdown(measuredOn, warning, done);
process.stdout.write(`${text}\n`);
if (only === undefined) {
  writeFileSync(
    join(import.meta.dirname, "results.json"),
    `${JSON.stringify({ machine: measuredOn, warning, rounds, cases: done }, null, 2)}\n`,
  );
  writeFileSync(join(import.meta.dirname, "RESULTS.md"), text);
}
if (values.gate) {
  const failed = [
    ...gatesOf(done)
      .filter((gate) => !passes(gate))
      .map((gate) => gateLine(gate).name),
    ...done.filter(({ error }) => error !== undefined).map(({ name }) => name),
  ];
  for (const name of failed) process.stderr.write(`gate failed: ${name}\n`);
  if (failed.length > 0) process.exitCode = 1;
}
