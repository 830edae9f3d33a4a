/**
 * @file What a game that is solved at once answers, as plain data: an epidemic over its days, or a crowd at rest around an intruder. The
 * messages carry it; arrays are transferred, not copied.
 */
import type { SolverOutcome } from "./results.ts";

/** A number, one for each state, or null: makes no sense or is not known for this run. */
export type AtOnceMetric = number | null | Readonly<Record<string, number>>;

interface Answer {
  readonly outcome: SolverOutcome;
  /** In the words of the headless runner. */
  readonly metrics: Readonly<Record<string, AtOnceMetric>>;
  /** Of processor and waiting: the solver and what is measured. */
  readonly seconds: number;
}

/** Everybody's way through the states under one policy. */
export interface StatesCourse {
  /** Shares of the population, [states, times] row-major. */
  readonly shares: Float64Array;
  /** What is chosen in each state, [states, times]; NaN where nothing is chosen. */
  readonly policy: Float64Array;
}

/** A game of finitely many states, over its days. */
export interface StatesSolved extends Answer {
  readonly kind: "states";
  /** Their ids, as formulas call them; their words and tones are the spec's. */
  readonly states: readonly string[];
  /** [times], from 0 to the horizon. */
  readonly times: Float64Array;
  readonly timeUnit: "day" | "year";
  readonly equilibrium: StatesCourse;
  /** What it costs from now on, [states, times]. */
  readonly values: Float64Array;
  /** What a planner would have everybody do; null: not sought. */
  readonly optimum: StatesCourse | null;
  /** Nobody changes anything. */
  readonly noBehaviour: StatesCourse;
  /** New cases of one, at each time, [times]; null where nothing spreads. */
  readonly reproduction: Float64Array | null;
  /** Agents that move by the same rates: the index of each one's state, [frames, count], at evenly spaced times from 0 to the horizon. */
  readonly agents: { readonly count: number; readonly frames: number; readonly states: Uint8Array };
}

/** A crowd at rest around an intruder, in the intruder's frame. It moves up, along y. */
export interface CrossingSolved extends Answer {
  readonly kind: "crossing";
  /** The box is [−L, L]², with so many nodes an axis; fields are row-major with y outermost, [nodes, nodes]. */
  readonly halfBox: number;
  readonly nodes: number;
  /** People a square metre; 0 in the disc. */
  readonly density: Float64Array;
  /** U, NaN in the disc. */
  readonly value: Float64Array;
  /** The crowd's mean velocity in the laboratory, [2, nodes, nodes], NaN in the disc. */
  readonly velocity: Float64Array;
  /** Of the intruder. */
  readonly radius: number;
  readonly speed: number;
  /** Far away. */
  readonly farDensity: number;
  /** Cuts through the density in units of it far away: at radii [cut], ahead, behind and at the side. */
  readonly cuts: { readonly radii: Float64Array; readonly ahead: Float64Array; readonly behind: Float64Array; readonly side: Float64Array };
  /** Pedestrians in the intruder's frame, [frames, count, 2], at evenly spaced times from 0 to `lasts` seconds. */
  readonly walk: { readonly count: number; readonly frames: number; readonly lasts: number; readonly positions: Float32Array };
}

export type SolvedAtOnce = StatesSolved | CrossingSolved;

/** How far it is, between 0 and 1, and what it is at. */
export interface Solving {
  readonly fraction: number;
  readonly says: string;
}
