/** @file The rulers on the line, on free score fields, and where the population is known by simulation only. */
import { describe, expect, it } from "vitest";
import { registry } from "../../../src/catalogue/registry.ts";
import { exactOf } from "../../../src/engine/game/exact-problem.ts";
import { measure } from "../../../src/engine/measure/measure.ts";
import type { MetricName } from "../../../src/engine/measure/ruler.ts";
import { type MeasuringEffort, FULL } from "../../../src/engine/measure/subject.ts";
import type { Session } from "../../../src/engine/learn/session.ts";
import { setUp } from "../../../src/engine/game/setup.ts";
import { gaussianMixture } from "../../../src/math/laws/gaussian-mixture.ts";
import { random } from "../../../src/math/random.ts";
import { experimentOf } from "../experiment-of.ts";
import { type Known, plain, sessionKnowing } from "./known-kernel.ts";
import { noisedPotential } from "./known-potentials.ts";

const SMALL: MeasuringEffort = { ...FULL, pairs: 3, truths: 6, samples: 512, points: 256, cells: 32 };
const ask = async (session: Session, ...which: MetricName[]) => (await measure(session, which, SMALL)).metrics;

describe("on the line", () => {
  const parts = { means: [[-1.2], [0.9]], covariances: [[[0.09]], [[0.25]]], weights: [0.35, 0.65] };
  const given = { model: "score-diffusion", data: { id: "mixture", params: parts } };

  it("the exact potential has nothing wrong with it, and no curl to speak of", async () => {
    const found = await ask(
      sessionKnowing(given, noisedPotential(given, gaussianMixture(parts))),
      "slicedW2",
      "nllGap",
      "klGrid",
      "scoreError",
      "hjbResidual",
      "densityNll",
      "modeWeights",
      "valueError",
      "curl",
    );
    expect(found.slicedW2!.value).toBeLessThan(2.5 * found.slicedW2!.noise);
    expect(Math.abs(found.nllGap!)).toBeLessThan(5e-3);
    expect(found.klGrid).toBeLessThan(5e-3);
    expect(found.scoreError).toBeLessThan(1e-3);
    expect(found.hjbResidual!.particles.relative).toBeLessThan(1e-3);
    expect(Math.abs(found.densityNll!.value - found.densityNll!.truth)).toBeLessThan(1e-5);
    found.modeWeights!.forEach((weight, k) => {
      expect(Math.abs(weight - parts.weights[k]!)).toBeLessThan(0.02);
    });
    expect(found.valueError!.oneConstant).toBeLessThan(1e-3);
    expect(found.curl).toBeNull();
  });
});

function midpoint(from: number, to: number, f: (x: number) => number): number {
  const n = 4000;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += f(from + ((to - from) * (i + 0.5)) / n);
  return (sum * (to - from)) / n;
}

describe("modes that overlap", () => {
  const parts = { means: [[-0.5], [0.6]], covariances: [[[0.25]], [[0.5]]], weights: [0.3, 0.7] };
  const given = { model: "score-diffusion", data: { id: "mixture", params: parts } };

  it("give mass to each other's cells, in the truth as in the exact model", async () => {
    const session = sessionKnowing(given, noisedPotential(given, gaussianMixture(parts)));
    const { modeWeights, modeWeightsTrue } = await ask(session, "modeWeights", "modeWeightsTrue");
    // |x + ½|/½ < |x − 0.6|/√½ between two points: far to the left the wider mode is the nearer one, in its own widths
    const [narrow, wide] = [2, Math.SQRT2];
    const [left, right] = [(-0.5 * narrow - 0.6 * wide) / (narrow - wide), (0.6 * wide - 0.5 * narrow) / (narrow + wide)];
    const share = midpoint(left, right, (x) =>
      parts.weights.reduce((sum, weight, k) => {
        const [mean, variance] = [parts.means[k]![0]!, parts.covariances[k]![0]![0]!];
        return sum + (weight * Math.exp((-0.5 * (x - mean) ** 2) / variance)) / Math.sqrt(2 * Math.PI * variance);
      }, 0),
    );
    expect(Math.abs(share - parts.weights[0]!)).toBeGreaterThan(0.05);
    expect(Math.abs(modeWeightsTrue![0]! - share)).toBeLessThan(0.01);
    modeWeights!.forEach((weight, k) => {
      expect(Math.abs(weight - modeWeightsTrue![k]!)).toBeLessThan(0.012);
    });
  });
});

describe("a free score field", () => {
  const parts = {
    means: [
      [-1, 0],
      [1, 0.5],
    ],
    covariances: [
      [
        [0.2, 0.05],
        [0.05, 0.1],
      ],
    ],
  };
  const data = {
    id: "mixture",
    params: { means: parts.means, covariances: [parts.covariances[0], parts.covariances[0]], weights: [0.5, 0.5] },
  };
  const given = { model: "score-diffusion", network: { output: "field" }, data };
  const law = gaussianMixture(parts);

  /** p = −∇ log η + ω J x, its derivatives by central differences. */
  const field = (omega: number): Known => {
    const potential = noisedPotential({ ...given, network: { ...plain.network, output: "field" } }, law);
    const p = (x: Float64Array, t: number, n: number): Float64Array =>
      potential(x, t, n)[0]!.gradient.map((g, q) => g + omega * (q % 2 === 0 ? -x[q + 1]! : x[q - 1]!));
    return (x, t, n) => {
      const h = 1e-4;
      const here = p(x, t, n);
      const slopes = [0, 1].map((axis) => {
        const moved = (step: number) =>
          p(
            x.map((v, q) => (q % 2 === axis ? v + step : v)),
            t,
            n,
          );
        const [ahead, behind] = [moved(h), moved(-h)];
        return ahead.map((v, q) => (v - behind[q]!) / (2 * h));
      });
      return [0, 1].map((o) => ({
        value: Float64Array.from({ length: n }, (_, i) => here[2 * i + o]!),
        gradient: Float64Array.from({ length: 2 * n }, (_, q) => slopes[q % 2]![q - (q % 2) + o]!),
        time: new Float64Array(n),
        laplacian: new Float64Array(n),
      }));
    };
  };

  it("has scores, samples and a likelihood, but no value and no residual", async () => {
    const found = await ask(
      sessionKnowing(given, field(0)),
      "slicedW2",
      "nllGap",
      "scoreError",
      "curl",
      "hjbResidual",
      "valueError",
      "densityNll",
      "modeWeights",
    );
    expect(found.slicedW2!.value).toBeLessThan(2.5 * found.slicedW2!.noise);
    expect(Math.abs(found.nllGap!)).toBeLessThan(0.01);
    expect(found.scoreError).toBeLessThan(1e-3);
    expect(found.curl).toBeLessThan(1e-3);
    for (const name of ["hjbResidual", "valueError", "densityNll", "modeWeights"] as const) expect(found[name]).toBeNull();
  });

  it("that turns is not a gradient", async () => {
    const omega = 0.5 + random(2, "turn").uniform();
    const { curl } = await ask(sessionKnowing(given, field(omega)), "curl");
    expect(curl).toBeGreaterThan(0.05);
    expect(curl).toBeLessThan(Math.SQRT2);
  });
});

describe("a noisy game played by roll-out", () => {
  const given = {
    model: "ot-flow",
    data: {
      id: "gaussian",
      params: {
        mean: [1, -0.5],
        covariance: [
          [0.6, 0.2],
          [0.2, 0.9],
        ],
      },
    },
    game: {
      dynamics: { id: "constant-noise", params: { sigma: 0.8 } },
      lagrangian: { id: "kinetic", params: { weight: 1.3 } },
      terminal: { id: "cross-entropy", params: { weight: 2 } },
    },
    objective: { params: { integrator: "euler-maruyama", steps: 16 } },
    sampling: { method: "sde", steps: 128 },
  };

  it("has a value function and the exact moments, but no density and no kinetic energy", async () => {
    const solution = exactOf(setUp(experimentOf({ ...plain, ...given }), registry));
    if ("reason" in solution) throw new Error(solution.reason);
    const session = sessionKnowing(given, (x, t, n) => {
      const out = { U: new Float64Array(n), gradient: new Float64Array(2 * n), dt: new Float64Array(n), laplacian: new Float64Array(n) };
      solution.values(x, n, t, out);
      return [{ value: out.U, gradient: out.gradient, time: out.dt, laplacian: out.laplacian }];
    });
    const found = await ask(
      session,
      "hjbResidual",
      "valueError",
      "mean",
      "covariance",
      "nll",
      "klGrid",
      "scoreError",
      "kineticEnergy",
      "straightness",
      "inverseError",
      "densityNll",
    );
    expect(found.hjbResidual!.particles.relative).toBeLessThan(1e-4);
    expect(found.hjbResidual!.box.relative).toBeLessThan(1e-4);
    expect(Math.max(...Object.values(found.valueError!))).toBeLessThan(1e-4);
    found.mean!.forEach((m, a) => {
      expect(Math.abs(m - solution.mean[a]!)).toBeLessThan(0.08);
      expect(Math.abs(found.covariance![a]![a]! - solution.covariance[a]![a]!)).toBeLessThan(0.08);
    });
    for (const name of ["nll", "klGrid", "scoreError", "kineticEnergy", "straightness", "inverseError", "densityNll"] as const)
      expect(found[name]).toBeNull();
  });
});
