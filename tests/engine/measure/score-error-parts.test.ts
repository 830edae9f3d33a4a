/** @file The score error in parts, on scores with a known error: e times the score moves mass, c times the score turned by 90° only stirs. */
import { describe, expect, it } from "vitest";
import { measure } from "../../../src/engine/measure/measure.ts";
import { FULL } from "../../../src/engine/measure/subject.ts";
import { gaussianMixture } from "../../../src/math/laws/gaussian-mixture.ts";
import { random } from "../../../src/math/random.ts";
import { type Known, sessionKnowing } from "./known-kernel.ts";
import { noisedPotential } from "./known-potentials.ts";

const means = [
  [-1.5, -1],
  [1.6, -0.6],
  [0.1, 1.7],
];
const covariances = [0.25, 0.45, 0.3].map((sd) => [
  [sd * sd, 0.02],
  [0.02, sd * sd],
]);
const weights = [0.5, 0.3, 0.2];
const data = { id: "mixture", params: { means, covariances, weights } };
const truth = gaussianMixture({ means, covariances, weights });

/** p = −(1 + e) s − c J s: η J s = J∇η has no divergence. */
function wrongBy(given: Record<string, unknown>, e: number, c: number): Known {
  const exact = noisedPotential(given, truth);
  return (x, t, n) => {
    const { gradient } = exact(x, t, n)[0]!; // −s
    const nothing = { gradient: new Float64Array(2 * n), time: new Float64Array(n), laplacian: new Float64Array(n) };
    return [0, 1].map((a) => ({
      ...nothing,
      value: Float64Array.from({ length: n }, (_, i) => (1 + e) * gradient[2 * i + a]! + (a === 0 ? -c : c) * gradient[2 * i + 1 - a]!),
    }));
  };
}

const draw = random(9, "score-error-parts");

describe("the score error in parts", () => {
  for (const dynamics of ["vp", "ve", "ou"]) {
    it(`is e and c for (1 + e)s + cJs, and the squares add up: ${dynamics}`, async () => {
      const given = { model: "score-diffusion", data, game: { dynamics: { id: dynamics } }, network: { output: "field" } };
      const [e, c] = [0.05 + 0.3 * draw.uniform(), 0.05 + 0.3 * draw.uniform()];
      const { metrics } = await measure(sessionKnowing(given, wrongBy(given, e, c)), ["scoreErrorParts"], { ...FULL, cells: 64 });
      const { total, gradient, rotational } = metrics.scoreErrorParts!;
      // What stirs at the grid's own order looks like a gradient for h²/12 of it.
      expect(gradient / e).toBeCloseTo(1, 1.3);
      expect(rotational / c).toBeCloseTo(1, 1.3);
      expect(total / Math.hypot(e, c)).toBeCloseTo(1, 3);
      expect(gradient ** 2 + rotational ** 2).toBeCloseTo(total ** 2, 9);
    });
  }

  it("of a potential is all gradient", async () => {
    const given = { model: "score-diffusion", data };
    const session = sessionKnowing(given, noisedPotential(given, truth, { factor: 1.2 }));
    const { total, gradient, rotational } = (await measure(session, ["scoreErrorParts"], { ...FULL, cells: 24 })).metrics.scoreErrorParts!;
    expect(rotational).toBe(0);
    expect(gradient).toBe(total);
    expect(total).toBeCloseTo(0.2, 3);
  });

  it("is not asked on the line", async () => {
    const line = { id: "gaussian", params: { mean: [1], covariance: [[0.5]] } };
    const given = { model: "score-diffusion", data: line, reference: { id: "gaussian", params: { mean: [0], covariance: [[1]] } } };
    const law = gaussianMixture({ means: [[1]], covariances: [[[0.5]]] });
    const { metrics, failed } = await measure(sessionKnowing(given, noisedPotential(given, law)), ["scoreErrorParts"], FULL);
    expect(metrics.scoreErrorParts).toBeNull();
    expect(failed).toEqual({});
  });
});
