/** @file Vite's build for the headless runner: one bundle for Node. tfjs does not run in Node unbundled. */
import { join } from "node:path";
import { defineConfig } from "vite";
import { assembly } from "../engine/kernels/wasm/assembly-plugin.ts";

const ROOT = join(import.meta.dirname, "../..");

/** CommonJS's names, which tfjs's backends still use; on globalThis, so that no module's own `require` collides with them. */
const BANNER = [
  'import { createRequire as __createRequire } from "node:module";',
  'import { dirname as __directoryOf } from "node:path";',
  'import { fileURLToPath as __pathOf } from "node:url";',
  "globalThis.require ??= __createRequire(import.meta.url);",
  "globalThis.__filename ??= __pathOf(import.meta.url);",
  "globalThis.__dirname ??= __directoryOf(globalThis.__filename);",
].join("\n");

export default defineConfig({
  root: ROOT,
  logLevel: "warn",
  publicDir: false,
  plugins: [assembly()],
  ssr: { noExternal: true, external: ["webgpu"] },
  build: {
    ssr: true,
    target: "node20",
    emptyOutDir: true,
    // For --trace, which asks where in the sources something failed.
    sourcemap: true,
    rolldownOptions: {
      // The helper threads load a file of their own, which main finds beside itself.
      input: { main: join(ROOT, "src/cli/main.ts"), helper: join(ROOT, "src/cli/helper.ts") },
      output: { banner: BANNER, entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
      checks: { pluginTimings: false },
    },
  },
});
