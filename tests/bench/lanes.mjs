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

/** Where the worker of a checkout is built. @param {string} root */
const builtOf = (root) => join(root, ".cache/bench");

/** @typedef {import("./browser/worker.ts").Request} Request */
/** @typedef {(request: Request) => Promise<unknown>} Ask */
/**
 * @typedef {{ isolated?: boolean, gpu?: boolean, of?: string }} LaneOptions `gpu`: in a browser of its own with WebGPU, in software if need be;
 *   `of`: another checkout, whose worker it is
 */
/** @typedef {{ ask: Ask, close: () => Promise<void> }} Lane */
/** @typedef {{ lane: (options?: LaneOptions) => Promise<Lane>, version: string, close: () => Promise<void> }} Lanes */

/** @param {string} root @returns {Promise<string>} the folder */
async function bundle(root) {
  const out = builtOf(root);
  await build({ configFile: join(root, "tests/bench/bundle.config.ts"), build: { outDir: out } });
  const tfjs = dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm"));
  mkdirSync(join(out, "tfjs"), { recursive: true });
  for (const name of readdirSync(tfjs)) if (name.endsWith(".wasm")) cpSync(join(tfjs, name), join(out, "tfjs", name));
  writeFileSync(join(out, "index.html"), "<!doctype html><title>benchmark</title>");
  return out;
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
  const built = await bundle(ROOT);
  const plain = await serve({ root: built, headers: false });
  const isolated = await serve({ root: built, headers: false, isolated: true });
  /** @type {Awaited<ReturnType<typeof serve>>[]} */
  const others = [];
  const served = async (/** @type {string} */ root) => {
    const other = await serve({ root: await bundle(root), headers: false });
    others.push(other);
    return other.url;
  };
  const executablePath = findChromium();
  const launch = (/** @type {string[]} */ args) => chromium.launch({ ...(executablePath === undefined ? {} : { executablePath }), args });
  const browser = await launch(["--no-sandbox"]);
  /** @type {Promise<import("playwright").Browser> | undefined} */
  let onGpu;
  return {
    lane: async ({ isolated: alone = false, gpu = false, of } = {}) =>
      laneAt(
        gpu ? await (onGpu ??= launch(CHROMIUM_FLAGS)) : browser,
        of !== undefined ? await served(of) : alone ? isolated.url : plain.url,
      ),
    version: browser.version(),
    close: async () => {
      await browser.close();
      await (await onGpu)?.close();
      await plain.close();
      await isolated.close();
      for (const other of others) await other.close();
    },
  };
}
