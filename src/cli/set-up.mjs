/** @file What must be there before anything of the lab can run: a Node that is new enough, and the packages of the lockfile. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");

/** Node 20.19, 22.13 or 24: what the tools of the lockfile ask for. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const enough = (major === 20 && minor >= 19) || (major === 22 && minor >= 13) || major >= 24;
  if (!enough) throw new Error(`MFG Lab needs Node 20.19+, 22.13+ or 24 and later; this is ${process.versions.node}`);
}

/** @typedef {{ version?: string, optional?: boolean, devOptional?: boolean, link?: boolean }} Locked */

/** @param {string} file @returns {Record<string, Locked>} */
function lockedPackages(file) {
  if (!existsSync(file)) return {};
  const lock = /** @type {{ packages?: Record<string, Locked> }} */ (JSON.parse(readFileSync(file, "utf8")));
  return lock.packages ?? {};
}

/** Are exactly the lockfile's versions installed? Packages for other platforms may be absent. */
function installed() {
  const wanted = lockedPackages(join(ROOT, "package-lock.json"));
  const present = lockedPackages(join(ROOT, "node_modules/.package-lock.json"));
  return Object.entries(wanted).every(([path, { version, optional, devOptional, link }]) => {
    if (path === "" || link === true) return true;
    const found = present[path];
    return found === undefined ? optional === true || devOptional === true : found.version === version;
  });
}

/** npm writes to stderr, so that stdout stays the caller's. @param {string[]} args */
function npm(args) {
  const options = [...args, "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  const program = process.env["npm_execpath"];
  const { status } =
    program !== undefined && /\.c?js$/.test(program)
      ? spawnSync(process.execPath, [program, ...options], { cwd: ROOT, stdio: ["ignore", 2, 2] })
      : spawnSync("npm", options, { cwd: ROOT, stdio: ["ignore", 2, 2], shell: process.platform === "win32" });
  return status === 0;
}

/**
 * Installs the packages if they are missing or older than the lockfile. `npm ci` refuses where some mirror lacks a package
 * for another platform; `npm install` then takes the same versions and only leaves that one out.
 */
export function ensurePackages() {
  if (installed()) return;
  process.stderr.write("Installing packages (npm ci) …\n");
  if (!npm(["ci"]) && !npm(["install", "--no-save"])) throw new Error("the packages could not be installed: see npm's messages above");
}

/** Files and folders whose change makes a build old. Folders count, because a deleted file leaves its trace only there. */
const SOURCES = ["src", "public", "index.html", "vite.config.ts", "tsconfig.json", "package-lock.json"];

/** @param {string} path @returns {{ path: string, changed: number }[]} */
function walk(path) {
  const entry = statSync(path);
  const here = [{ path, changed: entry.mtimeMs }];
  return entry.isDirectory() ? [...here, ...readdirSync(path).flatMap((name) => walk(join(path, name)))] : here;
}

/** Everything a build is made of, with the time of its last change in ms. */
export function sources() {
  return SOURCES.map((name) => join(ROOT, name))
    .filter((path) => existsSync(path))
    .flatMap(walk);
}
