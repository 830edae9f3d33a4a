/** @file What a claim is: runs, and lines that say what was found and what it may be at most. */
import type { Experiment } from "../experiment/experiment.ts";
import type { ExactSummary, Metrics } from "../engine/results.ts";

export interface ClaimLine {
  readonly name: string;
  readonly value: number;
  readonly comparison: "≤" | "≥";
  readonly bound: number;
  readonly ok: boolean;
}

export function atMost(name: string, value: number | null | undefined, bound: number): ClaimLine {
  return { name, value: value ?? Number.NaN, comparison: "≤", bound, ok: (value ?? Number.NaN) <= bound };
}

export function atLeast(name: string, value: number | null | undefined, bound: number): ClaimLine {
  return { name, value: value ?? Number.NaN, comparison: "≥", bound, ok: (value ?? Number.NaN) >= bound };
}

export interface Measured {
  readonly metrics: Metrics;
  readonly exact: ExactSummary;
  readonly experiment: Experiment;
  readonly steps: number;
  /** Largest |x| of the samples in units of the data's radius. */
  readonly reach: number;
  /** Where the flow sends points that are the same for every run of a preset, whatever its seed, [n, d]; null without a flow. */
  readonly pushed: Float32Array | null;
}

/** Where the population of a game ends, and what it pays. */
export interface OnGrid {
  readonly mean: readonly number[];
  readonly covariance: readonly (readonly number[])[];
  readonly cost: number;
}

export interface Lab {
  /** Trains and measures a preset with settings; the same request is answered from memory. */
  measure(preset: string, settings: Readonly<Record<string, unknown>>): Promise<Measured>;
  /** Solves a preset with settings on so many nodes of an axis, or on as many as its laws need. */
  onGrid(preset: string, settings: Readonly<Record<string, unknown>>, nodes?: number): Promise<OnGrid>;
  /** Trains afresh, without measuring: the loss of every step. */
  losses(preset: string, settings: Readonly<Record<string, unknown>>): Promise<readonly number[]>;
  /** Fewer claims, each of a few hundred steps. */
  readonly quick: boolean;
}

export interface Claim {
  readonly name: string;
  /** Also part of `verify --quick`. */
  readonly quick: boolean;
  lines(lab: Lab): Promise<readonly ClaimLine[]>;
}

/** Training that stops by the clock. */
export const seconds = (count: number): Readonly<Record<string, unknown>> => ({ "training.stop": { seconds: count } });

/** The quick check stops by steps: it repeats bit for bit, however busy the machine is. */
export const steps = (count: number): Readonly<Record<string, unknown>> => ({ "training.stop": { steps: count } });

/** Sliced W2 in units of the distance between two true samples of the same size. */
export const floors = ({ metrics }: Measured): number =>
  metrics.slicedW2 === null ? Number.NaN : metrics.slicedW2.value / metrics.slicedW2.noise;

/** @throws Error for a run without a Hamilton-Jacobi-Bellman residual */
export function residuals({ metrics }: Measured): NonNullable<Metrics["hjbResidual"]> {
  if (metrics.hjbResidual === null) throw new Error("This run has no HJB residual.");
  return metrics.hjbResidual;
}
