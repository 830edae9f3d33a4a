/** @file Bytes that a visitor downloads, gzipped. TensorFlow.js's backends are lazy and stand outside these numbers. */
import { join } from "node:path";
import { firstChunks, holds, readReport } from "./tests/built/bundle-report.mjs";

const page = readReport("page");
const worker = readReport("worker");

const first = firstChunks(page);
const plotly = page.chunks.filter((chunk) => holds(chunk, "plotly.js/") && !first.includes(chunk));
const started = firstChunks(worker);
/** What finds a game's solution on a grid comes with the first game that asks. @param {import("./tests/built/bundle-report.mjs").ChunkReport} chunk */
const solves = (chunk) => !started.includes(chunk) && chunk.modules.some((id) => id.startsWith("src/engine/solve/"));
const route = new Set([...started, ...worker.chunks.filter((chunk) => !holds(chunk, "@tensorflow/") && !solves(chunk))]);
const kernels = worker.assets.filter((file) => /helper-[^/]*\.js$|\.wasm$/.test(file) && !file.includes("tfjs-backend"));

/** @param {readonly string[]} files */
const inDist = (files) => [...new Set(files)].map((file) => join("dist", file));

/** @type {import("size-limit").SizeLimitConfig} */
export default [
  { name: "first paint", path: inDist(first.flatMap(({ file, css }) => [file, ...css])), limit: "260 kB", gzip: true },
  { name: "Plotly, lazy", path: inDist(plotly.map(({ file }) => file)), limit: "400 kB", gzip: true },
  { name: "worker and our wasm", path: inDist([...[...route].map(({ file }) => file), ...kernels]), limit: "200 kB", gzip: true },
];
