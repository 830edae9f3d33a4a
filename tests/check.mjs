/**
 * @file `npm run check`: every step, each closing with its count; the last line of all is `N passed, N failed`.
 *
 *     npm run check -- [--only lint,unit]
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { STEPS } from "./steps.mjs";

const { values } = parseArgs({ options: { only: { type: "string" } } });
const only = values.only?.split(",");
const unknown = only?.filter((name) => !STEPS.some((step) => step.name === name)) ?? [];
if (unknown.length > 0) throw new Error(`no step ${unknown.join(", ")}; there are ${STEPS.map(({ name }) => name).join(", ")}`);

mkdirSync(join(import.meta.dirname, "../.cache/check"), { recursive: true });

// The tools run in groups of their own, which end when this process does.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));

const seconds = (/** @type {number} */ since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

const started = performance.now();
/** @type {string[]} */
const closing = [];
let passed = 0;
let failed = 0;

const chosen = STEPS.filter(({ name }) => only?.includes(name) ?? true);

/** What a step has to say waits until the step has its turn. */
function voice() {
  let kept = "";
  let its = false;
  return {
    say: (/** @type {string} */ text) => {
      if (its) process.stdout.write(text);
      else kept += text;
    },
    turn: () => {
      its = true;
      process.stdout.write(kept);
    },
  };
}

const voices = new Map(chosen.map((step) => [step, voice()]));

/** @param {import("./steps.mjs").Step} step */
async function timed(step) {
  const began = performance.now();
  const say = voices.get(step)?.say ?? (() => undefined);
  const outcome = await step.run(say).catch((/** @type {unknown} */ error) => ({ passed: 0, failed: 1, says: String(error) }));
  return { outcome, took: seconds(began) };
}

/** Steps that keep one core busy go two at a time. */
let lanes = 2;
/** @type {(() => void)[]} */
const waiting = [];

/** @param {import("./steps.mjs").Step} step */
async function inLane(step) {
  if (lanes > 0) lanes -= 1;
  else await new Promise((/** @type {(begin: void) => void} */ begin) => waiting.push(begin));
  const result = await timed(step);
  const next = waiting.shift();
  if (next === undefined) lanes += 1;
  else next();
  return result;
}

const beside = new Map(chosen.filter((step) => step.beside).map((step) => [step, inLane(step)]));

for (const step of chosen) {
  const { name, needed = false } = step;
  process.stdout.write(`\n── ${name}\n`);
  voices.get(step)?.turn();
  // The others take both cores.
  if (!step.beside) await Promise.all(beside.values());
  const { outcome, took } = await (beside.get(step) ?? timed(step));
  passed += outcome.passed;
  failed += outcome.failed;
  const line = `${outcome.failed === 0 ? "✓" : "✗"} ${name}: ${outcome.says} (${took})`;
  closing.push(line);
  process.stdout.write(`${line}\n`);
  if (needed && outcome.failed > 0) {
    closing.push(`✗ stopped here: what follows needs the ${name}`);
    break;
  }
}

process.stdout.write(`\n${closing.join("\n")}\n${seconds(started)} in all\n\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
