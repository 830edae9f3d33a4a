/** @file `npm test`: all set-up on a fresh machine with Node and git, then `npm run check`. Node's own modules only. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ensurePackages, requireNode, ROOT } from "../src/cli/set-up.mjs";
import { findChromium } from "./setup/chromium.mjs";

/** @param {string} command @param {string[]} args */
function succeeds(command, args) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return spawnSync(command, args, { cwd: ROOT, stdio: ["ignore", 2, 2], env }).status === 0;
}

/** Debian's package brings the libraries that Chromium needs; Playwright's download does not. */
function installFromDebian() {
  if (process.getuid?.() !== 0 || !existsSync("/etc/debian_version")) return false;
  process.stderr.write("Installing Chromium (apt-get) …\n");
  return succeeds("apt-get", ["update", "-qq"]) && succeeds("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"]);
}

function installFromPlaywright() {
  process.stderr.write("Installing Chromium (playwright) …\n");
  return succeeds(process.execPath, [join(ROOT, "node_modules/playwright/cli.js"), "install", "chromium"]);
}

function ensureChromium() {
  const found = findChromium();
  if (found !== undefined) return found;
  // On Ubuntu `chromium` is a stub for a snap: installed is not enough, it must be there to be found.
  const installed = (installFromDebian() ? findChromium() : undefined) ?? (installFromPlaywright() ? findChromium() : undefined);
  if (installed === undefined) throw new Error("Chromium could not be installed: set CHROMIUM_PATH to one");
  return installed;
}

/** The browser must start, not only exist. @param {string} path */
function versionOf(path) {
  const { status, stdout } = spawnSync(path, ["--version", "--no-sandbox"], { encoding: "utf8", timeout: 30_000 });
  if (status !== 0) throw new Error(`${path} does not start; set CHROMIUM_PATH to a Chromium that does`);
  return stdout.trim();
}

try {
  requireNode();
  ensurePackages();
  const chromium = ensureChromium();
  process.stdout.write(`Node ${process.versions.node}; ${versionOf(chromium)} at ${chromium}\n`);
  const { status } = spawnSync(process.execPath, [join(ROOT, "tests/check.mjs"), ...process.argv.slice(2)], {
    cwd: ROOT,
    stdio: "inherit",
    env: { ...process.env, CHROMIUM_PATH: chromium },
  });
  process.exitCode = status ?? 1;
} catch (error) {
  process.stdout.write(`set-up failed: ${error instanceof Error ? error.message : String(error)}\n\n0 passed, 1 failed\n`);
  process.exitCode = 1;
}
