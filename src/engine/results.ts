/**
 * @file What can be asked of a run, as plain data: frames, maps, a particle's account, measurements. The messages carry them; arrays are
 * transferred, not copied.
 */
import type { Part } from "../catalogue/terms.ts";

export type MapKind = TwinKind | `exact-${TwinKind}` | "residual" | "speed";

/** What a network answers and the closed forms answer too; fields component by component. */
type TwinKind = "density" | "value" | "velocity-x1" | "velocity-x2" | "score-x1" | "score-x2";

/** One agent's account along its path through a point. null: does not make sense for this run (noise, no value function, no running cost). */
export interface Particle {
  /** Where and when it was picked out, and where it starts. */
  readonly picked: { readonly x: readonly number[]; readonly t: number };
  readonly start: readonly number[];
  /** [K] and [K, d]; what follows, [K] or [K, d], stands at these times. */
  readonly times: Float32Array;
  readonly path: Float32Array | null;
  /** The path of the same start in the exact solution, where one is known. */
  readonly exactPath: Float32Array | null;
  /** U(x₀, 0) and ∇U(x₀, 0); ∇U along the path. */
  readonly valueAtStart: number | null;
  readonly momentum: readonly number[] | null;
  readonly momenta: Float32Array | null;
  /** In present value: ∫ L dt along the path, the price of the crowd ∫ Σ δℐ/δρ dt (0 without a crowd's cost), and the price of its end. */
  readonly running: number | null;
  readonly interaction: number | null;
  readonly terminal: number | null;
  /** What U foretells of their sum, and whether that is where the data are: the game is pulled back, its end stands at the reference. */
  readonly foretold: number | null;
  readonly pulled: boolean;
  /** Along the path: U, the HJB residual, log ρ of the generated population, and what was paid so far (running and crowd). */
  readonly value: Float32Array | null;
  readonly residual: Float32Array | null;
  readonly logDensity: Float32Array | null;
  readonly cost: Float32Array | null;
}

/** A disc in the middle of a crowd that it crosses, upwards; all is seen from it. */
export interface Intruder {
  readonly radius: number;
  readonly speed: number;
}

/** Run A at the step of the frame. */
export interface Pinned {
  readonly step: number;
  readonly dimension: 1 | 2;
  readonly radius: number;
  /** Of that box, along every axis. */
  readonly centre: number;
  readonly horizon: number;
  readonly times: Float32Array;
  readonly paths: Float32Array;
  readonly maps: readonly GridMap[];
  /** Rows of A's history since the last frame, as in `Frame.history`. */
  readonly history: Float32Array;
  readonly parts: readonly LossPart[];
  readonly intruder?: Intruder;
}

/** A scalar map on a grid over the box [−R, R]^d at one time; on the line [x against t]. */
export interface GridMap {
  readonly kind: MapKind;
  /** Row-major, y outermost; on the line t outermost. */
  readonly values: Float32Array;
  readonly width: number;
  readonly height: number;
}

export interface Frame {
  readonly step: number;
  /** Seconds of training so far. */
  readonly seconds: number;
  readonly stepsPerSecond: number;
  readonly playing: boolean;
  /** How far a solver on a grid has come; null where networks learn. */
  readonly outcome: SolverOutcome | null;
  readonly dimension: 1 | 2;
  /** R: half the edge of the fixed box. */
  readonly radius: number;
  /** Of that box, along every axis. */
  readonly centre: number;
  readonly horizon: number;
  /** Times of the recorded positions, [K] in [0, T]. */
  readonly times: Float32Array;
  /** Times at which the signal-to-noise ratio is evenly spaced in its logarithm, from 0 to T − s₀; null without a noising process. */
  readonly noiseTimes: Float32Array | null;
  /** Learned positions [K, n, d], and the exact solution's, if there is one. */
  readonly paths: Float32Array;
  readonly exactPaths: Float32Array | null;
  /** Who found the exact solution; null: nobody. */
  readonly exactBy: "formula" | "grid" | null;
  /** Samples of the data, [m, d], and of the reference: for the ends of the strip. */
  readonly data: Float32Array;
  readonly maps: readonly GridMap[];
  /** Loss history since the last frame: row = step, total, then the parts in the order of `parts`. */
  readonly history: Float32Array;
  readonly parts: readonly LossPart[];
  /** The step whose weights are drawn: `step`, unless the run is rewound. */
  readonly shown: number;
  /** Steps that one can rewind to. */
  readonly checkpoints: readonly number[];
  /** Run A beside this one, if one is pinned. */
  readonly pinned: Pinned | null;
  readonly intruder?: Intruder;
}

/** A part of the loss, as it is called on the screen. */
export type LossPart = Required<Part>;

/** A distance between samples beside that of two true samples, each a mean over several samples with its standard error. */
export interface NoisyMeasure {
  readonly value: number;
  readonly noise: number;
  readonly error: number;
  readonly noiseError: number;
  /** 95 % for the value. */
  readonly interval: readonly [low: number, high: number];
}

export interface Residual {
  readonly raw: number;
  readonly centred: number;
  readonly relative: number;
}

/** An estimate without bias: where there is nothing it is below 0 as often as above. Under two errors nothing was measured. */
export interface Estimated {
  readonly value: number;
  readonly error: number;
}

/** All in squared sliced W₂: floor + total is what two samples of `points` points show, total = steps + data + training + overlap. */
export interface ErrorBudget {
  readonly points: number;
  readonly floor: number;
  readonly steps: Estimated & { readonly coarse: number; readonly fine: number };
  /** 0 with infinite data; null where nobody knows the law behind the points. */
  readonly data: Estimated | null;
  readonly training: Estimated;
  readonly overlap: Estimated;
  readonly total: Estimated;
}

/**
 * Everything that is measured, in the words of the headless runner. null: makes no sense or is not known for this run. Each ruler adds
 * its own answers, in its own file.
 */
export interface Metrics {
  /** Points of one's own that were not trained on and that distances and likelihood are measured on; null for a known law. */
  readonly heldOut: number | null;
}

/** How far a solver has come. */
export interface SolverOutcome {
  readonly solver: string;
  /** What its steps are. */
  readonly counts: "sweeps" | "passes" | "time steps" | "fitting steps" | "Newton steps";
  /** No more steps will be taken. */
  readonly ended: boolean;
  /** The last sweep changed nothing any more, and no mass is lost; or the last step of those that there are is taken. */
  readonly converged: boolean;
  /** Steps so far. */
  readonly sweeps: number;
  /** How many there are to its end; null: sweeps, until one changes nothing. */
  readonly of: number | null;
  /** Of the last sweep: of U(·, T) in units of ε, relative to it. Of a time step or a pass: the cost of the crowd after it. Of a fitting step: the loss. */
  readonly change: number;
  /** What is to be known of this one, in whole sentences; "" where nothing is. */
  readonly says: string;
  /** Of the population at the end: 1. null where no grid carries it. */
  readonly mass: number | null;
  /** Of each axis; the number of kernels where no grid solves it. */
  readonly nodes: readonly number[];
}

/** The exact solution in brief, or why there is none. */
export type ExactSummary =
  | {
      readonly known: true;
      readonly by: "formula" | "grid";
      readonly kind: string;
      readonly about: string;
      /** The heading of docs/mathematics.md where it is derived. */
      readonly section: string;
      readonly mean: readonly number[];
      readonly covariance: readonly (readonly number[])[];
      readonly cost: number | null;
      readonly energy: number | null;
    }
  | { readonly known: false; readonly slot: string; readonly reason: string };

/** What the page currently shows: only this is computed. */
export interface Look {
  /** Particles in the sample of a frame; 0 when the stage is hidden. */
  readonly particles: number;
  /** Number of times at which particles are recorded along the flow (film strip and slider), both ends included. */
  readonly times: number;
  /** Maps on the box at the shown time. */
  readonly maps: readonly MapKind[];
  /** Generation time as a fraction of T for the maps. */
  readonly mapTime: number;
  /** Points along an edge of the maps. */
  readonly mapSize: number;
  readonly measures: boolean;
  /** Longest rate of frames, per second. */
  readonly rate: number;
}
