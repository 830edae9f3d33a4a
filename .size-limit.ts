/** @file Bytes that a visitor downloads, gzipped. TensorFlow.js's backends are lazy and stand outside these numbers. */
import { join } from "node:path";
import type { SizeLimitConfig } from "size-limit";
import { firstChunks, holds, readReport } from "./tests/built/bundle-report.ts";

const page = readReport("page");
const worker = readReport("worker");

const first = firstChunks(page);
const plotly = page.chunks.filter((chunk) => holds(chunk, "plotly.js/"));
const route = new Set([...firstChunks(worker), ...worker.chunks.filter((chunk) => !holds(chunk, "@tensorflow/"))]);
const kernels = worker.assets.filter((file) => file.endsWith(".wasm") && !file.includes("tfjs-backend"));

const inDist = (files: readonly string[]): string[] => [...new Set(files)].map((file) => join("dist", file));

export default [
  { name: "first paint", path: inDist(first.flatMap(({ file, css }) => [file, ...css])), limit: "260 kB", gzip: true },
  { name: "Plotly, lazy", path: inDist(plotly.map(({ file }) => file)), limit: "400 kB", gzip: true },
  { name: "worker and our wasm", path: inDist([...[...route].map(({ file }) => file), ...kernels]), limit: "200 kB", gzip: true },
] satisfies SizeLimitConfig;
