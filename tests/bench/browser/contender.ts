/** @file What the benchmark runs against the clock: one way of doing a step, and a gradient that says it is the same step. */

export interface Contender {
  /** Resolves when the step's results can be read. */
  step(): void | Promise<void>;
  /** The gradient of the first step at the initial weights, [P]; nobody's time counts without it. */
  gradient?(): Promise<Float32Array>;
  dispose?(): void;
}
