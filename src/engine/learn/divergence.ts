/**
 * @file Why a run cannot go on: which term of which step was no number, what that comes from, and what to do about that.
 *
 *     ∞     of a cost that reads log π           a particle stands where the data have no mass: log π = −∞ there
 *     ∞     of another cost, or no number of it  its value has grown beyond the largest number, or ∞ was taken from ∞
 *     the gradient, with a loss that is finite   slopes have grown along the path or in the network
 */
import type { Density } from "../../catalogue/define.ts";

export const GRADIENT = "the gradient";

export class Divergence extends Error {
  readonly step: number;
  readonly term: string;
  /** The step that the run has gone back to. */
  readonly good: number;
  readonly advice: string;

  constructor(step: number, term: string, good: number, advice: string) {
    super(`Training diverged at step ${String(step)}: ${term} is not a finite number.`);
    this.name = "Divergence";
    this.step = step;
    this.term = term;
    this.good = good;
    this.advice = `${advice}; the good weights of step ${String(good)} are restored.`;
  }
}

/** @param value of the term; left out where it is not known, on a device that takes steps by itself */
export function adviceOn(term: string, value: number | undefined, data: Density | null): string {
  if (term === GRADIENT)
    return "The loss is finite, its gradient is not: slopes have grown along the way. Lower the learning rate, switch on gradient clipping, or take more integrator steps";
  if (term.startsWith("terminal") && data !== null && isBounded(data))
    return "The data have no mass where a particle has arrived: the logarithm of their density is −∞ there, and no learning rate helps. Add a little noise to the data, or choose a terminal cost that does not read their density";
  const what = value === Infinity || value === -Infinity ? `${term} has grown beyond the largest number` : `${term} is no number`;
  if (term.startsWith("terminal"))
    return `${what}: particles have gone so far from the data that their density there cannot be computed, or the weight of the terminal cost is too large. Lower that weight or the learning rate, or take more integrator steps`;
  if (term === "hjb")
    return `${what}: derivatives of the value function have grown. Lower the weight of the HJB residual or the learning rate`;
  return `${what}: the cost, or a formula in it, leaves the range of numbers where particles have gone. Lower the learning rate or the cost's weight, or take more integrator steps`;
}

/** Whether far out the density is 0, not only small. */
function isBounded({ dimension, logDensity }: Density): boolean {
  const log = new Float64Array(1);
  logDensity?.(new Float64Array(dimension).fill(1e4), 1, log);
  return log[0] === -Infinity;
}
