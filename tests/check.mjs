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

/** @param {import("./steps.mjs").Step} step */
async function timed({ run }) {
  const began = performance.now();
  const outcome = await run().catch((/** @type {unknown} */ error) => ({ passed: 0, failed: 1, says: String(error) }));
  return { outcome, took: seconds(began) };
}

/** Started before everything else: the first steps leave a core free. */
const beside = new Map(chosen.filter((step) => step.beside).map((step) => [step, timed(step)]));

for (const step of chosen) {
  const { name, needed = false } = step;
  process.stdout.write(`\n── ${name}\n`);
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
