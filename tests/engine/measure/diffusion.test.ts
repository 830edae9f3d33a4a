/** @file The rulers of diffusions, on potentials that are exact, and on potentials that are wrong in one known way. */
import { describe, expect, it } from "vitest";
import { measure } from "../../../src/engine/measure/measure.ts";
import type { MetricName } from "../../../src/engine/measure/ruler.ts";
import { type MeasuringEffort, FULL } from "../../../src/engine/measure/subject.ts";
import type { Session } from "../../../src/engine/learn/session.ts";
import { setUp } from "../../../src/engine/game/setup.ts";
import { registry } from "../../../src/catalogue/registry.ts";
import { gaussianMixture, isotropicMixture } from "../../../src/math/laws/gaussian-mixture.ts";
import { random } from "../../../src/math/random.ts";
import { experimentOf } from "../experiment-of.ts";
import { noisedPotential as potential } from "./known-potentials.ts";
import { plain, sessionKnowing } from "./known-kernel.ts";

const SMALL: MeasuringEffort = { ...FULL, pairs: 3, truths: 6, samples: 768, points: 512, cells: 40 };
const means = [
  [-1.5, -1],
  [1.6, -0.6],
  [0.1, 1.7],
];
const sds = [0.25, 0.45, 0.3];
const weights = [0.5, 0.3, 0.2];
const covariances = sds.map((sd) => [
  [sd * sd, 0],
  [0, sd * sd],
]);
const partial = { model: "score-diffusion", data: { id: "mixture", params: { means, covariances, weights } } };
const truth = gaussianMixture({ means, covariances, weights });

const ask = async (session: Session, ...which: MetricName[]) => (await measure(session, which, SMALL)).metrics;

describe("an exact potential", () => {
  for (const [name, game] of [
    ["VP", {}],
    ["VE", { dynamics: { id: "ve" } }],
    ["OU on another horizon", { horizon: 0.7, dynamics: { id: "ou" } }],
  ] as const) {
    it(`has nothing wrong with it: ${name}`, async () => {
      const given = { ...partial, game };
      const session = sessionKnowing(given, potential(given, truth));
      const { scoreError, hjbResidual, densityNll, modeWeights, valueError } = await ask(
        session,
        "scoreError",
        "hjbResidual",
        "densityNll",
        "modeWeights",
        "valueError",
      );
      expect(scoreError).toBeLessThan(2e-3);
      expect(hjbResidual!.particles.relative).toBeLessThan(2e-3);
      expect(hjbResidual!.box.relative).toBeLessThan(2e-3);
      expect(hjbResidual!.particles.centred).toBeLessThan(5e-3);
      expect(densityNll!.value - densityNll!.truth).toBeLessThan(1e-5);
      expect(densityNll!.value - densityNll!.truth).toBeGreaterThan(-1e-5);
      modeWeights!.forEach((weight, k) => {
        expect(Math.abs(weight - weights[k]!)).toBeLessThan(0.01);
      });
      expect(Math.max(valueError!.oneConstant, valueError!.perTime, valueError!.gradient)).toBeLessThan(2e-3);
    });
  }

  it("samples and gives likelihoods like the truth", async () => {
    const session = sessionKnowing(partial, potential(partial, truth));
    const found = await ask(
      session,
      "slicedW2",
      "mmd",
      "energyDistance",
      "nll",
      "nllGap",
      "nllStepGap",
      "klGrid",
      "inverseError",
      "kineticEnergy",
      "curl",
      "mean",
      "covariance",
    );
    for (const name of ["slicedW2", "mmd", "energyDistance"] as const) expect(found[name]!.value).toBeLessThan(2.5 * found[name]!.noise);
    expect(Math.abs(found.nllGap!)).toBeLessThan(0.02);
    expect(Math.abs(found.klGrid!)).toBeLessThan(0.02);
    expect(found.nllStepGap).toBeNull();
    expect(found.kineticEnergy).toBeNull();
    expect(found.curl).toBe(0);
    expect(found.inverseError).toBeLessThan(0.02);
    found.mean!.forEach((m, a) => {
      expect(Math.abs(m - truth.mean[a]!)).toBeLessThan(0.15);
    });
  });
});

describe("a potential that is wrong in one known way", () => {
  it("scaled by 1 + e: the relative errors of score and gradient are e", async () => {
    const e = 0.05 + 0.2 * random(11, "scale").uniform();
    const { scoreError, valueError } = await ask(
      sessionKnowing(partial, potential(partial, truth, { factor: 1 + e })),
      "scoreError",
      "valueError",
    );
    expect(scoreError).toBeCloseTo(e, 3);
    expect(valueError!.gradient).toBeCloseTo(e, 3);
    expect(valueError!.oneConstant).toBeCloseTo(e, 3);
    expect(valueError!.perTime).toBeCloseTo(e, 3);
  });

  it("shifted by c(t): only what is not centred sees it", async () => {
    const { scoreError, hjbResidual, densityNll, valueError } = await ask(
      sessionKnowing(partial, potential(partial, truth, { shift: 5 })),
      "scoreError",
      "hjbResidual",
      "densityNll",
      "valueError",
    );
    expect(scoreError).toBeLessThan(2e-3);
    expect(hjbResidual!.particles.raw).toBeGreaterThan(0.05);
    for (const place of [hjbResidual!.particles, hjbResidual!.box]) expect(place.centred).toBeLessThan(0.02 * hjbResidual!.particles.raw);
    expect(Math.abs(densityNll!.value - densityNll!.truth)).toBeLessThan(1e-4);
    expect(valueError!.perTime).toBeLessThan(5e-3);
    expect(valueError!.oneConstant).toBeGreaterThan(0.2);
  });

  it("with the modes' masses shifted: the score hardly sees it, e^(−U) does, by the divergence of the weights", async () => {
    const wrong = [0.2, 0.3, 0.5];
    const { scoreError, densityNll, modeWeights } = await ask(
      sessionKnowing(partial, potential(partial, gaussianMixture({ means, covariances, weights: wrong }))),
      "scoreError",
      "densityNll",
      "modeWeights",
    );
    expect(scoreError).toBeLessThan(0.2);
    modeWeights!.forEach((weight, k) => {
      expect(Math.abs(weight - wrong[k]!)).toBeLessThan(0.01);
    });
    const divergence = weights.reduce((sum, w, k) => sum + w * Math.log(w / wrong[k]!), 0);
    expect(densityNll!.value - densityNll!.truth).toBeCloseTo(divergence, 2);
  });
});

describe("memorisation", () => {
  const given = { ...partial, data: { ...partial.data, samples: 40 } };
  const rows = setUp(experimentOf({ ...plain, ...given }), registry).training!;

  it("is near 1 for the truth, and near 0 for the diffused training set", async () => {
    const honest = await ask(sessionKnowing(given, potential(given, truth)), "memorisation");
    expect(Math.abs(honest.memorisation! - 1)).toBeLessThan(0.12);
    const copy = isotropicMixture(
      Array.from({ length: 40 }, (_, i) => [rows[2 * i]!, rows[2 * i + 1]!]),
      1e-3,
    );
    const copied = await ask(sessionKnowing(given, potential(given, copy)), "memorisation");
    expect(copied.memorisation).toBeLessThan(0.35);
  });
});
