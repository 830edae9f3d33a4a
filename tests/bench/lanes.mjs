/**
 * @file Lanes: pages of one Chromium, each with the worker of browser/worker.ts. What runs in one lane stands still while another is timed.
 */
import { cpSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { chromium } from "playwright";
import { build } from "vite";
import { serve } from "../../src/cli/serve.mjs";
import { CHROMIUM_FLAGS, findChromium } from "../setup/chromium.mjs";

const ROOT = join(import.meta.dirname, "../..");

const BUILT = join(ROOT, ".cache/bench");

/** @typedef {import("./browser/worker.ts").Request} Request */
/** @typedef {(request: Request) => Promise<unknown>} Ask */
/** @typedef {{ isolated?: boolean, gpu?: boolean }} LaneOptions `gpu`: in a browser of its own with WebGPU, in software if need be */
/** @typedef {{ ask: Ask, close: () => Promise<void> }} Lane */
/** @typedef {{ lane: (options?: LaneOptions) => Promise<Lane>, version: string, close: () => Promise<void> }} Lanes */

async function bundle() {
  await build({ configFile: join(import.meta.dirname, "bundle.config.ts"), build: { outDir: BUILT } });
  const tfjs = dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm"));
  mkdirSync(join(BUILT, "tfjs"), { recursive: true });
  for (const name of readdirSync(tfjs)) if (name.endsWith(".wasm")) cpSync(join(tfjs, name), join(BUILT, "tfjs", name));
  writeFileSync(join(BUILT, "index.html"), "<!doctype html><title>benchmark</title>");
}

/** @param {import("playwright").Browser} browser @param {string} url @returns {Promise<Lane>} */
async function laneAt(browser, url) {
  const page = await browser.newPage();
  await page.goto(url);
  await page.evaluate(() => {
    const worker = new Worker("./worker.js", { type: "module" });
    /** @type {Map<number, { resolve: (value: unknown) => void, reject: (error: Error) => void }>} */
    const waiting = new Map();
    worker.onmessage = ({ data }) => {
      const { id, value, error } = /** @type {{ id: number, value?: unknown, error?: string }} */ (data);
      if (error === undefined) waiting.get(id)?.resolve(value);
      else waiting.get(id)?.reject(new Error(error));
      waiting.delete(id);
    };
    worker.onerror = ({ message }) => {
      for (const { reject } of waiting.values()) reject(new Error(message));
    };
    let next = 0;
    const ask = (/** @type {unknown} */ request) =>
      new Promise((resolve, reject) => {
        waiting.set(next, { resolve, reject });
        worker.postMessage({ id: next++, request });
      });
    Object.assign(window, { ask });
  });
  return {
    ask: (request) => page.evaluate((given) => /** @type {{ ask: Ask }} */ (/** @type {unknown} */ (window)).ask(given), request),
    close: () => page.close(),
  };
}

/** @returns {Promise<Lanes>} */
export async function openLanes() {
  await bundle();
  const plain = await serve({ root: BUILT, headers: false });
  const isolated = await serve({ root: BUILT, headers: false, isolated: true });
  const executablePath = findChromium();
  const launch = (/** @type {string[]} */ args) => chromium.launch({ ...(executablePath === undefined ? {} : { executablePath }), args });
  const browser = await launch(["--no-sandbox"]);
  /** @type {Promise<import("playwright").Browser> | undefined} */
  let onGpu;
  return {
    lane: async ({ isolated: alone = false, gpu = false } = {}) =>
      laneAt(gpu ? await (onGpu ??= launch(CHROMIUM_FLAGS)) : browser, alone ? isolated.url : plain.url),
    version: browser.version(),
    close: async () => {
      await browser.close();
      await (await onGpu)?.close();
      await plain.close();
      await isolated.close();
    },
  };
}
