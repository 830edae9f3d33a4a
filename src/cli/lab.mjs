/**
 * @file `npm run -s lab -- …`: bundles the headless runner if the sources have changed, then runs it in this process.
 *
 * stdout belongs to the runner; everything said here goes to stderr. Runs may start side by side: each bundle has the
 * fingerprint of its sources in its name, and appears whole (a rename) or not at all.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ensurePackages, requireNode, ROOT, sources } from "./set-up.mjs";

const BUNDLES = join(ROOT, ".cache/cli");

/** Bundles of earlier sources are kept for an hour: a long run may still load a part of its own. */
const KEPT_MS = 3_600_000;

function fingerprint() {
  const hash = createHash("sha256");
  for (const { path, changed } of sources()) hash.update(`${path}\0${changed}\n`);
  return hash.digest("hex").slice(0, 16);
}

/** @param {string} current */
function forgetOld(current) {
  for (const name of readdirSync(BUNDLES)) {
    const path = join(BUNDLES, name);
    if (name !== current && Date.now() - statSync(path).mtimeMs > KEPT_MS) rmSync(path, { recursive: true, force: true });
  }
}

/** @returns {Promise<string>} the runner's entry */
async function bundle() {
  const name = fingerprint();
  const home = join(BUNDLES, name);
  const entry = join(home, "main.js");
  if (existsSync(entry)) return entry;
  mkdirSync(BUNDLES, { recursive: true });
  const { build } = await import("vite");
  const making = join(BUNDLES, `${name}.${process.pid}`);
  await build({ configFile: join(ROOT, "src/cli/bundle.config.ts"), build: { outDir: making }, logLevel: "error" });
  try {
    renameSync(making, home);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    if (!existsSync(entry)) throw error;
  }
  forgetOld(name);
  return entry;
}

/** @returns {Promise<number>} the exit code */
async function lab() {
  requireNode();
  // Only there: reading the maps takes half as long as starting.
  if (tracing) process.setSourceMapsEnabled(true);
  ensurePackages();
  const entry = await bundle();
  const runner = /** @type {{ main: (args: string[]) => Promise<number> }} */ (await import(pathToFileURL(entry).href));
  return runner.main(process.argv.slice(2));
}

const tracing = process.argv.includes("--trace");

try {
  process.exitCode = await lab();
} catch (error) {
  const said = error instanceof Error ? (tracing ? error.stack : error.message) : String(error);
  process.stderr.write(`lab: ${said ?? ""}\n`);
  process.exitCode = 1;
}
