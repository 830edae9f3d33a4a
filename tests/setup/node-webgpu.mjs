/**
 * @file WebGPU in Node, for tests: the package `webgpu` (Dawn, 132 MB) is fetched into .cache when tests want it, because nobody
 * who opens the lab needs it; and where the headless runner does not come across it. Node's own modules only.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { ROOT } from "../../src/cli/set-up.mjs";
import { findChromium } from "./chromium.mjs";

const VERSION = "0.6.2";

const HOME = join(ROOT, ".cache/webgpu");

export const NODE_WEBGPU = join(HOME, "node_modules/webgpu");

function installed() {
  const file = join(NODE_WEBGPU, "package.json");
  if (!existsSync(file)) return false;
  const { version } = /** @type {{ version: string }} */ (JSON.parse(readFileSync(file, "utf8")));
  return version === VERSION;
}

/** @throws Error if it is not there and cannot be fetched */
export function ensureNodeWebgpu() {
  if (installed()) return;
  process.stderr.write(`Installing webgpu ${VERSION} for the tests (npm) …\n`);
  mkdirSync(HOME, { recursive: true });
  const args = ["install", `webgpu@${VERSION}`, "--prefix", HOME, "--no-save", "--no-package-lock", "--no-audit", "--no-fund"];
  const quiet = [...args, "--loglevel=error"];
  const npm = process.env["npm_execpath"];
  if (npm !== undefined && /\.c?js$/.test(npm)) spawnSync(process.execPath, [npm, ...quiet], { cwd: HOME, stdio: ["ignore", 2, 2] });
  else spawnSync("npm", quiet, { cwd: HOME, stdio: ["ignore", 2, 2], shell: process.platform === "win32" });
  if (!installed()) throw new Error(`webgpu ${VERSION} could not be installed into .cache: see npm's messages above`);
}

/**
 * What a process needs in its environment, from its start, to find a software adapter on a Linux machine without a GPU: Vulkan's
 * loader and the driver that come with Chromium. Elsewhere nothing.
 * @returns {Record<string, string>}
 */
export function softwareVulkan() {
  const chromium = findChromium();
  if (process.platform !== "linux" || chromium === undefined || existsSync("/dev/dri") || existsSync("/dev/nvidia0")) return {};
  // Debian's /usr/bin/chromium is a script beside nothing.
  const home = [dirname(chromium), "/usr/lib/chromium"].find((place) => existsSync(join(place, "vk_swiftshader_icd.json")));
  if (home === undefined) return {};
  const paths = [home, process.env["LD_LIBRARY_PATH"] ?? ""].filter((path) => path !== "");
  return { LD_LIBRARY_PATH: paths.join(delimiter), VK_DRIVER_FILES: join(home, "vk_swiftshader_icd.json") };
}
