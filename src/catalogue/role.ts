/**
 * @file What a network of a run is: U, a velocity, a score, one direction of a bridge, the test function φ of a critic, or the one that moved
 * the particles in the round before, which no step trains; the mean velocity from a place to the end of the flow, which gets there at once (jump); or what "value" or "velocity" is in a later stage of the flow, from the second on.
 */
export type Role = "value" | "velocity" | "score" | "jump" | "forward" | "backward" | "critic" | "previous" | `stage-${number}`;
