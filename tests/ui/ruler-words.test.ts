/** @file Each ruler's spec is enough to print it and to draw its course: the page knows none by name. */
import { describe, expect, it } from "vitest";
import { rulerSpecs } from "../../src/engine/measure/ruler-specs.ts";
import { withMeasured } from "../../src/state/run.ts";
import { cardLines } from "../../src/ui/readouts/card-lines.ts";
import { courseOf, valueWords } from "../../src/ui/readouts/ruler-words.ts";

const likelihood = rulerSpecs.find(({ id }) => id === "likelihood")!;

describe("a ruler on the page", () => {
  it("says value, error and unit, and in brackets a truth that is not 0 or 1", () => {
    const line = { id: "x", title: "x", about: "", unit: "nats", value: 1.5 } as const;
    expect(valueWords(line)).toBe("1.500 nats");
    expect(valueWords({ ...line, error: 0.25 })).toBe("1.500 ± 0.250 nats");
    expect(valueWords({ ...line, truth: 0 })).toBe("1.500 nats");
    expect(valueWords({ ...line, unit: "share", value: 0.3, truth: 0.5 })).toBe("30 % (50 %)");
    expect(valueWords({ ...line, value: null })).toBe("–");
  });

  it("says several numbers in its own words, and a change with its sign", () => {
    const line = { id: "x", title: "x", about: "", unit: "change", value: 0.031, truth: 0 } as const;
    expect(valueWords(line)).toBe("+3.1 %");
    expect(valueWords({ ...line, value: -0.2 })).toBe("−20 %");
    expect(valueWords({ ...line, text: "(1, 2) for (1, 3)" })).toBe("(1, 2) for (1, 3)");
  });

  it("holds mean, covariance and energy against the exact ones, on that card, and over training", () => {
    const exact = {
      known: true,
      by: "formula",
      kind: "",
      about: "",
      section: "",
      mean: [1, 0],
      covariance: [
        [3, 0],
        [0, 4],
      ],
      cost: 2.5,
      energy: 2,
    } as const;
    const metrics = {
      mean: [1.3, -0.4],
      covariance: [
        [3, 0.5],
        [0.5, 4],
      ],
      kineticEnergy: 2.2,
    };
    const shown = new Map(cardLines("exact", metrics, exact).map(({ spec, line }) => [line.id, { spec, line }]));
    const value = (id: string) => shown.get(id)?.line.value;
    expect(value("mean")).toBeCloseTo(0.5, 12);
    expect(shown.get("mean")?.line.text).toBe("(1.30,\u00a0−0.40) for\u00a0(1.00,\u00a00.00)");
    expect(value("covariance")).toBeCloseTo(Math.SQRT1_2 / 5, 12);
    expect(value("kineticEnergy.excess")).toBeCloseTo(0.1, 12);
    expect(shown.get("cost.optimal")?.line).toMatchObject({ value: 2.5, fixed: true });
    const course = [
      { step: 10, metrics: { ...metrics, mean: [1, 2] } },
      { step: 20, metrics },
    ];
    expect(courseOf(shown.get("mean")!.spec, "mean", course, exact).map(({ value: far }) => far)).toEqual([2, expect.closeTo(0.5, 12)]);
    // Against nothing there is nothing to say.
    expect(cardLines("exact", metrics, null).every(({ line }) => typeof line.value !== "number")).toBe(true);
  });

  it("has every part of the error budget over training", () => {
    const part = { value: 0.2, error: 0.01 };
    const errorBudget = {
      points: 100,
      floor: 0.1,
      steps: { ...part, coarse: 4, fine: 16 },
      data: null,
      training: part,
      overlap: part,
      total: part,
    };
    const course = [10, 20].map((step) => ({ step, metrics: { errorBudget } }));
    const found = cardLines("budget", { errorBudget }, null).map(({ spec, line }) => [
      line.id,
      courseOf(spec, line.id, course, null).length,
    ]);
    expect(Object.fromEntries(found)).toEqual({
      "errorBudget.floor": 2,
      "errorBudget.steps": 2,
      "errorBudget.data": 0,
      "errorBudget.training": 2,
      "errorBudget.overlap": 2,
    });
  });

  it("has two likelihoods over training, so that overfitting is seen", () => {
    const course = [1, 2, 3].reduce<ReturnType<typeof withMeasured>>(
      (before, k) => withMeasured(before, { step: 100 * k, metrics: { nll: 2 + k, nllError: 0.1, nllTrain: 2 - k, nllTrainError: 0.2 } }),
      [{ step: 50, metrics: { curl: 0 } }],
    );
    expect(courseOf(likelihood, "nll", course, null)).toEqual([1, 2, 3].map((k) => ({ step: 100 * k, value: 2 + k, error: 0.1 })));
    expect(courseOf(likelihood, "nllTrain", course, null).map(({ value }) => value)).toEqual([1, 0, -1]);
  });

  it("forgets what a run that went back had become, and old measurements before new ones", () => {
    const back = withMeasured(
      [
        { step: 10, metrics: {} },
        { step: 20, metrics: {} },
      ],
      { step: 15, metrics: {} },
    );
    expect(back.map(({ step }) => step)).toEqual([10, 15]);
    let long: ReturnType<typeof withMeasured> = [];
    for (let step = 0; step < 3000; step++) long = withMeasured(long, { step, metrics: step % 2 === 0 ? { curl: 0 } : { nll: 0 } });
    expect(long.length).toBeLessThanOrEqual(600);
    expect(long.at(-1)?.step).toBe(2999);
    expect(long[0]!.step).toBe(0);
    // rulers take turns: none of them is forgotten altogether
    for (const name of ["curl", "nll"]) expect(long.filter(({ metrics }) => name in metrics).length).toBeGreaterThan(100);
  });

  it("teaches something with every line, and has lines of its own", () => {
    const everything = { densityNll: { value: 1, truth: 1 }, modeWeights: [1], modeWeightsTrue: [1] };
    const lines = rulerSpecs.flatMap((spec) => spec.lines(everything, null));
    expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
    for (const { about, title } of lines) expect(about.length, title).toBeGreaterThan(60);
  });
});
