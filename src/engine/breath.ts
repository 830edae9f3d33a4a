/**
 * @file A breath: the place where a long computation may be stopped for a while, or for good.
 *
 * Between two breaths nothing else happens on the thread. Whoever computes for long takes one every few milliseconds; whoever
 * asked for the computation decides what a breath is (see `piecewise`). Without one the computation runs through.
 */
export type Breath = () => Promise<void>;
