/**
 * @file A noisy measure as a bullet bar: the bar is the value, the mark is the noise floor of two true samples, a thin line the interval.
 *
 * The mark stands at a third, so that a value of one floor reaches it and three floors fill the bar.
 */
import type { NoisyMeasure } from "../engine/results.ts";

export interface Bullet {
  /** As fractions of the bar. */
  readonly bar: number;
  readonly mark: number;
  readonly interval: { readonly low: number; readonly high: number };
}

const MARK = 1 / 3;

export function bullet({ value, noise, interval: [low, high] }: Pick<NoisyMeasure, "value" | "noise" | "interval">): Bullet {
  const at = (measured: number): number => {
    const share = noise > 0 ? (MARK * measured) / noise : measured > 0 ? 1 : 0;
    return Math.min(1, Math.max(0, share));
  };
  return { bar: at(value), mark: MARK, interval: { low: at(low), high: at(high) } };
}
