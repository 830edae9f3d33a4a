/** @file The way on a card has the true marginals of the game: Gaussians stay Gaussian with the right spread. */
import { describe, expect, it } from "vitest";
import { presets } from "../../src/experiment/presets.ts";
import { resolve } from "../../src/experiment/resolve.ts";
import { random } from "../../src/math/random.ts";
import type { Sketch } from "../../src/state/sketches.ts";
import { passage, type PassageKind, passageKind } from "../../src/ui/gallery/passage.ts";

const gaussian = (n: number, d: 1 | 2, mean: number, sd: number): Sketch => {
  // The same stream for both ends, as the worker draws them.
  const stream = random(1, "sketch");
  return { dimension: d, points: Float32Array.from({ length: n * d }, () => mean + sd * stream.normal()) };
};

const moments = (points: Float32Array): { mean: number; sd: number } => {
  const mean = points.reduce((sum, x) => sum + x, 0) / points.length;
  return { mean, sd: Math.sqrt(points.reduce((sum, x) => sum + (x - mean) ** 2, 0) / points.length) };
};

const at = (kind: PassageKind, u: number, data: Sketch, reference: Sketch) => {
  const way = passage(kind, data, reference);
  const out = new Float32Array(way.count * data.dimension);
  way.at(u, out);
  return moments(out);
};

describe("the way of a diffusion that shrinks", () => {
  it.each([0, 0.3, 0.6, 1])("α m and α² sd² + std² at u = %f", (u) => {
    const { mean, sd } = at("shrinking", u, gaussian(4000, 1, 2, 0.5), gaussian(4000, 1, 0, 1));
    const [alpha, std] = [Math.sin((Math.PI * u) / 2), Math.cos((Math.PI * u) / 2)];
    expect(mean).toBeCloseTo(2 * alpha, 1);
    expect(sd).toBeCloseTo(Math.hypot(0.5 * alpha, std), 1);
  });
});

describe("the way of optimal transport", () => {
  it.each([0, 0.25, 0.5, 1])("between Gaussians the spread is linear in u, at u = %f", (u) => {
    const { mean, sd } = at("straight", u, gaussian(200, 1, 3, 0.5), gaussian(200, 1, 0, 1));
    const ends = [
      at("straight", 0, gaussian(200, 1, 3, 0.5), gaussian(200, 1, 0, 1)),
      at("straight", 1, gaussian(200, 1, 3, 0.5), gaussian(200, 1, 0, 1)),
    ];
    // Independent partners would give √(u² sd₁² + (1 − u)² sd₀²), which is 15 % less half way.
    expect(sd).toBeCloseTo(u * ends[1]!.sd + (1 - u) * ends[0]!.sd, 1);
    expect(mean).toBeCloseTo(u * ends[1]!.mean + (1 - u) * ends[0]!.mean, 5);
  });
});

describe("which way a preset goes", () => {
  it.each([
    ["eight-gaussians-ot", "straight"],
    ["eight-gaussians-diffusion", "shrinking"],
    ["swiss-roll-ou", "shrinking"],
    ["moons-ve", "spreading"],
    ["steered-noise", "still"],
  ])("%s: %s", (id, kind) => {
    expect(passageKind(resolve(presets.get(id)?.experiment, "strict").experiment!)).toBe(kind);
  });

  it("begins at the reference and ends at the data, whatever the kind", () => {
    const [data, reference] = [gaussian(150, 2, 4, 0.3), gaussian(150, 2, 0, 5)];
    for (const kind of ["shrinking", "spreading", "straight"] as const) {
      expect(at(kind, 1, data, reference).mean).toBeCloseTo(moments(data.points).mean, 4);
      expect(at(kind, 0, data, reference).sd).toBeGreaterThan(3);
    }
  });
});
