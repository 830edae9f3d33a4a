/** @file What was measured on: processor, load, versions. */
import { readFileSync } from "node:fs";
import { cpus, loadavg, platform, release, totalmem } from "node:os";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

const PACKAGES = ["@tensorflow/tfjs-core", "@tensorflow/tfjs-backend-wasm", "@jax-js/jax", "assemblyscript", "vite", "playwright"];

/** @param {string} name */
function versionOf(name) {
  const { version } = /** @type {{ version: string }} */ (
    JSON.parse(readFileSync(join(ROOT, "node_modules", name, "package.json"), "utf8"))
  );
  return `${name} ${version}`;
}

/** @param {string} chromium @returns {Record<string, string | number>} */
export function machine(chromium) {
  const processors = cpus();
  return {
    processor: `${processors[0]?.model.trim() ?? "unknown"}, ${processors.length} cores`,
    memory: `${(totalmem() / 2 ** 30).toFixed(0)} GiB`,
    system: `${platform()} ${release()}`,
    "load before": loadavg()
      .map((load) => load.toFixed(1))
      .join(", "),
    Node: process.version,
    Chromium: chromium,
    packages: PACKAGES.map(versionOf).join(", "),
    date: new Date().toISOString().slice(0, 10),
  };
}
