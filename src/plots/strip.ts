/**
 * @file The times of the film strip, as fractions of T.
 *
 *     in time       k/6
 *     in log-SNR    where log(α²/std²) has gone k/6 of its way from the reference to the data
 *
 * A diffusion does nothing that can be seen for most of its time and everything at its end: in time five of seven pictures look alike.
 */
import { specs } from "../catalogue/specs.ts";
import type { Experiment } from "../experiment/experiment.ts";
import type { Frame } from "../engine/results.ts";

/** @internal */
export const PICTURES = 7;

/** The population is noised data on its way back: then a time is a level of noise. A bridge is shaken too, but its noise does not fall. */
export function hasNoiseLevels({ game: { dynamics, lagrangian, terminal } }: Experiment): boolean {
  return (
    specs.dynamics.get(dynamics.id)?.noises(dynamics.params) === true &&
    specs.lagrangian.get(lagrangian.id)?.coleHopf === true &&
    specs.functional.get(terminal.id)?.coleHopf?.(terminal.params) === true
  );
}

/** @param frame null: nobody knows the levels of noise yet */
export function stripFractions(frame: Pick<Frame, "noiseTimes" | "horizon"> | null, inLogSnr: boolean): readonly number[] {
  const times = inLogSnr ? (frame?.noiseTimes ?? null) : null;
  return Array.from({ length: PICTURES }, (_, k) => {
    const share = k / (PICTURES - 1);
    // The ends are the ends: the last level is that of the smallest trained noise, a little before T.
    if (times === null || frame === null || k === 0 || k === PICTURES - 1) return share;
    return times[Math.round(share * (times.length - 1))]! / frame.horizon;
  });
}
