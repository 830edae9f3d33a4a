/**
 * @file The population of a diffusion, drawn without simulating anything: the noised data, at given noising times.
 *
 *     x = α(s) y + std(s) ε,    y ~ π, ε ~ N(0, I)
 */
import { scheduleOf } from "../game/exact-problem.ts";
import type { Subject } from "./subject.ts";

/** Shares of the horizon at which scores are compared; most of them are small, where the score has structure. */
export const NOISING_SHARES: readonly number[] = [0.002, 0.005, 0.01, 0.02, 0.04, 0.07, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.65];

export interface NoisedPopulation {
  /** Generation time T − s. */
  readonly t: number;
  readonly alpha: number;
  readonly std: number;
  readonly sigma2: number;
  /** [n, d] */
  readonly x: Float32Array;
}

/** @param shares noising times s/T; those below the smallest trained noise are left out */
export function noisedPopulations(subject: Subject, name: string, shares: readonly number[], n: number): readonly NoisedPopulation[] {
  const { setup } = subject;
  const schedule = scheduleOf(setup);
  if (schedule === undefined) return [];
  const { horizon } = setup.experiment.game;
  const noise = subject.stream(`${name}/noise`);
  return shares
    .map((share) => share * horizon)
    .filter((s) => s >= setup.smallest)
    .map((s, k) => {
      const { alpha, std, sigma2 } = schedule(s);
      const x = subject.truth(`${name}/${String(k)}`, n).map((y) => alpha * y + std * noise.normal());
      return { t: horizon - s, alpha, std, sigma2, x };
    });
}
