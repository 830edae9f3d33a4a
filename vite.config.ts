/** @file The page's build: relative addresses (any host, any sub-path), nothing of TensorFlow.js on the main thread. */
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { KEPT_HEADERS, PAGE_POLICY } from "./src/cli/policy.mjs";
import { assembly } from "./src/engine/kernels/wasm/assembly-plugin.ts";
import { precache } from "./src/offline/precache-plugin.ts";
import { docsPages } from "./src/ui/docs/pages-plugin.ts";
import { bundleReport } from "./tests/built/bundle-report.mjs";

/** The lab speaks English: the component library's sentences in thirty other languages stay out (8 kB gzipped). */
const englishOnly: Plugin = {
  name: "english-only",
  apply: "build",
  load: {
    filter: {
      id: /node_modules\/(@react-aria|react-aria|react-aria-components|react-stately)\/.*\/intl\/(?:.*\/)?(?!en-US)[a-z]{2}-[A-Z]{2}\.m?js$/,
    },
    handler: () => "export default {};",
  },
};

/** For hosts that send no headers. Not in dev, where React's refresh is an inline script. */
const metaPolicy: Plugin = {
  name: "meta-policy",
  apply: "build",
  transformIndexHtml: () => [
    { tag: "meta", attrs: { "http-equiv": "Content-Security-Policy", content: PAGE_POLICY }, injectTo: "head-prepend" },
  ],
};

export default defineConfig({
  base: "./",
  plugins: [react(), docsPages(), englishOnly, metaPolicy, assembly(), bundleReport("page"), precache(KEPT_HEADERS)],
  worker: { format: "es", plugins: () => [assembly(), bundleReport("worker")] },
  define: { global: "globalThis" },
  build: {
    target: "es2022",
    chunkSizeWarningLimit: 2000,
    modulePreload: { polyfill: false },
    rolldownOptions: { checks: { pluginTimings: false } },
  },
});
