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

/** Somebody else computes here too. @returns {string | null} what that does to the figures */
export function busy() {
  const [load = 0] = loadavg();
  if (load < cpus().length / 2) return null;
  return `The machine was not idle (load ${load.toFixed(1)} on ${cpus().length} cores before the run). Steps longer than a time slice, tfjs's above all, then lose more than short ones: ratios are rough, and gates may fail or hold for no reason. Run it again on an idle machine.`;
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
