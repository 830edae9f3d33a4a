/**
 * @file A noisy measure as a bullet bar: the bar is the value, the mark is the noise floor of two true samples.
 *
 * The mark stands at a third, so that a value of one floor reaches it and three floors fill the bar.
 */
import type { NoisyMeasure } from "../engine/results.ts";

export interface Bullet {
  /** Both as fractions of the bar. */
  readonly bar: number;
  readonly mark: number;
}

const MARK = 1 / 3;

export function bullet({ value, noise }: NoisyMeasure): Bullet {
  const share = noise > 0 ? (MARK * value) / noise : value > 0 ? 1 : 0;
  return { bar: Math.min(1, Math.max(0, share)), mark: MARK };
}
