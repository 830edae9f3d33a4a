/** @file Vite's build of the benchmark's worker. Not minified: TensorFlow.js's threads break when they are. */
import { join } from "node:path";
import { defineConfig } from "vite";
import { assembly } from "../../src/engine/kernels/wasm/assembly-plugin.ts";

export default defineConfig({
  root: join(import.meta.dirname, "../.."),
  base: "./",
  logLevel: "error",
  publicDir: false,
  plugins: [assembly()],
  define: { global: "globalThis" },
  build: {
    emptyOutDir: true,
    minify: false,
    target: "es2022",
    modulePreload: false,
    rolldownOptions: {
      input: join(import.meta.dirname, "browser/worker.ts"),
      output: { entryFileNames: "[name].js" },
      checks: { pluginTimings: false },
    },
  },
});
