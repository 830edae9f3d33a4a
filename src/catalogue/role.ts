/**
 * @file What a network of a run is: U, a velocity, a score, one direction of a bridge, the test function φ of a critic, or the one that moved
 * the particles in the round before, which no step trains.
 */
export type Role = "value" | "velocity" | "score" | "forward" | "backward" | "critic" | "previous";
