/**
 * @file The messages between the page and the training worker. Plain data; arrays are transferred, not copied.
 *
 *     page → worker   configure · play · pause · step · reset · update · look · measure · rewind · continue · pin · unpin ·
 *                     inspect · save · load · sketch · span · acknowledge
 *     worker → page   ready · exact · frame · measures · resumed · stopped · failed · particle · weights · sketch · solving · solved ·
 *                     span
 *
 * At most one frame is in flight: the worker waits for `acknowledge` before it sends the next one.
 */
import type { MetricName } from "../engine/measure/ruler.ts";
import type { AtOnceMetric, SolvedAtOnce, Solving } from "../engine/at-once-results.ts";
import type { ExactSummary, Frame, LossPart, Look, Metrics, Particle } from "../engine/results.ts";
import type { Chosen, Experiment } from "../experiment/experiment.ts";

/** What answers for the game: a kernel of a network, or a grid. */
export type Route = "wasm" | "webgpu" | "reference" | "grid" | "kernels";

export type BackendId = "wasm" | "webgpu" | "cpu";

/** One game of a span, and its place there. */
export interface AskedOfSpan {
  readonly place: number;
  readonly experiment: Experiment;
}

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
  /** What rulers say of the run as it stands: those that answer one of these, or all of them. */
  | { readonly kind: "measure"; readonly runId: number; readonly which?: readonly MetricName[] }
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
  /** The account of the agent whose path leads through a point [d] at a time. */
  | { readonly kind: "inspect"; readonly runId: number; readonly x: readonly number[]; readonly t: number }
  /** Ask for the weights. */
  | { readonly kind: "save"; readonly runId: number }
  /**
   * Put weights in, [P] in the layout of `blocksOf`; moments and history start afresh. With the variance of the data they
   * started with, if it is known.
   */
  | { readonly kind: "load"; readonly runId: number; readonly theta: Float32Array; readonly dataVariance: number | null }
  /** A few points of a density, for a thumbnail; answered under the same key, whatever run is on. */
  | { readonly kind: "sketch"; readonly runId: number; readonly key: string; readonly density: Chosen; readonly count: number }
  /** What other games come to, beside one that is solved at once: answered one by one under the same key. Edits go first, and end it. */
  | { readonly kind: "span"; readonly runId: number; readonly key: string; readonly asked: readonly AskedOfSpan[] }
  | { readonly kind: "acknowledge"; readonly runId: number };

export type FromWorker =
  | {
      readonly kind: "ready";
      readonly runId: number;
      readonly backend: BackendId;
      readonly route: Route;
      /** Why this backend, in a sentence. */
      readonly reason: string;
      readonly parameters: number;
      readonly exact: ExactSummary;
      readonly parts: readonly LossPart[];
    }
  /** The GPU, or a helper thread, was lost and others have taken over; the run goes on. */
  | {
      readonly kind: "rerouted";
      readonly runId: number;
      readonly backend: BackendId;
      readonly route: "wasm" | "webgpu";
      readonly reason: string;
    }
  /** What stands beside the run from now on: the game solved on a grid, where no closed form is known. */
  | { readonly kind: "exact"; readonly runId: number; readonly exact: ExactSummary }
  | { readonly kind: "frame"; readonly runId: number; readonly frame: Frame }
  | {
      readonly kind: "measures";
      readonly runId: number;
      readonly step: number;
      readonly metrics: Partial<Metrics>;
      /** Why an answer is null that should be a number: its ruler failed, and nothing else did. */
      readonly failed: Partial<Readonly<Record<keyof Metrics, string>>>;
    }
  /** Of a game that is solved at once: how far it is, and its answer. A later one takes the place of one before. */
  | { readonly kind: "solving"; readonly runId: number; readonly solving: Solving }
  | { readonly kind: "solved"; readonly runId: number; readonly experiment: Experiment; readonly solved: SolvedAtOnce }
  /** One of a span, by its place in the question; null: it has no answer that could be reached. */
  | {
      readonly kind: "span";
      readonly runId: number;
      readonly key: string;
      readonly place: number;
      readonly metrics: Readonly<Record<string, AtOnceMetric>> | null;
    }
  /** A game that was solved is being solved again, for another number, without having been told to play. */
  | { readonly kind: "resumed"; readonly runId: number }
  | { readonly kind: "stopped"; readonly runId: number; readonly step: number; readonly why: "paused" | "finished" | "stepped" }
  | { readonly kind: "particle"; readonly runId: number; readonly particle: Particle }
  /** points [n, d]. */
  | { readonly kind: "sketch"; readonly runId: number; readonly key: string; readonly dimension: 1 | 2; readonly points: Float32Array }
  | {
      readonly kind: "weights";
      readonly runId: number;
      /** The step that they are of. */
      readonly step: number;
      readonly experiment: Experiment;
      /** Of the data that they started with: their preconditioning goes by it. */
      readonly dataVariance: number;
      readonly theta: Float32Array;
      readonly blocks: readonly { readonly name: string; readonly rows: number; readonly columns: number; readonly offset: number }[];
      /** The finite set that they are trained on, [n, d]; null where data are drawn for ever. */
      readonly training: { readonly points: Float32Array; readonly dimension: 1 | 2 } | null;
    }
  | {
      readonly kind: "failed";
      readonly runId: number;
      readonly step: number;
      readonly term: string | null;
      readonly message: string;
      readonly advice: string;
    };
