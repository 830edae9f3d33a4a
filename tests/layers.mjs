/**
 * @file The layer rules, with a guard: with a compiler it does not understand, dependency-cruiser checks nothing and is content.
 */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import config from "../.dependency-cruiser.mjs";

const ROOT = join(import.meta.dirname, "..");

/** @typedef {{ rule: { name: string }, from: string, to: string, cycle?: { name: string }[] }} Violation */
/** @typedef {{ summary: { violations: Violation[] }, modules: { source: string, dependencies: unknown[] }[] }} Cruise */

/** Every file of src/ that is TypeScript to the compiler. */
function sourceFiles() {
  return readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" }).filter(
    (name) => /\.tsx?$/.test(name) && !/\.(assembly|d)\.ts$/.test(name),
  );
}

function cruise() {
  const bin = join(ROOT, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
  const { stdout, stderr } = spawnSync(process.execPath, [bin, "--config", ".dependency-cruiser.mjs", "--output-type", "json", "src"], {
    cwd: ROOT,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  try {
    return /** @type {Cruise} */ (JSON.parse(stdout));
  } catch {
    throw new Error(`dependency-cruiser gave no report:\n${stderr}${stdout.slice(0, 2000)}`);
  }
}

const { summary, modules } = cruise();
const ours = modules.filter(({ source }) => source.startsWith("src/"));
const edges = ours.reduce((sum, { dependencies }) => sum + dependencies.length, 0);
const seen = new Set(ours.map(({ source }) => source));
const missed = sourceFiles().filter((name) => !seen.has(`src/${name.replaceAll("\\", "/")}`));

/** What each rule says to do. @type {Map<string, string | undefined>} */
const advice = new Map(config.forbidden.map(({ name, comment }) => [name, comment]));
const silent = [...advice].filter(([, comment]) => comment === undefined || comment.length < 20).map(([name]) => name);

for (const { rule, from, to, cycle } of summary.violations) {
  const path = cycle === undefined ? to : cycle.map(({ name }) => name).join(" → ");
  process.stdout.write(`${rule.name}: ${from} → ${path}\n  ${advice.get(rule.name) ?? ""}\n`);
}
for (const name of missed) process.stdout.write(`not checked: src/${name}\n`);

for (const name of silent) process.stdout.write(`${name}: the rule does not say what to do (its \`comment\`)\n`);

const vacuous = ours.length === 0 || edges === 0;
process.stdout.write(`${ours.length} modules, ${edges} imports, ${summary.violations.length} forbidden, ${missed.length} not checked\n`);
if (vacuous || silent.length > 0 || summary.violations.length > 0 || missed.length > 0) process.exitCode = 1;
