/** @file The weighted Helmholtz decomposition, of a known gradient plus a known field that moves no mass. */
import { describe, expect, it } from "vitest";
import { faceMiddles, type FaceGrid, fieldParts, type OnFaces } from "../../src/math/helmholtz.ts";
import { gaussianMixture } from "../../src/math/laws/gaussian-mixture.ts";
import { random } from "../../src/math/random.ts";

const draw = random(5, "helmholtz");
const between = (a: number, b: number): number => a + (b - a) * draw.uniform();

/** ρ = N(m, C); e = ∇ sin(k·x + c) + J(∇q + q ∇log ρ) with q = a + b·x: the second is J∇(ρq)/ρ, and ∇·J∇ = 0. */
function planted() {
  const mean = [between(-1, 1), between(-1, 1)];
  const [v1, v2] = [between(0.5, 1.5), between(0.5, 1.5)];
  const off = between(-0.4, 0.4);
  const law = gaussianMixture({
    means: [mean],
    covariances: [
      [
        [v1, off],
        [off, v2],
      ],
    ],
  });
  const k = [between(0.5, 1.2), between(-1.2, -0.5)];
  const [c, a, b1, b2] = [between(0, 3), between(-1, 1), between(0.3, 1), between(-1, 1)];
  const determinant = v1 * v2 - off * off;
  const inward = (x: number, y: number): [number, number] => {
    const [u, v] = [x - mean[0]!, y - mean[1]!];
    return [-(v2 * u - off * v) / determinant, -(v1 * v - off * u) / determinant];
  };
  const gradient = (x: number, y: number): [number, number] => {
    const slope = Math.cos(k[0]! * x + k[1]! * y + c);
    return [k[0]! * slope, k[1]! * slope];
  };
  const stirring = (x: number, y: number): [number, number] => {
    const [s1, s2] = inward(x, y);
    const q = a + b1 * x + b2 * y;
    return [-(b2 + q * s2), b1 + q * s1];
  };
  return { law, gradient, stirring };
}

type Field = (x: number, y: number) => [number, number];

/** Over six deviations. */
function gridOf({ mean, covariance }: ReturnType<typeof planted>["law"], n: number): FaceGrid {
  const half = [0, 1].map((a) => 6 * Math.sqrt(covariance[a]![a]!));
  const step: [number, number] = [(2 * half[0]!) / n, (2 * half[1]!) / n];
  return { n, low: [mean[0]! - half[0]! + step[0] / 2, mean[1]! - half[1]! + step[1] / 2], step };
}

function onFaces(grid: FaceGrid, f: (x: number, y: number) => readonly [number, number]): OnFaces {
  const along = (axis: 0 | 1): Float64Array => {
    const x = faceMiddles(grid, axis);
    return Float64Array.from({ length: x.length / 2 }, (_, i) => f(x[2 * i]!, x[2 * i + 1]!)[axis]);
  };
  return [along(0), along(1)];
}

/** E|e|² by sums over a fine grid, which for such laws are exact. */
function meanSquareOf(law: ReturnType<typeof planted>["law"], field: Field): number {
  const { n, low, step } = gridOf(law, 200);
  let total = 0;
  const log = new Float64Array(1);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      const [x, y] = [low[0] + i * step[0], low[1] + j * step[1]];
      law.logDensity([x, y], 1, log);
      const [e1, e2] = field(x, y);
      total += Math.exp(log[0]!) * (e1 * e1 + e2 * e2) * step[0] * step[1];
    }
  return total;
}

function densityOn(law: ReturnType<typeof planted>["law"], grid: FaceGrid): OnFaces {
  const log = new Float64Array(1);
  return onFaces(grid, (x, y) => {
    law.logDensity([x, y], 1, log);
    return [Math.exp(log[0]!), Math.exp(log[0]!)];
  });
}

describe("a field in L²(ρ)", () => {
  const { law, gradient, stirring } = planted();
  const both: Field = (x, y) => {
    const [g, w] = [gradient(x, y), stirring(x, y)];
    return [g[0] + w[0], g[1] + w[1]];
  };
  const partsOf = (field: Field, n: number) => {
    const grid = gridOf(law, n);
    return fieldParts(grid, onFaces(grid, field), densityOn(law, grid));
  };

  it("is split into the gradient and the stirring that were planted, to order 2", () => {
    const truth = { gradient: meanSquareOf(law, gradient), rotational: meanSquareOf(law, stirring) };
    const found = [24, 48, 96].map((n) => partsOf(both, n));
    for (const part of ["gradient", "rotational"] as const) {
      const errors = found.map((each) => Math.abs(each[part] / truth[part] - 1));
      expect(errors[2]!).toBeLessThan(0.01);
      for (const k of [1, 2]) expect(Math.log2(errors[k - 1]! / errors[k]!)).toBeGreaterThan(1.7);
    }
  });

  it("has squares that add up on every grid", () => {
    for (const n of [7, 24]) {
      const { total, gradient: moving, rotational } = partsOf(both, n);
      expect((moving + rotational) / total).toBeCloseTo(1, 9);
      expect(Math.min(moving, rotational) / total).toBeGreaterThan(0.02);
    }
  });

  it("has one part only where it is one: to rounding for differences of a potential", () => {
    const n = 24;
    const grid = gridOf(law, n);
    const phi = (x: number, y: number): number => Math.sin(x - 2 * y) + x * y;
    const differences = onFaces(grid, (x, y) => [
      (phi(x + grid.step[0] / 2, y) - phi(x - grid.step[0] / 2, y)) / grid.step[0],
      (phi(x, y + grid.step[1] / 2) - phi(x, y - grid.step[1] / 2)) / grid.step[1],
    ]);
    const { total, rotational } = fieldParts(grid, differences, densityOn(law, grid));
    expect(rotational / total).toBeLessThan(1e-6);
    expect(partsOf(stirring, 96).gradient / meanSquareOf(law, stirring)).toBeLessThan(1e-4);
  });

  it("nobody at all beyond a hole: cells without mass are left alone", () => {
    const grid = gridOf(law, 24);
    const density = densityOn(law, grid);
    const emptied: OnFaces = [density[0].map((rho) => (rho < 0.02 ? 0 : rho)), density[1].map((rho) => (rho < 0.02 ? 0 : rho))];
    const { total, gradient: moving, rotational } = fieldParts(grid, onFaces(grid, both), emptied);
    expect((moving + rotational) / total).toBeCloseTo(1, 9);
  });
});
