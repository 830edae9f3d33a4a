/** @file Vite's build for the headless runner: one bundle for Node. tfjs does not run in Node unbundled. */
import { join } from "node:path";
import { defineConfig } from "vite";
import { assembly } from "../engine/kernels/wasm/assembly-plugin.ts";

const ROOT = join(import.meta.dirname, "../..");

/** CommonJS's names, which tfjs's backends still use. */
const BANNER = [
  'import { createRequire as __createRequire } from "node:module";',
  'import { dirname as __directoryOf } from "node:path";',
  'import { fileURLToPath as __pathOf } from "node:url";',
  "const require = __createRequire(import.meta.url), __filename = __pathOf(import.meta.url), __dirname = __directoryOf(__filename);",
].join("\n");

export default defineConfig({
  root: ROOT,
  logLevel: "warn",
  publicDir: false,
  plugins: [assembly()],
  ssr: { noExternal: true, external: ["webgpu"] },
  build: {
    ssr: join(ROOT, "src/cli/main.ts"),
    target: "node20",
    emptyOutDir: true,
    rolldownOptions: { output: { banner: BANNER }, checks: { pluginTimings: false } },
  },
});
