/**
 * @file The messages between the page and the training worker. Plain data; arrays are transferred, not copied.
 *
 *     page → worker   configure · play · pause · step · reset · update · look · measure · rewind · continue · pin · unpin ·
 *                     inspect · save · load · sketch · acknowledge
 *     worker → page   ready · frame · measures · stopped · failed · particle · weights · sketch
 *
 * At most one frame is in flight: the worker waits for `acknowledge` before it sends the next one.
 */
import type { Chosen, Experiment } from "../experiment/experiment.ts";

export type BackendId = "wasm" | "webgpu" | "cpu";

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

/** What a network answers and the closed forms answer too; fields component by component. */
type TwinKind = "density" | "value" | "velocity-x1" | "velocity-x2" | "score-x1" | "score-x2";

export type MapKind = TwinKind | `exact-${TwinKind}` | "residual" | "speed";

export type ToWorker =
  | {
      readonly kind: "configure";
      readonly runId: number;
      readonly experiment: Experiment;
      readonly backend: BackendId | "auto";
      /** Fused products where wasm computes and the machine has them. */
      readonly fast: boolean;
      readonly look: Look;
    }
  | { readonly kind: "play"; readonly runId: number }
  | { readonly kind: "pause"; readonly runId: number }
  | { readonly kind: "step"; readonly runId: number; readonly steps: number }
  | { readonly kind: "reset"; readonly runId: number }
  /** Live and resample parameters: weights are kept. The page sends `configure` for what restarts. */
  | { readonly kind: "update"; readonly runId: number; readonly experiment: Experiment; readonly applies: "live" | "resample" }
  | { readonly kind: "look"; readonly runId: number; readonly look: Look }
  | { readonly kind: "measure"; readonly runId: number }
  /** Show the flow as it was at the last checkpoint at or before a step; null: as it is now. Training is not touched. */
  | { readonly kind: "rewind"; readonly runId: number; readonly step: number | null }
  /** Go on from the checkpoint that is shown; what came after it is forgotten. */
  | { readonly kind: "continue"; readonly runId: number }
  /**
   * The present run becomes run A and stays: the next `configure` makes run B, which starts from step 0. Frames of B carry A
   * at the same step; once B has passed A's last step, both train in turn, step by step.
   */
  | { readonly kind: "pin"; readonly runId: number }
  | { readonly kind: "unpin"; readonly runId: number }
  /** The account of a particle that starts at a point [d]. */
  | { readonly kind: "inspect"; readonly runId: number; readonly start: readonly number[] }
  /** Ask for the weights. */
  | { readonly kind: "save"; readonly runId: number }
  /** Put weights in, [P] in the layout of `parameterBlocks`; moments and history start afresh. */
  | { readonly kind: "load"; readonly runId: number; readonly theta: Float32Array }
  /** A few points of a density, for a thumbnail; answered under the same key, whatever run is on. */
  | { readonly kind: "sketch"; readonly runId: number; readonly key: string; readonly density: Chosen; readonly count: number }
  | { readonly kind: "acknowledge"; readonly runId: number };

/** One particle's account. null: does not make sense for this run (noise, no value function, no running cost). */
export interface Particle {
  readonly start: readonly number[];
  /** [K] and [K, d]. */
  readonly times: Float32Array;
  readonly path: Float32Array | null;
  /** U(x₀, 0) and ∇U(x₀, 0); ∇U along the path, [K, d]. */
  readonly valueAtStart: number | null;
  readonly momentum: readonly number[] | null;
  readonly momenta: Float32Array | null;
  /** ∫ L dt along the path, the price of the crowd ∫ Σ δℐ/δρ dt (0 without a crowd's cost), and the price δℳ/δρ at its end. */
  readonly running: number | null;
  readonly interaction: number | null;
  readonly terminal: number | null;
}

/** Run A at the step of the frame. */
export interface Pinned {
  readonly step: number;
  readonly dimension: 1 | 2;
  readonly radius: number;
  readonly horizon: number;
  readonly times: Float32Array;
  readonly paths: Float32Array;
  readonly maps: readonly GridMap[];
  /** Rows of A's history since the last frame, as in `Frame.history`. */
  readonly history: Float32Array;
  readonly parts: readonly Part[];
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
  /** "exact" while the closed-form animation runs before the network is ready, else "learned". */
  readonly source: "exact" | "learned";
  readonly dimension: 1 | 2;
  /** R: half the edge of the fixed box. */
  readonly radius: number;
  readonly horizon: number;
  /** Times of the recorded positions, [K] in [0, T]. */
  readonly times: Float32Array;
  /** Learned positions [K, n, d], and the exact solution's, if there is one. */
  readonly paths: Float32Array;
  readonly exactPaths: Float32Array | null;
  /** Samples of the data, [m, d], and of the reference: for the ends of the strip. */
  readonly data: Float32Array;
  readonly maps: readonly GridMap[];
  /** Loss history since the last frame: row = step, total, then the parts in the order of `parts`. */
  readonly history: Float32Array;
  readonly parts: readonly Part[];
  /** The step whose weights are drawn: `step`, unless the run is rewound. */
  readonly shown: number;
  /** Steps that one can rewind to. */
  readonly checkpoints: readonly number[];
  /** Run A beside this one, if one is pinned. */
  readonly pinned: Pinned | null;
}

/** A term of the loss: its name is the name of its curve, its colour and its place in the equation. */
export interface Part {
  readonly name: string;
  readonly slot: "dynamics" | "running" | "interaction" | "terminal" | "hjb" | "objective";
}

export interface NoisyMeasure {
  readonly value: number;
  readonly noise: number;
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

/** Everything that is measured, in the words of the headless runner. null: makes no sense or is not known for this run. */
export interface Metrics {
  readonly slicedW2: NoisyMeasure | null;
  readonly mmd: NoisyMeasure | null;
  readonly energyDistance: NoisyMeasure | null;
  readonly nll: number | null;
  readonly klGrid: number | null;
  readonly mean: readonly number[] | null;
  readonly covariance: readonly (readonly number[])[] | null;
  readonly scoreError: number | null;
  readonly hjbResidual: { readonly particles: Residual; readonly box: Residual } | null;
  readonly densityNll: { readonly value: number; readonly truth: number } | null;
  readonly modeWeights: readonly number[] | null;
  readonly nllGap: number | null;
  readonly nllStepGap: number | null;
  readonly kineticEnergy: number | null;
  readonly optimalEnergy: number | null;
  readonly straightness: number | null;
  readonly curl: number | null;
  readonly inverseError: number | null;
  readonly valueError: { readonly oneConstant: number; readonly perTime: number; readonly gradient: number } | null;
  readonly memorisation: number | null;
  readonly errorBudget: ErrorBudget | null;
}

/** The exact solution in brief, or why there is none. */
export type ExactSummary =
  | {
      readonly known: true;
      readonly kind: string;
      readonly about: string;
      readonly mean: readonly number[];
      readonly covariance: readonly (readonly number[])[];
      readonly cost: number | null;
      readonly energy: number | null;
    }
  | { readonly known: false; readonly slot: string; readonly reason: string };

export type FromWorker =
  | {
      readonly kind: "ready";
      readonly runId: number;
      readonly backend: BackendId;
      readonly route: "wasm" | "webgpu" | "reference";
      /** Why this backend, in a sentence. */
      readonly reason: string;
      readonly parameters: number;
      readonly exact: ExactSummary;
      readonly parts: readonly Part[];
    }
  /** The GPU, or a helper thread, was lost and others have taken over; the run goes on. */
  | {
      readonly kind: "rerouted";
      readonly runId: number;
      readonly backend: BackendId;
      readonly route: "wasm" | "webgpu";
      readonly reason: string;
    }
  | { readonly kind: "frame"; readonly runId: number; readonly frame: Frame }
  | { readonly kind: "measures"; readonly runId: number; readonly step: number; readonly metrics: Partial<Metrics> }
  | { readonly kind: "stopped"; readonly runId: number; readonly step: number; readonly why: "paused" | "finished" | "stepped" }
  | { readonly kind: "particle"; readonly runId: number; readonly particle: Particle }
  /** points [n, d]. */
  | { readonly kind: "sketch"; readonly runId: number; readonly key: string; readonly dimension: 1 | 2; readonly points: Float32Array }
  | {
      readonly kind: "weights";
      readonly runId: number;
      readonly step: number;
      readonly experiment: Experiment;
      readonly theta: Float32Array;
      readonly blocks: readonly { readonly name: string; readonly rows: number; readonly columns: number; readonly offset: number }[];
    }
  | {
      readonly kind: "failed";
      readonly runId: number;
      readonly step: number;
      readonly term: string | null;
      readonly message: string;
      readonly advice: string;
    };
