/**
 * @file Whole training steps as one unit of work on a device that keeps weights, moments and draws: the contract between a session
 * and whoever can do that. The session's kernel keeps its mirrors; `push` and `pull` carry them over and back.
 */
import type { Term } from "../../catalogue/terms.ts";
import type { Uniforms } from "../game/evaluation.ts";
import type { AdamSettings, JetKernel } from "../kernels/jets.ts";
import type { Setup } from "../game/setup.ts";

/** What a step has come to. */
export interface StepOutcome {
  readonly step: number;
  /** Weighted parts of the loss. */
  readonly parts: Float64Array;
  /** Of the gradient, before clipping. Not finite: the step was not taken. */
  readonly norm: number;
}

/** Since the beginning, all steps together. */
export interface Counters {
  readonly steps: number;
  readonly dispatches: number;
  readonly submits: number;
  readonly bytesUp: number;
  readonly bytesDown: number;
  /** Time spent in this thread to record and submit the work. */
  readonly milliseconds: number;
}

export interface FusedSteps {
  /** Names of the parts of the loss. */
  names(): readonly string[];
  /** Shaders compile. @throws Error where one does not */
  ready(): Promise<void>;
  /** Whether they have: not yet, or not any more after `renew`. */
  compiled(): boolean;
  /** Steps that fill a submit at the present speed. */
  count(): number;
  /** Records and submits some steps at once, at most `count()`, of what is compiled; resolves when they are done. */
  submit(steps: readonly AdamSettings[], uniforms: Uniforms): Promise<readonly StepOutcome[]>;
  /** Copies the present weights and moments aside, after all that was submitted. */
  keep(): void;
  /** What was last put aside is what `restore` goes back to. */
  confirm(): void;
  restore(): void;
  /** Mirrors → device. */
  push(kernel: JetKernel): void;
  /** Device → mirrors. */
  pull(kernel: JetKernel): Promise<void>;
  /** Other live values, other data, other terms: the weights stay. @returns why not, or null */
  renew(setup: Setup, terms: readonly Term[]): string | null;
  counters(): Counters;
  dispose(): void;
}

/** Says why not, where a run cannot be fused. */
export type Fuse = (setup: Setup, terms: readonly Term[]) => FusedSteps | { readonly reason: string };
