/** @file A run that went wrong: at which step, in which term, and what to change. The last good weights are back by then. */

const REMEDY = "Lower the learning rate, switch on gradient clipping, or take more integrator steps";

export class Divergence extends Error {
  readonly step: number;
  readonly term: string;
  /** The step that the run has gone back to. */
  readonly good: number;
  readonly advice: string;

  constructor(step: number, term: string, good: number, advice = REMEDY) {
    super(`Training diverged at step ${String(step)}: ${term} is not a finite number.`);
    this.name = "Divergence";
    this.step = step;
    this.term = term;
    this.good = good;
    this.advice = `${advice}; the good weights of step ${String(good)} are restored.`;
  }
}
