/** @file What a step of the run is called: of training, of a solver, or of time. */
import type { SolverOutcome } from "../../engine/results.ts";

const UNITS = { sweeps: "sweep", passes: "pass", "time steps": "time step", "fitting steps": "step", "Newton steps": "step" } as const;

export const unitOf = (outcome: SolverOutcome | null): "step" | "sweep" | "pass" | "time step" =>
  outcome === null ? "step" : UNITS[outcome.counts];
