/** @file Which runner takes which file: `*.test.ts` Node (some apart), `*.browser.ts` Chromium (a few also Node's WebGPU), `*.e2e.ts` the built app. */
import react from "@vitejs/plugin-react";
import { playwright } from "@vitest/browser-playwright";
import { configDefaults, defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { assembly } from "./src/engine/kernels/wasm/assembly-plugin.ts";
import { CHROMIUM_FLAGS, findChromium } from "./tests/setup/chromium.mjs";

const TFJS = [
  "@tensorflow/tfjs-core",
  "@tensorflow/tfjs-core/dist/register_all_gradients",
  "@tensorflow/tfjs-backend-cpu",
  "@tensorflow/tfjs-backend-wasm",
  "@tensorflow/tfjs-backend-webgpu",
];

/** As modules, not as the CommonJS twin that Node would take: the gradients must register with the tfjs-core that the tests import. */
const ONE_TFJS = { mainFields: ["module", "main"] };

/** tfjs costs 3.5 s in every test file unless it is bundled once beforehand. */
const inNode = {
  environment: "node" as const,
  setupFiles: ["tests/setup/node-globals.ts"],
  deps: { optimizer: { ssr: { enabled: true, include: TFJS } } },
};

/** Vitest leaves one core to itself, which is half of the machine that has two. */
const BUSY = { maxWorkers: "100%" } as const;

/** Half a minute or more each, the longest first. A fresh clone remembers no durations, and one that begins last keeps one core waiting. */
const LONG = [
  ...["webgpu", "webgpu-steps", "accepted-trains", "lab"],
  ...["share", "states", "keyboard", "access", "leaks", "pictures", "gallery", "recorded", "threads", "share-flags", "first-visit"],
];

/** A shader takes a processor five to ten seconds to compile, on a machine that has nothing else to do. */
const SOFTWARE_GPU = 180_000;

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId, project }: TestSpecification): number => {
      const found = LONG.indexOf(moduleId.replace(/^.*\/|\..*$/g, ""));
      // A thread that is shared ends where a file wants one of its own: those come last.
      return project.name === "apart" ? LONG.length + 1 : found < 0 ? LONG.length : found;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}

/** What the page holds, what the probes of the engine say, and how large the heap is: these tests want modules that nobody has used before. */
const APART = ["tests/{state,ui,protocol}/**/*.test.ts", "tests/engine/kernels/{fast-build,wasm-leaks}.test.ts"];

/** Chromium runs them too, and all of their cases (tests/engine/kernels/webgpu-device.ts): there is another WebGPU under Node, with its own bindings. */
const RUN_ON_DAWN = ["tests/engine/learn/webgpu-steps.browser.ts", "tests/engine/kernels/webgpu.browser.ts"];

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        plugins: [assembly()],
        ssr: { resolve: ONE_TFJS },
        // Files share the modules that they import: each for itself spent half of the step on that.
        test: {
          ...inNode,
          ...BUSY,
          pool: "threads",
          name: "unit",
          isolate: false,
          include: ["tests/**/*.test.ts"],
          exclude: [...configDefaults.exclude, ...APART],
          testTimeout: 60_000,
        },
      },
      {
        plugins: [assembly()],
        ssr: { resolve: ONE_TFJS },
        test: { ...inNode, ...BUSY, pool: "threads", name: "apart", include: APART, testTimeout: 60_000 },
      },
      {
        plugins: [react(), assembly()],
        worker: { format: "es", plugins: () => [assembly()] },
        define: { global: "globalThis" },
        optimizeDeps: { include: TFJS },
        test: {
          ...BUSY,
          name: "browser",
          include: ["tests/**/*.browser.ts", "tests/**/*.browser.tsx"],
          testTimeout: SOFTWARE_GPU,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: { executablePath: findChromium(), args: CHROMIUM_FLAGS } }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
      {
        plugins: [assembly()],
        ssr: { resolve: ONE_TFJS },
        test: {
          ...inNode,
          // One core: `npm run check` runs it beside what keeps the other busy.
          maxWorkers: 1,
          name: "gpu",
          include: ["tests/**/*.gpu.ts", ...RUN_ON_DAWN],
          globalSetup: ["tests/setup/dawn.ts"],
          setupFiles: [...inNode.setupFiles, "tests/setup/node-gpu.ts"],
          testTimeout: SOFTWARE_GPU,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "e2e",
          environment: "node",
          include: ["tests/**/*.e2e.ts"],
          globalSetup: ["tests/setup/built-app.ts"],
          testTimeout: 90_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          // Playwright and axe take two seconds to import, in every file unless they share them.
          pool: "threads",
          isolate: false,
          // Whole browsers on a shared machine: one of 145 is now and then starved. `npm run check` names what needed a second try.
          retry: 1,
        },
      },
    ],
  },
});
