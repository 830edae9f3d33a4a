/** @file The course of a lesson: predict, run after run, read at the last step, and what the numbers speak for. */
import { beforeEach, describe, expect, it } from "vitest";
import type { Metrics } from "../../src/engine/results.ts";
import { lessonExperiment } from "../../src/experiment/lesson.ts";
import { lessons } from "../../src/experiment/lessons.ts";
import { dropRun, holdRun } from "../../src/state/compare.ts";
import { edit, useExperiment } from "../../src/state/experiment.ts";
import { useFlags } from "../../src/state/flags.ts";
import { askAgain, choose, closeLesson, openLesson, predict, spokenFor, useLesson } from "../../src/state/lesson.ts";
import { useProgress } from "../../src/state/lesson-progress.ts";
import { FRESH, useRun } from "../../src/state/run.ts";
import type { PageSession } from "../../src/state/session.ts";

let calls: string[];

/** A run that does nothing by itself: the tests say when it has ended, and what it measured. */
const session = new Proxy({} as PageSession, {
  get: (_, name: string) => () => {
    calls.push(name);
    if (name === "reset") useRun.setState(({ runId }) => ({ ...FRESH, runId: runId + 1 }));
    if (name === "play") useRun.setState({ phase: "playing" });
  },
});

const distance = (value: number): Partial<Metrics> => ({
  slicedW2: { value, noise: 0.05, error: 0.01, noiseError: 0.01, interval: [value, value] },
  mmd: null,
  energyDistance: null,
  heldOut: null,
});

const measured = (metrics: Partial<Metrics>, step: number): void =>
  useRun.setState({ measures: metrics, measuredAt: Object.fromEntries(Object.keys(metrics).map((name) => [name, step])) });

function ends(metrics: Partial<Metrics>, step = 8): void {
  useRun.setState({ phase: "finished", step });
  measured(metrics, step);
}

const stage = (): string => useLesson.getState().stage;

beforeEach(() => {
  calls = [];
  useFlags.setState({ lock: [], lesson: null });
  openLesson("where-it-stops");
});

describe("a lesson", () => {
  it("that is opened while something runs pauses it and ends the comparison: nothing is told before it is asked", () => {
    holdRun(useExperiment.getState().running, 3);
    openLesson("does-it-turn", session);
    expect(calls).toEqual(["pause", "unpin"]);
    dropRun();
  });

  it("asks before it runs, and its run is that of the lesson", () => {
    expect(useFlags.getState().lesson).toBe("where-it-stops");
    expect(useExperiment.getState().running).toEqual(lessonExperiment(lessons.get("where-it-stops")!, 0));
    predict(session);
    expect(stage()).toBe("asking");
    expect(calls).toEqual([]);
    choose(9);
    expect(useLesson.getState().chosen).toBeNull();
    choose(1);
    predict(session);
    expect(stage()).toBe("running");
    expect(calls).toEqual(["reset", "play"]);
    choose(0);
    expect(useLesson.getState().chosen).toBe(1);
  });

  it.each([
    ["true", 0.8, 0.06, 1],
    ["false: arrived both times", 0.06, 0.05, 0],
    ["false: short both times", 0.8, 0.7, 2],
  ])("speaks for what was measured, were it %s", (_, first, second, answer) => {
    choose(1);
    predict(session);
    ends(distance(first));
    expect(useLesson.getState().run).toBe(1);
    // The first run stays beside the second.
    expect(calls).toEqual(["reset", "play", "measure", "pin", "reset", "play"]);
    expect(useExperiment.getState().running.game.terminal.params["weight"]).toBe(50);
    ends(distance(second));
    expect(stage()).toBe("revealed");
    expect(spokenFor(useLesson.getState())).toBe(answer);
    expect(useProgress.getState()["where-it-stops"]).toBe(true);
    askAgain();
    expect(useLesson.getState()).toMatchObject({ stage: "asking", chosen: null, found: [] });
  });

  it("reads nothing that was measured before the end", () => {
    choose(0);
    predict(session);
    useRun.setState({ step: 5 });
    measured(distance(0.8), 5);
    expect(stage()).toBe("running");
    useRun.setState({ phase: "finished", step: 8 });
    expect(useLesson.getState().found).toEqual([]);
    measured(distance(0.8), 8);
    expect(useLesson.getState().found).toHaveLength(1);
  });

  it("asks once for what it reads, measured on request only or not", () => {
    openLesson("does-it-turn");
    choose(0);
    predict(session);
    useRun.setState({ phase: "finished", step: 400 });
    measured(distance(0.1), 400);
    expect(calls).toEqual(["reset", "play", "measure"]);
    measured({ ...distance(0.1), curl: 0.1 }, 400);
    expect(useLesson.getState().run).toBe(1);
  });

  it("is left by an edit, a reset and a failure, and run anew from there", () => {
    const leaves: (() => void)[] = [
      () => edit({ "game.terminal.params.weight": 7 }),
      () => session.reset(),
      () => useRun.setState({ phase: "failed" }),
      () => useRun.setState({ unmeasured: { slicedW2: "no samples" } }),
    ];
    for (const leave of leaves) {
      choose(0);
      predict(session);
      leave();
      expect(stage()).toBe("left");
      predict(session);
      expect(stage()).toBe("running");
      askAgain();
    }
  });

  it("opens though the link locks the controls, and closes", () => {
    useFlags.setState({ lock: ["controls"] });
    openLesson("paying-for-speed");
    expect(useExperiment.getState().preset).toBe("gaussian-ot");
    closeLesson();
    expect(useFlags.getState().lesson).toBeNull();
    expect(useLesson.getState().lesson).toBeNull();
  });

  it("that there is not is a problem that is told", () => {
    openLesson("the-moon");
    expect(useFlags.getState().lesson).toBeNull();
    expect(useExperiment.getState().problems).toMatchObject([{ path: "lesson", given: "the-moon" }]);
  });
});
