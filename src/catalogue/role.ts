/** @file What a network of a run is: U, a velocity, a score, one direction of a bridge, or the test function φ of a critic. */
export type Role = "value" | "velocity" | "score" | "forward" | "backward" | "critic";
