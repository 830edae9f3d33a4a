/** @file A session for an experiment: networks that learn, or a solver on a grid, as its objective has it. */
import type { Registry } from "../catalogue/registry.ts";
import type { Experiment } from "../experiment/experiment.ts";
import type { Fuse } from "./learn/fused.ts";
import { createSession, type KernelFactory, type Session } from "./learn/session.ts";
import { createSolveSession } from "./solve/solving.ts";

/** @throws Error with the reason where a solver cannot do this game */
export function openSession(experiment: Experiment, registry: Registry, makeKernel: KernelFactory, fuse?: Fuse): Session {
  const { solve } = registry.objective.get(experiment.objective.id);
  return solve === undefined ? createSession(experiment, registry, makeKernel, fuse) : createSolveSession(experiment, registry);
}
