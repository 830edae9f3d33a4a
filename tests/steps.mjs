/**
 * @file The steps of `npm run check`, in order. Each runs one tool and says, in one line, what it counted.
 *
 * A step of tests counts its tests; any other step counts as one.
 */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runTool } from "./tool.mjs";

const ROOT = join(import.meta.dirname, "..");

const RESULTS = join(ROOT, ".cache/check");

const MINUTE = 60_000;

/** @typedef {{ passed: number, failed: number, says: string }} Outcome */
/** @typedef {(text: string) => void} Say */
/**
 * @typedef {object} Step
 * @property {string} name
 * @property {boolean} [needed] nothing after it makes sense without it
 * @property {boolean} [beside] it keeps one core busy: two of them run at a time, before the steps that take both cores
 * @property {(say: Say) => Promise<Outcome>} run
 */

/** @param {string} file @returns {unknown} */
const readJson = (file) => JSON.parse(readFileSync(file, "utf8"));

/** The file that a package's command runs, so that no shell and no PATH stand between. @param {string} name @param {string} [command] */
function binary(name, command = name) {
  const file = join(ROOT, "node_modules", name, "package.json");
  const { bin } = /** @type {{ bin: string | Record<string, string> }} */ (readJson(file));
  const path = typeof bin === "string" ? bin : bin[command];
  if (path === undefined) throw new Error(`${name} has no command ${command}`);
  return join(ROOT, "node_modules", name, path);
}

/** @param {boolean} good @param {string} says @returns {Outcome} */
const one = (good, says) => ({ passed: good ? 1 : 0, failed: good ? 0 : 1, says });

/** The last match of a pattern in what a tool wrote. @param {string} text @param {RegExp} pattern */
const last = (text, pattern) => [...text.matchAll(new RegExp(pattern, "g"))].at(-1)?.[0];

/** @typedef {{ status: string, fullName: string, failureMessages: string[] | null }} Assertion */
/** @typedef {{ name: string, status: string, message?: string, assertionResults: Assertion[] }} Suite */
/** @typedef {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, testResults: Suite[] }} Report */

/**
 * A vitest project, or several at a time. A file that could not even be loaded is one failure; so is a run that ends badly with no test to blame,
 * and a run without tests.
 * @param {number} minutes
 * @param {string[]} projects
 * @returns {(say: Say) => Promise<Outcome>}
 */
function tests(minutes, ...projects) {
  return async (say) => {
    const file = join(RESULTS, `${projects.join("-")}.json`);
    rmSync(file, { force: true });
    const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${file}`];
    const { good } = await runTool(
      [binary("vitest"), "run", ...projects.map((name) => `--project=${name}`), ...reporters],
      minutes * MINUTE,
      say,
    );
    if (!existsSync(file)) return one(false, "the runner ended without a report");
    const report = /** @type {Report} */ (readJson(file));
    const unloaded = report.testResults.filter(({ status, assertionResults }) => status === "failed" && assertionResults.length === 0);
    for (const { name, message } of unloaded) say(`${name}: ${message ?? "could not be loaded"}\n`);
    // A second try (vitest.config.ts) is never silent: what failed at first is a fault of the test or of the lab.
    const again = report.testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ status, failureMessages }) => status === "passed" && (failureMessages ?? []).length > 0);
    for (const { fullName, failureMessages } of again) say(`passed at the second try: ${fullName}\n${failureMessages?.join("\n")}\n`);
    const passed = report.numPassedTests;
    const blamed = report.numFailedTests + unloaded.length;
    const failed = blamed === 0 && (!good || passed === 0) ? 1 : blamed;
    const skipped = report.numPendingTests === 0 ? "" : `, ${report.numPendingTests} skipped`;
    const retried = again.length === 0 ? "" : `, ${again.length} at the second try`;
    return { passed, failed, says: `${report.testResults.length} files, ${passed} tests passed, ${failed} failed${skipped}${retried}` };
  };
}

/** @typedef {{ filePath: string, messages: { line: number, ruleId: string | null, message: string }[] }} LintedFile */

/** @param {Say} say @returns {Promise<Outcome>} */
async function lint(say) {
  const file = join(RESULTS, "eslint.json");
  rmSync(file, { force: true });
  const eslint = binary("eslint");
  const args = ["--max-warnings", "0", "--format", "json", "--output-file", file, "src", "tests"];
  const { good } = await runTool([eslint, ...args], 8 * MINUTE, say);
  if (!existsSync(file)) return one(false, "ESLint ended without a report");
  const files = /** @type {LintedFile[]} */ (readJson(file));
  const problems = files.flatMap(({ filePath, messages }) =>
    messages.map(({ line, ruleId, message }) => `${filePath.slice(ROOT.length + 1)}:${line} ${ruleId ?? "parse"}: ${message}`),
  );
  for (const problem of problems) say(`${problem}\n`);
  return one(good && files.length > 0, `${files.length} files, ${problems.length} problems`);
}

/** @param {Say} say @returns {Promise<Outcome>} */
async function types(say) {
  const { good, output } = await runTool([binary("typescript", "tsc"), "--noEmit", "--listFiles"], 4 * MINUTE, say, {
    shows: (line) => !line.startsWith("/") && !/^[A-Z]:[\\/]/.test(line),
  });
  const files = output.split("\n").filter((line) => line.startsWith(ROOT) && !line.includes("node_modules")).length;
  const errors = (output.match(/error TS\d+/g) ?? []).length;
  return one(good && files > 0, `${files} files, ${errors} errors`);
}

/** @typedef {{ name: string, passed: boolean, size: number, sizeLimit: number }} Limit */

/** @param {Say} say @returns {Promise<Outcome>} */
async function size(say) {
  const { good, output } = await runTool([binary("size-limit"), "--json"], MINUTE, say, { shows: () => false });
  const limits = /** @type {Limit[]} */ (output.trimStart().startsWith("[") ? JSON.parse(output) : []);
  if (limits.length === 0) say(output);
  const kB = (/** @type {number} */ bytes) => (bytes / 1000).toFixed(1);
  const lines = limits.map((part) => `${part.name} ${kB(part.size)} of ${kB(part.sizeLimit)} kB${part.passed ? "" : " TOO LARGE"}`);
  return one(good && limits.length > 0, lines.join(", "));
}

/** Those of one core stand in the order in which they begin: what takes long begins early. @type {Step[]} */
export const STEPS = [
  // Shaders compiled one after the other: half of it is one long test.
  { name: "WebGPU in Node", beside: true, run: tests(15, "gpu") },
  {
    name: "format",
    beside: true,
    run: async (say) => {
      const { good, output, errors } = await runTool([binary("@biomejs/biome", "biome"), "format", "."], MINUTE, say);
      const wrong = `${output}${errors}`.match(/ format ━/g)?.length ?? 0;
      return one(good, last(`${output}${errors}`, /Checked \d+ files/) ?? `${wrong} files to format: npm run format`);
    },
  },
  { name: "lint", beside: true, run: lint },
  {
    name: "verify",
    beside: true,
    run: async (say) => {
      const { good, errors } = await runTool([join(ROOT, "src/cli/lab.mjs"), "verify", "--quick"], 8 * MINUTE, say, { silent: true });
      say(errors);
      return one(good, errors.trim().split("\n").at(-1) ?? "");
    },
  },
  { name: "types", beside: true, run: types },
  {
    name: "build",
    beside: true,
    needed: true,
    run: async (say) => {
      const { good, output } = await runTool([binary("vite"), "build"], 3 * MINUTE, say);
      return one(good, last(output, /\d+ modules transformed/) ?? "the build failed");
    },
  },
  {
    name: "layers",
    beside: true,
    run: async (say) => {
      const { good, output } = await runTool([join(ROOT, "tests/layers.mjs")], 2 * MINUTE, say);
      return one(good, last(output, /\d+ modules, .*/) ?? "no report");
    },
  },
  {
    name: "dead code",
    beside: true,
    run: async (say) => {
      // Then what only tests use: it does not ship, so it counts as unused there.
      const all = await runTool([binary("knip"), "--no-progress"], 2 * MINUTE, say);
      const shipped = await runTool([binary("knip"), "--no-progress", "--production"], 2 * MINUTE, say);
      const good = all.good && shipped.good;
      const counts = [...`${all.output}\n${shipped.output}`.matchAll(/^(\w[\w ]*) \((\d+)\)$/gm)].map(
        ([, kind, count]) => `${count} ${kind?.toLowerCase()}`,
      );
      return one(good, counts.length === 0 ? (good ? "0 unused" : "knip failed") : counts.join(", "));
    },
  },
  { name: "unit", run: tests(15, "unit", "apart") },
  { name: "browser", run: tests(12, "browser") },
  { name: "end to end", run: tests(40, "e2e") },
  { name: "size", run: size },
];
