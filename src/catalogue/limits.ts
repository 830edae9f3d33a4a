/**
 * @file Limits that more than one place has to keep: a field says them to the reader; a kernel, a file reader, the runner or a form holds to
 * them. Every other limit stands in the one field or parameter that it belongs to.
 */

interface Limits {
  readonly min: number;
  readonly max: number;
}

/** Units of a hidden layer. */
export const WIDTH: Limits = { min: 4, max: 256 };

/** Hidden layers. */
export const DEPTH: Limits = { min: 1, max: 8 };

/** Of a game: whoever offers a shorter one keeps to it. */
export const HORIZON: Limits = { min: 0.05, max: 20 };

/** Points of a finite set: one has no spread, and every edit looks at all of them. */
export const POINTS: Limits = { min: 2, max: 100_000 };

/** Whole numbers of 32 bits, for streams are keyed by them. */
export const SEED: Limits = { min: 0, max: 4_294_967_295 };

/** Where training stops: after so many steps, or so many seconds. */
export const STEPS: Limits = { min: 1, max: 10_000_000 };
export const SECONDS: Limits = { min: 0.01, max: 100_000 };

/** Nodes of an axis around what crosses a crowd: a step of Newton's method grows as their fourth power. */
export const MOST_NODES = 161;
