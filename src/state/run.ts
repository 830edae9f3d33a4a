/** @file The run as the controls see it: a few numbers, a few times a second. Frames are in `frames.ts`. */
import { create } from "zustand";
import type { ClientState } from "../protocol/client.ts";
import type { ExactSummary, Metrics, LossPart, SolverOutcome } from "../engine/results.ts";
import type { BackendId, Route } from "../protocol/messages.ts";

export type RunPhase =
  | "starting" // the worker loads, the closed-form animation may already run
  | "paused"
  | "playing"
  | "finished"
  | "failed";

export interface Failure {
  readonly step: number;
  readonly term: string | null;
  readonly message: string;
  readonly advice: string;
}

export interface MeasuredAt {
  readonly step: number;
  readonly metrics: Partial<Metrics>;
}

/** Of a longer course every other measurement of each ruler is forgotten: a small curve has no room for more. */
const LONGEST = 600;

/** A run that went back writes over what it was: steps ascend. */
export function withMeasured(course: readonly MeasuredAt[], added: MeasuredAt): readonly MeasuredAt[] {
  const before = course.filter(({ step }) => step <= added.step);
  return [...(before.length < LONGEST ? before : thinned(before)), added];
}

/** Rulers take turns: every other of all would be every one of half of them. */
function thinned(course: readonly MeasuredAt[]): readonly MeasuredAt[] {
  const seen = new Map<string, number>();
  return course.filter(({ metrics }) => {
    const key = Object.keys(metrics)[0] ?? "";
    const count = seen.get(key) ?? 0;
    seen.set(key, count + 1);
    return count % 2 === 0;
  });
}

export interface RunState {
  readonly runId: number;
  readonly phase: RunPhase;
  /** Training was told to stop, and the worker has not yet said that it has: a hand is answered at once. */
  readonly stopping: boolean;
  readonly step: number;
  readonly seconds: number;
  readonly stepsPerSecond: number;
  /** How far a solver on a grid has come; null where networks learn. */
  readonly outcome: SolverOutcome | null;
  readonly backend: BackendId | null;
  readonly route: Route | null;
  readonly reason: string;
  /** Nobody asked for the slow route: the reason is worth saying aloud. */
  readonly slow: boolean;
  /** What was lost on the way; the reason says what goes on. */
  readonly rerouted: "gpu" | "threads" | null;
  readonly parameters: number;
  readonly exact: ExactSummary | null;
  readonly parts: readonly LossPart[];
  /** Newest losses: the total, then the parts. */
  readonly losses: readonly number[];
  /** The step that they are of: frames come later than the message that training has stopped. */
  readonly lossesOf: number;
  readonly measures: Partial<Metrics>;
  /** The step at which each was measured: rulers take turns. */
  readonly measuredAt: Partial<Record<keyof Metrics, number>>;
  /** Why a measure is missing that should be a number: its ruler failed. */
  readonly unmeasured: Partial<Readonly<Record<keyof Metrics, string>>>;
  /** What was measured over training, oldest first. */
  readonly course: readonly MeasuredAt[];
  readonly failure: Failure | null;
  /** The step whose weights are drawn, and those that one can rewind to. */
  readonly shown: number;
  readonly checkpoints: readonly number[];
  readonly client: ClientState;
}

/** What a new run begins with. */
export const FRESH = {
  phase: "starting",
  stopping: false,
  step: 0,
  seconds: 0,
  stepsPerSecond: 0,
  outcome: null,
  parts: [],
  losses: [],
  lossesOf: 0,
  measures: {},
  measuredAt: {},
  unmeasured: {},
  course: [],
  failure: null,
  shown: 0,
  checkpoints: [],
} as const satisfies Partial<RunState>;

/** It trains, as far as whoever steers it is concerned. */
export const isTraining = ({ phase, stopping }: Pick<RunState, "phase" | "stopping">): boolean => phase === "playing" && !stopping;

export const useRun = create<RunState>(() => ({
  ...FRESH,
  runId: 0,
  backend: null,
  route: null,
  reason: "",
  slow: false,
  rerouted: null,
  parameters: 0,
  exact: null,
  client: { kind: "starting" },
}));
