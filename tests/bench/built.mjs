/** @file The lab as it is built, in a folder of the benchmark's own: `dist` may be older than the sources, or not there. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "vite";

const ROOT = join(import.meta.dirname, "../..");

/** @typedef {{ name: string, files: readonly string[], most: number }} Group files of a size limit, and the limit in bytes */
/** @typedef {{ root: string, groups: readonly Group[] }} Built */

/** @returns {Promise<Built>} */
export async function builtLab() {
  const root = join(ROOT, ".cache/bench-app");
  await build({ configFile: join(ROOT, "vite.config.ts"), root: ROOT, logLevel: "error", build: { outDir: root, emptyOutDir: true } });
  // Its groups are those of the build before it, so it is loaded only now. It speaks of `dist`.
  const { default: limits } = /** @type {{ default: import("size-limit").SizeLimitConfig }} */ (
    await import(pathToFileURL(join(ROOT, ".size-limit.mjs")).href)
  );
  const groups = limits.map(({ name = "", path, limit }) => ({
    name,
    files: [path].flat().map((file) => join(root, file.replace(/^dist[\\/]/, ""))),
    most: 1000 * parseFloat(String(limit)),
  }));
  return { root, groups };
}
