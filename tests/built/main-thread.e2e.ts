/** @file Nothing of TensorFlow.js reaches the page: the proof on the bundle itself, which no layer rule can give (globs). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { firstChunks, holds, nameOf, readReport } from "./bundle-report.mjs";

const DIST = join(import.meta.dirname, "../../dist");

describe("the page's bundle", () => {
  const page = readReport("page");

  test("is the one in dist", () => {
    const html = readFileSync(join(DIST, "index.html"), "utf8");
    const entry = page.chunks.find((chunk) => chunk.entry);
    expect(html).toContain(entry?.file);
    expect(entry?.modules).toContain("src/main.tsx");
  });

  test("holds nothing of TensorFlow.js, not even lazily", () => {
    expect(page.chunks.filter((chunk) => holds(chunk, "@tensorflow/")).map(nameOf)).toEqual([]);
  });

  test("holds no numerics: neither the engine nor the exact solvers nor the registry", () => {
    const numerics = page.chunks
      .flatMap(({ exports }) => Object.entries(exports))
      .filter(([id]) => /^src\/(engine|exact|worker|catalogue\/registry)/.test(id));
    // A ruler says in its own file what its numbers are called and mean: of these files the specs alone are left.
    const isSpec = ([id, left]: readonly [string, readonly string[]]): boolean =>
      id === "src/engine/measure/ruler-specs.ts" || (id.startsWith("src/engine/measure/rulers/") && left.join() === "spec");
    expect(numerics.filter((module) => !isSpec(module))).toEqual([]);
    expect(numerics.filter(isSpec).length).toBeGreaterThan(10);
  });

  test("loads Plotly lazily", () => {
    expect(page.chunks.some((chunk) => holds(chunk, "plotly.js/"))).toBe(true);
    expect(
      firstChunks(page)
        .filter((chunk) => holds(chunk, "plotly.js/"))
        .map(nameOf),
    ).toEqual([]);
  });
});

describe("the worker's bundle", () => {
  const worker = readReport("worker");

  test("holds the engine and our WebAssembly module", () => {
    expect(worker.chunks.flatMap(({ modules }) => modules).some((id) => id.startsWith("src/engine/"))).toBe(true);
    expect(worker.assets.some((file) => file.endsWith(".wasm") && !file.includes("tfjs-backend"))).toBe(true);
  });

  test("loads TensorFlow.js lazily", () => {
    expect(
      firstChunks(worker)
        .filter((chunk) => holds(chunk, "@tensorflow/"))
        .map(nameOf),
    ).toEqual([]);
  });
});

describe("a static host", () => {
  const html = readFileSync(join(DIST, "index.html"), "utf8");

  test("gets relative addresses only", () => {
    expect(
      [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address).filter((address) => !address?.startsWith("./")),
    ).toEqual([]);
  });

  test("gets the policy from the page, and the page has no inline script", () => {
    expect(html).toMatch(/http-equiv="Content-Security-Policy"[^>]*wasm-unsafe-eval/);
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/);
    expect(html).not.toMatch(/\son\w+=/);
  });
});
