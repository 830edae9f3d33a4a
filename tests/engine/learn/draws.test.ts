/** @file Training batches: which words they are made of, the laws they follow, and the table of noising times. */
import { describe, expect, it } from "vitest";
import { registry } from "../../../src/catalogue/registry.ts";
import type { PointSource } from "../../../src/catalogue/terms.ts";
import { type DrawsGiven, drawer, layoutOf } from "../../../src/engine/learn/draws.ts";
import { fillTimes } from "../../../src/engine/game/noise-law.ts";
import { pathNoise } from "../../../src/engine/learn/path-noise.ts";
import { type Setup, setUp } from "../../../src/engine/game/setup.ts";
import { box, dataEnd, lines, noisedData, referenceEnd } from "../../../src/engine/game/sources.ts";
import { column, plan } from "../../../src/math/expressions/plan.ts";
import { erfc } from "../../../src/math/special.ts";
import { experimentOf } from "../experiment-of.ts";

const N = 8192;

const setupOf = (partial: unknown): Setup => setUp(experimentOf(partial), registry);

const givenBy = (setup: Setup, capacity = N): DrawsGiven => ({
  seed: 11,
  capacity,
  samplers: setup.samplers,
  reference: setup.reference,
  uniform: setup.uniformNames,
});

function batchOf(source: PointSource, setup: Setup, step = 1, n = N): Record<string, Float32Array> {
  const names = ["t", ...source.x.map((_, i) => `x${String(i + 1)}`), ...Object.keys(source.columns)];
  const columns = Object.fromEntries(names.map((name) => [name, new Float32Array(n)]));
  drawer(source, givenBy(setup, n))(step, n, setup.uniforms, columns);
  return columns;
}

const noised = (setup: Setup, directions = false): PointSource =>
  noisedData(setup.dimension, setup.composed.noising!, setup.law!, directions);

const mean = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function correlation(a: Float32Array, b: Float32Array): number {
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((value, i) => {
    ab += (value - ma) * (b[i]! - mb);
    aa += (value - ma) ** 2;
    bb += (b[i]! - mb) ** 2;
  });
  return ab / Math.sqrt(aa * bb);
}

const diffusion = { model: "score-diffusion", data: { id: "moons" } };

/** α and std at a noising time, from the formulas. */
function coefficients(setup: Setup): (s: number) => readonly [number, number] {
  const { alpha, std } = setup.composed.noising!;
  const planned = plan([alpha, std]);
  const out = [new Float64Array(1), new Float64Array(1)] as const;
  return (s) => {
    const leaf = (name: string): number => (name === "t" ? setup.experiment.game.horizon - s : setup.uniforms(name));
    planned.evaluate(
      1,
      planned.columns.map((name) => column(Float64Array.of(leaf(name)))),
      [],
      out.map((o) => column(o)),
    );
    return [out[0][0]!, out[1][0]!];
  };
}

describe("the layout", () => {
  it("gives every number words of its own", () => {
    for (const partial of [diffusion, { ...diffusion, data: { id: "laplace" } }, { model: "ot-flow", data: { id: "moons" } }]) {
      const setup = setupOf(partial);
      const d = setup.dimension;
      const sources = [box(d, setup.law), dataEnd(d), referenceEnd(d), lines(d), lines(d, { coupling: { pairs: 32, blur: 1 } })];
      if (setup.law !== undefined) sources.push(noised(setup), noised(setup, true));
      for (const source of sources) {
        const { level, normals, uniforms, origin, partner } = layoutOf(source);
        expect([normals.length, uniforms.length]).toEqual([source.normals, source.uniforms]);
        const all = [...(level === undefined ? [] : [level]), ...normals];
        const places = [
          ...all.map(({ block, lane, second }) => 4 * block + lane + (second ? 1 : 0)),
          // The last normal of an odd number uses up both words of its pair.
          ...(all.length % 2 === 1 ? [4 * all[all.length - 1]!.block + all[all.length - 1]!.lane + 1] : []),
          ...uniforms.map(({ block, lane }) => 4 * block + lane),
          ...[origin, partner].flatMap((block) => (block === undefined ? [] : [0, 1, 2, 3].map((lane) => 4 * block + lane))),
        ];
        expect(new Set(places).size).toBe(places.length);
        expect(places.every((place) => place >= 4)).toBe(true);
      }
    }
  });
});

describe("a batch", () => {
  const setup = setupOf(diffusion);

  it("is the step's: the same again, whatever was drawn before and however many at once; another at another step", () => {
    const [whole, part, next] = [batchOf(noised(setup), setup, 5), batchOf(noised(setup), setup, 5, 100), batchOf(noised(setup), setup, 6)];
    for (const name of Object.keys(whole)) {
      expect(part[name]).toEqual(whole[name]!.subarray(0, 100));
      expect(Math.abs(correlation(whole[name]!, next[name]!))).toBeLessThan(4.5 / Math.sqrt(N));
    }
  });

  it("is α y + std ε: without its noise it is the data again", () => {
    const known = setupOf({ ...diffusion, data: { id: "moons", samples: 40 } });
    const { t, x1, x2, e1, e2 } = batchOf(noised(known), known) as Record<"t" | "x1" | "x2" | "e1" | "e2", Float32Array>;
    const at = coefficients(known);
    const seen = new Set<number>();
    for (let i = 0; i < 500; i++) {
      const [alpha, std] = at(known.experiment.game.horizon - t[i]!);
      if (alpha < 0.1) continue;
      const y = [(x1[i]! - std * e1[i]!) / alpha, (x2[i]! - std * e2[i]!) / alpha] as const;
      const row = known.training!.findIndex((v, j) => j % 2 === 0 && Math.hypot(v - y[0], known.training![j + 1]! - y[1]) < 1e-5);
      expect(row).toBeGreaterThanOrEqual(0);
      seen.add(row);
    }
    expect(seen.size).toBeGreaterThan(35);
  });

  it("has noise and directions that are normal and know nothing of each other, of the time or of the point before the noise", () => {
    const columns = batchOf(noised(setup, true), setup);
    const free = ["t", "e1", "e2", "w1", "w2"].map((name) => columns[name]!);
    for (const z of free.slice(1)) {
      expect(Math.abs(mean(z))).toBeLessThan(4.5 / Math.sqrt(N));
      expect(Math.abs(mean(z.map((v) => v * v)) - 1)).toBeLessThan(4.5 * Math.sqrt(2 / N));
    }
    free.forEach((a, i) => {
      for (const b of free.slice(i + 1)) expect(Math.abs(correlation(a, b))).toBeLessThan(4.5 / Math.sqrt(N));
    });
  });

  it("of two sources shares nothing", () => {
    const [a, b] = [batchOf(noised(setup), setup), batchOf(noised(setup, true), setup)];
    for (const name of ["e1", "e2", "t", "x1"]) expect(Math.abs(correlation(a[name]!, b[name]!))).toBeLessThan(4.5 / Math.sqrt(N));
  });

  it("in the box is even, with even times where there is no noise law", () => {
    const flow = setupOf({ model: "ot-flow", data: { id: "moons" }, game: { horizon: 2 } });
    const { x1, x2, t } = batchOf(box(2, undefined), flow) as Record<"x1" | "x2" | "t", Float32Array>;
    const R = flow.radius;
    for (const [values, low, high] of [
      [x1, -R, R],
      [x2, -R, R],
      [t, 0, 2],
    ] as const) {
      const counts = new Float64Array(32);
      for (const value of values) counts[Math.floor((32 * (value - low)) / (high - low))]!++;
      const chi2 = counts.reduce((sum, count) => sum + (count - N / 32) ** 2 / (N / 32), 0);
      expect(Math.abs(chi2 - 31) / Math.sqrt(62)).toBeLessThan(5);
    }
    expect(Math.abs(correlation(x1, x2))).toBeLessThan(4.5 / Math.sqrt(N));
  });

  it("at the two ends stands at the smallest noise and at t = 0, there with the reference's score", () => {
    const ends = setupOf({
      ...diffusion,
      reference: {
        id: "gaussian",
        params: {
          mean: [1, 0],
          covariance: [
            [2, 0.5],
            [0.5, 1],
          ],
        },
      },
    });
    const end = batchOf(dataEnd(2), ends);
    expect(new Set(end["t"])).toEqual(new Set([Math.fround(ends.experiment.game.horizon - ends.smallest)]));
    const start = batchOf(referenceEnd(2), ends);
    expect(new Set(start["t"])).toEqual(new Set([0]));
    // C⁻¹ = [[1, −½], [−½, 2]] / 1.75
    for (let i = 0; i < 100; i++) {
      const [u, v] = [start["x1"]![i]! - 1, start["x2"]![i]!];
      expect(start["r1"]![i]).toBeCloseTo(-(u - 0.5 * v) / 1.75, 5);
      expect(start["r2"]![i]).toBeCloseTo(-(2 * v - 0.5 * u) / 1.75, 5);
    }
    expect(Math.abs(mean(start["x1"]!) - 1)).toBeLessThan(4.5 * Math.sqrt(2 / N));
  });
});

const PROCESSES = [
  ["VP", { id: "vp" }, 1],
  ["VP, fast", { id: "vp", params: { betaMin: 0.01, betaMax: 50 } }, 1],
  ["VE", { id: "ve" }, 1],
  ["OU", { id: "ou" }, 1],
  ["OU for a long time", { id: "ou" }, 4],
  ["constant noise", { id: "constant-noise", params: { control: "noise" } }, 1],
] as const;

describe("the noise levels", () => {
  it.each(PROCESSES)("have their noising times to half the squared step of the grid, and exactly on it: %s", (_name, dynamics, horizon) => {
    const setup = setupOf({ ...diffusion, game: { dynamics, horizon } });
    const law = setup.law!;
    const at = coefficients(setup);
    const level = (s: number): number => {
      const [alpha, std] = at(s);
      return Math.log(std / alpha);
    };
    const truth = (lambda: number): number => {
      let [low, high] = [Math.log(setup.smallest), Math.log(setup.experiment.game.horizon)];
      for (let i = 0; i < 60; i++) {
        const middle = 0.5 * (low + high);
        if (level(Math.exp(middle)) < lambda) low = middle;
        else high = middle;
      }
      return Math.exp(low);
    };
    expect(law.low).toBeCloseTo(level(setup.smallest), 9);
    expect(law.high).toBeCloseTo(level(setup.experiment.game.horizon), 9);
    const step = (law.high - law.low) / (law.times.length - 1);
    for (const k of [0, 1, 100, 2000, 4000, 4095]) expect(law.times[k]! / truth(law.low + k * step) - 1).toBeCloseTo(0, 6);
    let worst = 0;
    const z = Float32Array.from({ length: 300 }, (_, i) => (law.low + (law.high - law.low) * ((i + 0.37) / 300) - law.mean) / law.sd);
    const s = new Float32Array(300);
    fillTimes(law, z, 300, s);
    s.forEach((value, i) => (worst = Math.max(worst, Math.abs(value / truth(law.mean + law.sd * z[i]!) - 1))));
    expect(worst).toBeLessThan(0.5 * step * step + 2e-7);
  });

  it("are normal, clipped to the horizon", () => {
    const setup = setupOf(diffusion);
    const law = setup.law!;
    const at = coefficients(setup);
    const { t } = batchOf(noised(setup), setup) as Record<"t", Float32Array>;
    const levels = Float64Array.from(t, (value) => {
      const [alpha, std] = at(setup.experiment.game.horizon - value);
      return Math.log(std / alpha);
    }).sort();
    const phi = (x: number): number => 0.5 * erfc(-x * Math.SQRT1_2);
    let worst = 0;
    levels.forEach((value, i) => {
      if (value < law.low + 1e-3 || value > law.high - 1e-3) return;
      worst = Math.max(worst, Math.abs(phi((value - law.mean) / law.sd) - (i + 0.5) / N));
    });
    expect(worst * Math.sqrt(N)).toBeLessThan(1.95);
    const z = Float32Array.of(-50, 50);
    const s = new Float32Array(2);
    fillTimes(law, z, 2, s);
    expect(s[0]! / setup.smallest - 1).toBeCloseTo(0, 6);
    expect(s[1]! / setup.experiment.game.horizon - 1).toBeCloseTo(0, 6);
  });
});

it("the noise of a path has variance σ²h, and is new at every time step, training step and coordinate", () => {
  const noise = pathNoise(3, (t) => 2 + t, 2);
  const taken = (
    [
      [1, 0],
      [1, 1],
      [2, 0],
    ] as const
  ).map(([step, k]) => {
    const x = new Float32Array(2 * N).fill(0);
    noise(step)(k, 1, 0.04, x, N);
    return [0, 1].map((axis) => Float32Array.from({ length: N }, (_, i) => x[2 * i + axis]!));
  });
  const all = taken.flat();
  for (const z of all) {
    expect(Math.abs(mean(z))).toBeLessThan(4.5 * 0.6 * Math.sqrt(1 / N));
    expect(Math.abs(mean(z.map((v) => v * v)) / 0.36 - 1)).toBeLessThan(4.5 * Math.sqrt(2 / N));
  }
  all.forEach((a, i) => {
    for (const b of all.slice(i + 1)) expect(Math.abs(correlation(a, b))).toBeLessThan(4.5 / Math.sqrt(N));
  });
});
