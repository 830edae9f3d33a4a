/**
 * @file The lesson that is open: what was predicted, the run that is on, and what its numbers were when it ended.
 *
 *     asking → running (the runs, one after the other; the first stays as run A) → revealed
 *                 ↘ left: the run was replaced, edited or failed, and no longer answers the question
 *
 * A run is read when it has ended and its rulers have answered at its last step.
 */
import { create } from "zustand";
import type { RulerLine } from "../engine/measure/ruler.ts";
import { type Lesson, lessonExperiment, supported } from "../experiment/lesson.ts";
import { lessons } from "../experiment/lessons.ts";
import { useCompare } from "./compare.ts";
import { endComparison, startComparison } from "./comparison.ts";
import { openExperiment, useExperiment } from "./experiment.ts";
import { useFlags } from "./flags.ts";
import { answered } from "./lesson-progress.ts";
import { answersOf, foundIn, readLines } from "./lesson-lines.ts";
import { useRun } from "./run.ts";
import type { PageSession } from "./session.ts";

interface LessonState {
  readonly lesson: Lesson | null;
  readonly stage: "asking" | "running" | "left" | "revealed";
  /** The place of the answer that is chosen. */
  readonly chosen: number | null;
  /** The place of the run that is on, and its number in the session. */
  readonly run: number;
  readonly runId: number;
  /** The lines that were read of each run that has ended. */
  readonly found: readonly (readonly RulerLine[])[];
}

const ASKING = { stage: "asking", chosen: null, run: 0, runId: -1, found: [] } as const;

export const useLesson = create<LessonState>(() => ({ lesson: null, ...ASKING }));

let stopWatching = (): void => undefined;

/**
 * The lesson begins with its question; the preset that it is about stands on the stage.
 *
 * @param session what runs in it is paused, so that nothing is told before it is asked, and a comparison ends; left out: nothing runs yet
 */
export function openLesson(id: string, session?: PageSession): void {
  const lesson = lessons.get(id);
  stopWatching();
  session?.pause();
  if (session !== undefined && useCompare.getState().a !== null) endComparison(session);
  if (lesson === undefined) {
    useFlags.setState({ lesson: null });
    const allowed = `one of ${[...lessons.keys()].join(", ")}`;
    useExperiment.setState({ problems: [{ path: "lesson", given: id, allowed, message: "there is no such lesson", severity: "fatal" }] });
    return;
  }
  useLesson.setState({ lesson, ...ASKING });
  useFlags.setState({ lesson: id });
  show(lesson, 0);
}

export function closeLesson(): void {
  stopWatching();
  useLesson.setState({ lesson: null, ...ASKING });
  useFlags.setState({ lesson: null });
}

export function choose(answer: number): void {
  const { lesson, stage } = useLesson.getState();
  if (lesson !== null && answer < lesson.answers.length && (stage === "asking" || stage === "left")) useLesson.setState({ chosen: answer });
}

/** The question once more, as if nobody had answered it. */
export function askAgain(): void {
  stopWatching();
  useLesson.setState(ASKING);
}

/** The prediction stands: the runs begin. */
export function predict(session: PageSession): void {
  const { lesson, chosen } = useLesson.getState();
  if (lesson === null || chosen === null) return;
  if (useCompare.getState().a !== null) endComparison(session);
  useLesson.setState({ found: [] });
  begin(session, lesson, 0);
}

/** The place of the answer that the runs speak for; null: of none. */
export function spokenFor({ lesson, found }: Pick<LessonState, "lesson" | "found">): number | null {
  return lesson === null || found.length < lesson.runs.length ? null : supported(lesson, foundIn(found));
}

/** A link that locks its controls brings its own lesson: that is opened all the same. */
function show(lesson: Lesson, run: number): void {
  const locked = useFlags.getState().lock.length > 0;
  openExperiment(lessonExperiment(lesson, run), lesson.preset, useExperiment.getState().problems, locked);
}

function begin(session: PageSession, lesson: Lesson, run: number): void {
  stopWatching();
  if (run > 0) startComparison(session);
  show(lesson, run);
  session.reset();
  session.play();
  useLesson.setState({ stage: "running", run, runId: useRun.getState().runId });
  watch(session, lesson, run);
}

function watch(session: PageSession, lesson: Lesson, run: number): void {
  const { running } = useExperiment.getState();
  const wanted = answersOf(lesson.reads);
  /** Answers at the last step to what was not asked here, when it was asked last. */
  let others = -1;

  function look(): void {
    const { runId, phase, step, measures, measuredAt, unmeasured, exact } = useRun.getState();
    const replaced = runId !== useLesson.getState().runId || useExperiment.getState().running !== running;
    if (replaced || phase === "failed" || wanted.some((name) => unmeasured[name] !== undefined)) {
      stopWatching();
      useLesson.setState({ stage: "left" });
      return;
    }
    if (phase !== "finished") return;
    const atEnd = Object.fromEntries(Object.entries(measures).filter(([name]) => measuredAt[name as keyof typeof measuredAt] === step));
    const lines = readLines(lesson.reads, atEnd, exact);
    if (lines === null) {
      const now = Object.keys(atEnd).filter((name) => !wanted.includes(name as keyof typeof measures)).length;
      // Not all that is measured when a run rests: a class waits, and some of it comes on request only. Where that came in between, again.
      if (now > others) session.measure(wanted);
      others = Math.max(others, now);
      return;
    }
    useLesson.setState({ found: [...useLesson.getState().found, lines] });
    if (run + 1 < lesson.runs.length) begin(session, lesson, run + 1);
    else {
      stopWatching();
      useLesson.setState({ stage: "revealed" });
      answered(lesson.id, lesson.answers[useLesson.getState().chosen ?? -1]?.right === true);
    }
  }

  const stops = [useRun.subscribe(look), useExperiment.subscribe(look)];
  stopWatching = () => {
    stopWatching = () => undefined;
    for (const stop of stops) stop();
  };
}
