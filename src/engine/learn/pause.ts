/**
 * @file A pause: the place where a long computation may be stopped for a while, or for good.
 *
 * Between two pauses nothing else happens on the thread. Whoever computes for long takes one every few milliseconds; whoever
 * asked for the computation decides what a pause is (see `piecewise`). Without one the computation runs through.
 */
export type Pause = () => Promise<void>;
