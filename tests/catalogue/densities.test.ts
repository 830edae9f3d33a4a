/** @file Every density of the catalogue: what it states is what it draws, its derivatives are those of its logarithm, and it stays finite. */
import { describe, expect, it } from "vitest";
import type { Density, DensityEntry, DensitySpec } from "../../src/catalogue/define.ts";
import { defaultsOf, type ParamValues } from "../../src/catalogue/params.ts";
import { type Random, random } from "../../src/math/random.ts";
import { rowDrawer } from "../../src/math/laws/sampler.ts";
import { expectConsistent, expectMass, expectMoments } from "../math/densities.ts";

const files = import.meta.glob<Readonly<Record<string, unknown>>>("../../src/catalogue/densities/*.ts", { eager: true });

const camelCase = (id: string): string => id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Parameters within their ranges; numbers are drawn, the rest keeps its default. */
function drawn(spec: DensitySpec, stream: Random): ParamValues {
  return Object.fromEntries(
    Object.entries(spec.params).map(([name, param]): [string, ParamValues[string]] => {
      if (param.kind === "integer") return [name, param.min + stream.integer(param.max - param.min + 1)];
      if (param.kind === "real") return [name, param.min + (param.max - param.min) * stream.uniform() ** 2];
      return [name, param.default];
    }),
  );
}

/** The narrowest feature, for the step of differences. */
function step(density: Density): number {
  return 0.002 * Math.sqrt(Math.min(...density.covariance.map((row, i) => row[i]!)));
}

describe.each(Object.entries(files))("%s", (path, file) => {
  const spec = file["spec"] as DensitySpec;
  const entry = file[camelCase(spec.id)] as DensityEntry;
  const build = (params: ParamValues): Density => entry.build(params);
  const defaults = defaultsOf(spec.params);
  const density = build(defaults);

  it("says what it is", () => {
    expect(path.endsWith(`/${spec.id}.ts`)).toBe(true);
    expect(entry.spec).toBe(spec);
    expect(spec.about.endsWith(".")).toBe(true);
    expect(spec.dimension(defaults)).toBe(density.dimension);
    expect(density.mean.length).toBe(density.dimension);
    expect(spec.check?.(defaults)).toBeUndefined();
    for (const param of Object.values(spec.params)) {
      if (param.kind === "real" || param.kind === "integer") {
        expect(param.min).toBeLessThanOrEqual(param.default);
        expect(param.default).toBeLessThanOrEqual(param.max);
      }
    }
    if (spec.canBeReference) expect(density.logDensity && density.score).toBeDefined();
  });

  it("draws samples with the mean and covariance it states, at its defaults and elsewhere; the same seed the same points", () => {
    const stream = random(1, spec.id);
    expectMoments(density, stream);
    for (let trial = 0; trial < 3; trial++) expectMoments(build(drawn(spec, stream)), stream, 5_000);
    const [a, b] = [new Float64Array(20), new Float64Array(20)];
    density.sample(random(5, "x"), 10, a);
    density.sample(random(5, "x"), 10, b);
    expect(b).toEqual(a);
  });

  it("is drawn by counting from the same law: its moments, and its mean log-density", () => {
    const stream = random(6, spec.id);
    for (const law of [density, build(drawn(spec, stream))]) {
      const draw = rowDrawer(law.sampler!(), stream.integer(1000), spec.id);
      let step = 0;
      const sample: Density["sample"] = (_, n, x) => {
        const y = new Float32Array(n * law.dimension);
        draw(++step, n, y);
        x.set(y);
      };
      expectMoments({ ...law, sample }, stream, 10_000);
      if (law.logDensity === undefined || law.diffused === undefined) continue;
      // Hardly noised, so that a point rounded over an edge of the support does no harm.
      const { logDensity } = law.diffused(1, 1e-3 * Math.sqrt(law.covariance[0]![0]!));
      const [ours, known] = [sample, law.sample.bind(law)].map((take) => {
        const n = 10_000;
        const [x, log] = [new Float64Array(n * law.dimension), new Float64Array(n)];
        take(stream, n, x);
        logDensity!(x, n, log);
        const mean = log.reduce((sum, value) => sum + value, 0) / n;
        return { mean, error: Math.sqrt(log.reduce((sum, value) => sum + (value - mean) ** 2, 0)) / n };
      }) as [{ mean: number; error: number }, { mean: number; error: number }];
      expect(Math.abs(ours.mean - known.mean)).toBeLessThan(4.5 * Math.hypot(ours.error, known.error) + 1e-3);
    }
  });

  if (density.diffused && density.logDensity && density.score) {
    it("has mass 1, and derivatives that are those of its logarithm; so does its diffused law, at random parameters too", () => {
      const stream = random(2, spec.id);
      for (const law of [density, build(drawn(spec, stream))]) {
        for (const [alpha, std] of [
          [0.8, 0.3 * Math.sqrt(law.covariance[0]![0]!)],
          [0.1, 1],
        ] as const) {
          const diffused = law.diffused!(alpha, std);
          expectMass(diffused, 1e-5, diffused.dimension === 1 ? 2001 : 141);
          expectMoments(diffused, stream, 5_000);
          expectConsistent(diffused, stream, 1e-5, step(diffused));
        }
      }
    });

    it("stays finite: far out, with hardly any noise and with much", () => {
      const [x, out] = [new Float64Array(2 * density.dimension), new Float64Array(2 * density.dimension)];
      for (const std of [1e-3, 1e-2, 1, 50]) {
        const diffused = density.diffused!(1, std);
        for (const far of [3, 100, 1e4]) {
          x.fill(far, 0, density.dimension).fill(-far, density.dimension);
          diffused.score!(x, 2, out);
          expect(out.every(Number.isFinite)).toBe(true);
          // Points home from far away.
          const inwards = [0, 1].map((i) =>
            x.slice(0, density.dimension).reduce((sum, _, j) => sum + x[i * density.dimension + j]! * out[i * density.dimension + j]!, 0),
          );
          if (far >= 100) expect(Math.max(...inwards)).toBeLessThan(0);
          const scalar = new Float64Array(2);
          diffused.logDensity!(x, 2, scalar);
          expect(scalar.every(Number.isFinite)).toBe(true);
          diffused.laplacianLogDensity!(x, 2, scalar);
          expect(scalar.every(Number.isFinite)).toBe(true);
        }
      }
    });
  }

  if (density.modes) {
    it("has modes whose masses sum to 1 and which are where the density is", () => {
      const { modes } = density;
      expect(modes!.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
      for (const { mean, sd } of modes!) {
        const out = new Float64Array(2);
        density.logDensity!([...mean, ...mean.map((value) => value + sd)], 2, out);
        expect(out[0]).toBeGreaterThan(out[1]!);
      }
      for (let axis = 0; axis < density.dimension; axis++) {
        expect(modes!.reduce((sum, { mean, weight }) => sum + weight * mean[axis]!, 0)).toBeCloseTo(density.mean[axis]!, 10);
      }
    });
  }
});

describe("the defaults are those that were measured", () => {
  const at = (id: string, ...x: number[]): number => {
    const file = files[`../../src/catalogue/densities/${id}.ts`]!;
    const entry = file[camelCase(id)] as DensityEntry;
    const out = new Float64Array(1);
    entry.build(defaultsOf(entry.spec.params)).logDensity!(x, 1, out);
    return Math.exp(out[0]!);
  };

  it("eight Gaussians of width .2 at radius 2; a board of unit cells on [−2, 2]²; moons of radius 1.5 about 0", () => {
    expect(at("ring-mixture", 2, 0)).toBeCloseTo(1 / 8 / (2 * Math.PI * 0.04), 8);
    expect(at("checkerboard", 0.5, 0.5)).toBeCloseTo(1 / 8, 12);
    expect(at("checkerboard", 0.5, 1.5)).toBe(0);
    expect(at("checkerboard", 2.1, 0.5)).toBe(0);
    // On top of a moon: half the mass spread over a length 1.5π, across it a normal of width 0.12.
    expect(at("moons", 1.5 * (Math.cos(Math.PI / 2) - 0.5), 1.5 * 0.75)).toBeCloseTo(
      0.5 / (1.5 * Math.PI) / (0.12 * Math.sqrt(2 * Math.PI)),
      2,
    );
  });
});

describe("what a user can get wrong", () => {
  const specOf = (id: string): DensitySpec => files[`../../src/catalogue/densities/${id}.ts`]!["spec"] as DensitySpec;
  const wrong: readonly (readonly [string, ParamValues, string])[] = [
    [
      "gaussian",
      {
        mean: [0],
        covariance: [
          [1, 0],
          [0, 1],
        ],
      },
      "1 × 1",
    ],
    [
      "gaussian",
      {
        mean: [0, 0],
        covariance: [
          [1, 2],
          [2, 1],
        ],
      },
      "positive definite",
    ],
    [
      "gaussian",
      {
        mean: [0, 0],
        covariance: [
          [1, 0.5],
          [0.1, 1],
        ],
      },
      "symmetric",
    ],
    ["mixture", { means: [[0], [1]], covariances: [[[1]]], weights: [1, 1] }, "one of each"],
    ["mixture", { means: [[0], [1]], covariances: [[[1]], [[-1]]], weights: [1, 1] }, "Covariance 2"],
    ["mixture", { means: [[0], [1]], covariances: [[[1]], [[1]]], weights: [0, 0] }, "all be 0"],
    ["mixture", { means: [[0], [1]], covariances: [[[1]], [[1]]], weights: [2, -1] }, "negative"],
    ["mixture", { means: [[0], [1, 2]], covariances: [[[1]], [[1]]], weights: [1, 1] }, "same number"],
    ["points", { rows: [[1, 2], [3]], standardise: false }, "Row 2"],
    [
      "points",
      {
        rows: [
          [1, 2],
          [3, NaN],
        ],
        standardise: false,
      },
      "not a number",
    ],
    [
      "points",
      {
        rows: [
          [1, 2],
          [1, 3],
        ],
        standardise: false,
      },
      "coordinate 1",
    ],
  ];
  it.each(wrong)("%s %j is refused: %s", (id, params, words) => {
    expect(specOf(id).check!(params)?.reason).toContain(words);
  });

  it("what was left out is filled in", () => {
    expect(specOf("gaussian").complete!({ mean: [3] })).toEqual({ mean: [3], covariance: [[1]] });
    expect(specOf("gaussian").complete!({ covariance: [[2]] })).toEqual({ mean: [0], covariance: [[2]] });
    expect(specOf("mixture").complete!({ means: [[1], [2]], weights: [1, 4] })).toEqual({
      means: [[1], [2]],
      weights: [1, 4],
      covariances: [[[0.09]], [[0.09]]],
    });
  });

  it("standardised points have mean 0 and variance 1", () => {
    const entry = files["../../src/catalogue/densities/points.ts"]!["points"] as DensityEntry;
    const { mean, covariance } = entry.build({
      rows: [
        [1e6, 1],
        [1e6 + 2, 5],
        [1e6 + 4, 0],
      ],
      standardise: true,
    });
    expect([...mean, covariance[0]![0], covariance[1]![1]].map((value) => Number(value!.toFixed(9)) + 0)).toEqual([0, 0, 1, 1]);
  });
});
