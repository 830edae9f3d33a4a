/** @file A session for an experiment: networks that learn, or a solver on a grid, as its objective has it. */
import type { Registry } from "../catalogue/registry.ts";
import type { Experiment } from "../experiment/experiment.ts";
import type { Fuse } from "./learn/fused.ts";
import { createSession, type KernelFactory, type Session } from "./learn/session.ts";

/**
 * The solvers come in a file of their own, with the first game that is solved: most visitors never ask for one.
 *
 * @throws Error with the reason where a solver cannot do this game
 */
export async function openSession(experiment: Experiment, registry: Registry, makeKernel: KernelFactory, fuse?: Fuse): Promise<Session> {
  const { solve } = registry.objective.get(experiment.objective.id);
  if (solve === undefined) return createSession(experiment, registry, makeKernel, fuse);
  const solvers = await import("./solve/solving.ts").catch(() => null);
  if (solvers === null)
    throw new Error("The solvers could not be loaded. Check the connection and reload the page; your experiment is in its address.");
  return solvers.createSolveSession(experiment, registry);
}
