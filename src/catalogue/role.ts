/**
 * @file What a network of a run is: U, a velocity, a score, what steers a bridge backwards in time, the test function φ of a critic, or the one
 * that moved the particles in the round before (or moved them backwards), which no step trains; the mean velocity from a place to the end of
 * the flow, which gets there at once (jump); or what "value" or "velocity" is in a later stage of the flow, from the second on.
 */
export type Role = "value" | "velocity" | "score" | "jump" | "backward" | "critic" | "previous" | "previous-backward" | `stage-${number}`;

/** Of the network that moves the particles, where they follow no score. */
export const moverOf = (output: "potential" | "field"): "value" | "velocity" => (output === "potential" ? "value" : "velocity");
