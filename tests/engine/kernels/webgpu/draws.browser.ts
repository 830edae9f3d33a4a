/** @file Draws and densities in WGSL against their twins on the CPU, on whatever adapter the browser has. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { registry } from "../../../../src/catalogue/registry.ts";
import { defaultsOf, type ParamValues } from "../../../../src/catalogue/params.ts";
import type { PointSource } from "../../../../src/catalogue/terms.ts";
import { drawer } from "../../../../src/engine/learn/draws.ts";
import { densityWgsl } from "../../../../src/engine/kernels/webgpu/density-wgsl.ts";
import { COUNTER_WGSL, drawTable, rowWgsl, sourceWgsl, timeWgsl } from "../../../../src/engine/kernels/webgpu/draws-wgsl.ts";
import { type Setup, setUp } from "../../../../src/engine/game/setup.ts";
import { box, dataEnd, lines, noisedData, referenceEnd } from "../../../../src/engine/game/sources.ts";
import { fillNormals, fillUniforms, fillWords, keyOf, laplaceOf } from "../../../../src/math/counter.ts";
import { literal } from "../../../../src/math/expressions/wgsl.ts";
import { fillRows, rowSampler, type Sampler } from "../../../../src/math/laws/sampler.ts";
import { experimentOf } from "../../experiment-of.ts";
import { onDevice, type OnDevice, shader } from "./on-device.ts";

let gpu: OnDevice;
beforeAll(async () => {
  gpu = await onDevice();
});
afterAll(() => {
  gpu.destroy();
});

const N = 4096;
const NOTHING = new Float32Array(16);
const COUNTERS = [
  [1, 0, 12345],
  [40_000, 3, 0xfedcba98],
] as const;

/** The largest |a − b| / max(|b|, floor). */
function worst(a: ArrayLike<number>, b: ArrayLike<number>, floor = 0): number {
  let most = 0;
  for (let i = 0; i < b.length; i++) {
    if (Object.is(a[i], b[i])) continue;
    const error = Math.abs(a[i]! - b[i]!) / Math.max(Math.abs(b[i]!), floor);
    if (!(error <= most)) most = error;
  }
  return most;
}

function densityOf(id: string, params: ParamValues = {}) {
  const entry = registry.density.get(id);
  return entry.build({ ...defaultsOf(entry.spec.params), ...params });
}

describe("the counter", () => {
  test.each(COUNTERS)("has the words of the CPU, bit for bit (step %i, block %i, key %i)", async (step, block, key) => {
    const words = new Uint32Array(4 * N);
    fillWords(N, step, block, key, words);
    const counter = `vec4u(i, ${String(step)}u, ${String(block)}u, ${String(key)}u)`;
    const body = `let w = pcg4d(${counter}); out[4u * i] = w.x; out[4u * i + 1u] = w.y; out[4u * i + 2u] = w.z; out[4u * i + 3u] = w.w;`;
    expect(new Uint32Array(await gpu.run(shader(COUNTER_WGSL, body, N, "u32"), NOTHING, N, 4 * N))).toEqual(words);
  });

  test("has its uniforms exactly, its normals and Laplace numbers to 1e-6 of themselves", async () => {
    const words = new Uint32Array(4 * N);
    fillWords(N, 7, 2, keyOf(3, "twins"), words);
    const body = `let w = pcg4d(vec4u(i, 7u, 2u, ${String(keyOf(3, "twins"))}u));
      out[4u * i] = uniformOf(w.x);
      let z = normalPair(w.y, w.z); out[4u * i + 1u] = z.x; out[4u * i + 2u] = z.y;
      out[4u * i + 3u] = laplaceOf(w.w);`;
    const found = new Float32Array(await gpu.run(shader(COUNTER_WGSL, body, N, "f32"), NOTHING, N, 4 * N));
    const column = (lane: number) => Float32Array.from({ length: N }, (_, i) => found[4 * i + lane]!);
    const [u, first, second] = [new Float32Array(N), new Float32Array(N), new Float32Array(N)];
    fillUniforms(words, 0, N, u);
    expect(column(0)).toEqual(u);
    fillNormals(words, 1, N, first, second);
    expect(worst(column(1), first)).toBeLessThan(1e-6);
    expect(worst(column(2), second)).toBeLessThan(1e-6);
    const laplace = Float32Array.from({ length: N }, (_, i) => laplaceOf(words[4 * i + 3]!));
    expect(worst(column(3), laplace)).toBeLessThan(1e-6);
  });
});

const scattered = Float32Array.from({ length: 2 * 777 }, (_, i) => Math.sin(i * i));
const LAWS: readonly [string, Sampler][] = [
  ["a mixture in the plane", densityOf("mixture").sampler!()],
  ["a pinwheel", densityOf("pinwheel").sampler!()],
  ["three modes on the line", densityOf("trimodal").sampler!()],
  ["a checkerboard", densityOf("checkerboard").sampler!()],
  ["an interval", densityOf("uniform").sampler!()],
  ["a blurred checkerboard", densityOf("checkerboard", { noise: 0.05 }).sampler!()],
  ["a blurred interval", densityOf("uniform", { noise: 0.2 }).sampler!()],
  ["Laplace", densityOf("laplace").sampler!()],
  ["given points", rowSampler(2, scattered)],
  ["own points by epochs", rowSampler(2, scattered, true)],
  ["few points of the line by epochs", rowSampler(1, scattered.slice(0, 5), true)],
];

describe("a law", () => {
  test.each(LAWS)("is drawn from as on the CPU: %s", async (_name, from) => {
    const key = keyOf(1, "rows");
    const d = from.dimension;
    const words = new Uint32Array(4 * N);
    fillWords(N, 5, 0, key, words);
    const rows = new Float32Array(d * N);
    fillRows(from, words, N, rows, { step: 5, key });
    const body = `let y = drawData(pcg4d(vec4u(i, 5u, 0u, ${String(key)}u)), i, 5u, ${String(key)}u);
      ${d === 2 ? "out[2u * i] = y.x; out[2u * i + 1u] = y.y;" : "out[i] = y.x;"}`;
    const code = shader(COUNTER_WGSL + rowWgsl("data", from, "table", N), body, N, "f32");
    const found = new Float32Array(await gpu.run(code, drawTable({ sections: { data: from }, level: undefined }), N, d * N));
    // Another row would be off by the distance of two modes; noise adds rounding only.
    expect(worst(found, rows, from.noise === "none" ? 0 : 1)).toBeLessThan(from.noise === "none" ? 1e-30 : 1e-6);
  });

  test.each([
    ["mixture", {}],
    ["pinwheel", {}],
    ["moons", {}],
    [
      "gaussian",
      {
        mean: [3, -1],
        covariance: [
          [1, 0.9],
          [0.9, 1],
        ],
      },
    ],
    ["bimodal", {}],
    ["laplace", {}],
    ["checkerboard", {}],
    ["uniform", {}],
  ] as const)("has the log-density and the score of the CPU: %s", async (id, params) => {
    const density = densityOf(id, params);
    const d = density.dimension;
    const from = density.sampler!();
    const spread = 1.5 * Math.sqrt(density.covariance[0]![0]!);
    // Irrational, so that no point stands on an edge.
    const points = Float32Array.from({ length: d * N }, (_, i) => density.mean[i % d]! + spread * 2 * Math.sin(i * (1 + i) * 0.618034));
    const [log, score] = [new Float64Array(N), new Float64Array(d * N)];
    density.logDensity!(points, N, log);
    density.score!(points, N, score);
    const table = drawTable({ sections: { target: from }, level: undefined });
    const all = new Float32Array(table.length + points.length);
    all.set(table);
    all.set(points, table.length);
    const at = (j: number) => `table[${String(table.length)}u + ${String(d)}u * i + ${String(j)}u]`;
    const body = `let x = vec2f(${at(0)}, ${d === 2 ? at(1) : "0.0f"});
      out[i] = logDensityTarget(x);
      let s = scoreTarget(x);
      ${Array.from({ length: d }, (_, j) => `out[${String(N)}u + ${String(d)}u * i + ${String(j)}u] = s[${String(j)}];`).join("\n")}`;
    const code = shader(densityWgsl("target", from, "table"), body, N, "f32");
    const found = new Float32Array(await gpu.run(code, all, N, N + d * N));
    expect(worst(found.subarray(0, N), log, 1)).toBeLessThan(2e-5);
    const size = Math.max(1, ...score.map(Math.abs));
    expect(worst(found.subarray(N), score, size)).toBeLessThan(2e-5);
    expect(log.filter(Number.isFinite).length).toBeGreaterThan(N / 20);
  });
});

const sourcesOf = (setup: Setup): PointSource[] => {
  const { dimension: d, composed, law } = setup;
  const noised =
    composed.noising !== undefined && law !== undefined ? [true, false].map((w) => noisedData(d, composed.noising!, law, w)) : [];
  return [...noised, box(d, law), dataEnd(d), referenceEnd(d), lines(d)];
};

describe("a whole batch", () => {
  test.each([
    ["VP on moons", { model: "score-diffusion", data: { id: "moons" } }],
    ["VE on a training set", { model: "score-diffusion", data: { id: "checkerboard", samples: 500 }, game: { dynamics: { id: "ve" } } }],
    ["OU on the line", { model: "score-diffusion", data: { id: "laplace" }, game: { dynamics: { id: "ou" } } }],
    ["no noise", { model: "ot-flow", data: { id: "moons" } }],
  ] as const)("is the CPU's: %s", async (_name, partial) => {
    const setup = setUp(experimentOf(partial), registry);
    const { samplers, uniforms } = setup;
    for (const source of sourcesOf(setup)) {
      const names = ["t", ...source.x.map((_, i) => `x${String(i + 1)}`), ...Object.keys(source.columns)];
      const columns = Object.fromEntries(names.map((name) => [name, new Float32Array(N)]));
      drawer(source, { seed: 4, capacity: N, samplers, reference: setup.reference, uniform: setup.uniformNames })(9, N, uniforms, columns);
      const functions = [
        COUNTER_WGSL,
        rowWgsl("data", samplers.data!, "table", N),
        rowWgsl("reference", samplers.reference, "table", N),
        timeWgsl("table"),
        densityWgsl("reference", samplers.reference, "table"),
        sourceWgsl("Batch", source, (leaf) => literal(uniforms(leaf))),
      ].join("\n");
      const body = `let drawn = drawBatch(i, 9u, ${String(keyOf(4, source.id))}u);
        ${names.map((name, c) => `out[${String(c * N)}u + i] = drawn.${name};`).join("\n")}`;
      const code = shader(functions, body, N, "f32");
      const table = drawTable({ sections: { ...samplers, data: samplers.data! }, level: source.level });
      const found = new Float32Array(await gpu.run(code, table, N, names.length * N));
      names.forEach((name, c) => {
        const size = columns[name]!.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
        expect(worst(found.subarray(c * N, (c + 1) * N), columns[name]!, size), `${source.id} ${name}`).toBeLessThan(1e-5);
      });
    }
  });
});
