/** @file A session on a backend, ready to train, and what the page is told of it: the route it takes, and the exact solution. */
import type { Registry } from "../../catalogue/registry.ts";
import type { exactOf } from "../../engine/game/exact-problem.ts";
import { createSession, type Session } from "../../engine/learn/session.ts";
import type { Experiment } from "../../experiment/experiment.ts";
import type { ExactSummary } from "../../engine/results.ts";
import type { Backend } from "./host.ts";

export interface OpenedSession {
  readonly session: Session;
  /** For the user. */
  readonly reason: string;
}

export async function openSession(experiment: Experiment, registry: Registry, backend: Backend): Promise<OpenedSession> {
  const session = createSession(experiment, registry, backend.makeKernel, backend.fuse);
  await session.ready();
  const why = session.notFused();
  return {
    session,
    reason: why === null ? backend.reason : `${backend.reason} Steps are taken term by term: ${why}.`,
  };
}

export function summary(solved: ReturnType<typeof exactOf>): ExactSummary {
  if ("reason" in solved) return { known: false, slot: solved.slot, reason: solved.reason };
  const { kind, about, mean, covariance, cost, energy } = solved;
  return { known: true, kind, about, mean, covariance, cost, energy };
}
