/** @file `navigator.gpu` in Node. */
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { NODE_WEBGPU } from "./node-webgpu.mjs";

interface Dawn {
  create(options: string[]): GPU;
  readonly globals: object;
}

const entry = createRequire(import.meta.url).resolve(NODE_WEBGPU);
const { create, globals } = (await import(/* @vite-ignore */ pathToFileURL(entry).href)) as Dawn;
Object.assign(globalThis, globals);
const gpu = create(process.platform === "linux" ? ["backend=vulkan"] : []);
Object.defineProperty(globalThis, "navigator", { value: { gpu, userAgent: "node" }, configurable: true });
