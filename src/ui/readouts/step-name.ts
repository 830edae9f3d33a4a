/** @file What a step of the run is called: of training, of a solver, or of time. */
import type { SolverOutcome } from "../../engine/results.ts";

export const unitOf = (outcome: SolverOutcome | null): "step" | "sweep" | "time step" =>
  outcome === null ? "step" : outcome.of === null ? "sweep" : "time step";
