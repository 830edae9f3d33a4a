/** @file The spoken summary: what it says in each state, and that no number stands without its unit. */
import { describe, expect, it } from "vitest";
import { summaryText, type SummaryFacts } from "../../src/ui/summary/run-summary.ts";

const trend = { column: 1, from: 800, to: 1200, t: -12, drift: -0.2, level: 1.3, missed: 0.2 };
const run: SummaryFacts["run"] = {
  outcome: null,
  phase: "playing",
  step: 1200,
  shown: 1200,
  seconds: 20,
  losses: [1.234, 1, 0.234],
  parts: [
    { name: "terminal", title: "terminal", slot: "terminal" },
    { name: "hjb", title: "HJB residual", slot: "hjb" },
  ],
  measures: {},
  measuredAt: {},
  exact: null,
  failure: null,
  client: { kind: "ready" },
};
const distance = (value: number, noise: number) => ({
  value,
  noise,
  error: 0.1 * value,
  noiseError: 0.1 * noise,
  interval: [0.8 * value, 1.2 * value] as const,
});

const told = (change: Partial<SummaryFacts["run"]> = {}, rest: Partial<SummaryFacts> = {}): string =>
  summaryText({ run: { ...run, ...change }, stop: { steps: 4000 }, verdict: "moving", trend, ...rest });

describe("the summary of a run", () => {
  it("says how far it is, what it has reached, and whether it moves", () => {
    const measures = {
      slicedW2: distance(0.14, 0.1),
      hjbResidual: { particles: { raw: 1, centred: 1, relative: 0.12 }, box: { raw: 1, centred: 1, relative: 1 } },
      mean: [1, 0.1],
      valueError: { oneConstant: 0.034, perTime: 0, gradient: 0, constant: 0.2 },
    };
    const exact = {
      known: true,
      by: "formula",
      kind: "",
      about: "",
      section: "",
      mean: [1, 0],
      covariance: [
        [4, 0],
        [0, 4],
      ],
      cost: null,
      energy: null,
    } as const;
    expect(told({ measures, measuredAt: { slicedW2: 1100 }, exact })).toBe(
      "Step 1,200 of 4,000, training. Total loss 1.234. Still moving: the total falls, by 0.200 since step 800. " +
        "The samples are 1.4 times the noise floor away from the data in sliced Wasserstein distance, measured at step 1,100. " +
        "The HJB residual is 12 % of its terms. Against the exact solution the mean is off by 5.0 % of a standard deviation, U is off by 3.4 %.",
    );
  });
  it("names the part that still moves, and a rise", () => {
    expect(told({}, { trend: { ...trend, column: 3, drift: 0.1 } })).toContain("Still moving: HJB residual rises, by 0.100");
  });
  it("does not call a trend what may be noise", () => {
    expect(told({}, { trend: { ...trend, t: -1 } })).toContain(
      "Still moving, for all that is known: a drift of 20 % since step 800 is not ruled out.",
    );
  });
  it("says when nothing moves any more, and when it is too early", () => {
    expect(told({ phase: "finished" }, { verdict: "converged" })).toContain(
      "finished. Total loss 1.234. The loss has converged: no trend since step 800.",
    );
    expect(told({}, { verdict: "early", trend: null })).toContain("too early to say");
  });
  it("counts seconds where the run stops by the clock", () => {
    expect(told({}, { stop: { seconds: 60 } })).toContain("Step 1,200 after 20.00 of 60.00 seconds, training.");
  });
  it("says which flow is shown in the past", () => {
    expect(told({ phase: "paused", shown: 400 })).toContain("paused. Shown is the flow of step 400.");
  });
  it("speaks before anything was trained, and while it starts", () => {
    expect(told({ phase: "paused", step: 0, shown: 0, losses: [] })).toBe("Nothing has been trained yet: step 0. Press Space to train.");
    expect(told({ phase: "starting", step: 0 })).toBe("The run is starting.");
  });
  it("says where a run diverged and what to do", () => {
    const failure = { step: 37, term: "forward-kl", message: "the loss is not a number.", advice: "Lower the rate." };
    expect(told({ phase: "failed", failure })).toBe(
      "The run stopped at step 37, in the term forward kl: the loss is not a number. Lower the rate.",
    );
    const reason = "It could not start.";
    expect(told({ client: { kind: "broken", reason, advice: "" } })).toBe(`The training worker has stopped. ${reason}`);
  });
  it("leaves out what is not known, and says that no solution is", () => {
    const said = told({ exact: { known: false, slot: "data", reason: "" } });
    expect(said).toContain("No exact solution is known here.");
    expect(said).not.toMatch(/sliced|residual|–|NaN|undefined|null/);
  });
});
