/** @file The rulers of own points: they are measured on rows that nobody trained on, so a model that repeats its rows is found out. */
import { describe, expect, it } from "vitest";
import { registry } from "../../../src/catalogue/registry.ts";
import { setUp } from "../../../src/engine/game/setup.ts";
import { measure } from "../../../src/engine/measure/measure.ts";
import type { MetricName } from "../../../src/engine/measure/ruler.ts";
import { type MeasuringEffort, FULL } from "../../../src/engine/measure/subject.ts";
import type { Session } from "../../../src/engine/learn/session.ts";
import { gaussianMixture, isotropicMixture } from "../../../src/math/laws/gaussian-mixture.ts";
import { random } from "../../../src/math/random.ts";
import { experimentOf } from "../experiment-of.ts";
import { plain, sessionKnowing } from "./known-kernel.ts";
import { noisedPotential } from "./known-potentials.ts";

const SMALL: MeasuringEffort = { ...FULL, samples: 600, pairs: 6, truths: 8, likelihoods: 200 };
const ask = async (session: Session, ...which: MetricName[]) => (await measure(session, which, SMALL)).metrics;

/** The law behind the points, which the lab is not told. */
const law = gaussianMixture({
  means: [
    [-1.2, 0],
    [1.2, 0.4],
  ],
  covariances: [0, 1].map(() => [
    [0.2, 0],
    [0, 0.2],
  ]),
});
const N = 300;
const drawn = new Float64Array(2 * N);
law.sample(random(21, "own points"), N, drawn);
const rows = Array.from({ length: N }, (_, i) => [drawn[2 * i]!, drawn[2 * i + 1]!]);
const given = { model: "score-diffusion", data: { id: "points", params: { rows } } };
const { training, heldOut } = setUp(experimentOf({ ...plain, ...given }), registry);

const knowing = sessionKnowing(given, noisedPotential(given, law));
const copying = sessionKnowing(
  given,
  noisedPotential(
    given,
    isotropicMixture(
      Array.from({ length: training!.length / 2 }, (_, i) => [training![2 * i]!, training![2 * i + 1]!]),
      0.03,
    ),
  ),
);

describe("own points", () => {
  it("judge a model that knows the law as good as new points: distances, likelihood, nearest points", async () => {
    const found = await ask(
      knowing,
      "slicedW2",
      "mmd",
      "energyDistance",
      "nll",
      "nllError",
      "nllTrain",
      "nllTrainError",
      "memorisation",
      "heldOut",
    );
    expect(found.heldOut).toBe(60);
    expect(heldOut).toHaveLength(120);
    for (const name of ["slicedW2", "mmd", "energyDistance"] as const) {
      expect(found[name]!.value / found[name]!.noise).toBeGreaterThan(0.4);
      expect(found[name]!.value / found[name]!.noise).toBeLessThan(2);
    }
    // the likelihood of the very rows, by the law itself: no other rows were asked
    for (const [name, x] of [
      ["nll", heldOut!],
      ["nllTrain", training!.slice(0, 400)],
    ] as const) {
      const n = x.length / 2;
      const logs = new Float64Array(n);
      law.logDensity(x, n, logs);
      const mean = -logs.reduce((sum, l) => sum + l / n, 0);
      const error = Math.sqrt(logs.reduce((sum, l) => sum + (l + mean) ** 2, 0) / n / (n - 1));
      expect(Math.abs(found[name]! - mean)).toBeLessThan(0.02);
      expect(found[`${name}Error`]! / error).toBeCloseTo(1, 1);
    }
    expect(Math.abs(found.nll! - found.nllTrain!)).toBeLessThan(4 * Math.hypot(found.nllError!, found.nllTrainError!));
    expect(Math.abs(found.memorisation! - 1)).toBeLessThan(0.3);
  });

  it("find out a model that repeats its training rows, which its distances alone do not", async () => {
    const found = await ask(copying, "slicedW2", "nll", "nllTrain", "memorisation");
    expect(found.slicedW2!.value / found.slicedW2!.noise).toBeLessThan(2);
    expect(found.memorisation).toBeLessThan(0.5);
    // what it learned by heart is likely, what it never saw is not
    expect(found.nll! - found.nllTrain!).toBeGreaterThan(1);
  });

  it("of which none can be held out have no distances", async () => {
    const few = { ...given, data: { id: "points", params: { rows: rows.slice(0, 4) } } };
    const found = await ask(sessionKnowing(few, noisedPotential(few, law)), "slicedW2", "nll", "memorisation", "heldOut");
    expect(found).toEqual({ slicedW2: null, nll: null, memorisation: null, heldOut: null });
  });
});
