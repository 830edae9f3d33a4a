/** @file A session on a backend, ready to train, and what the page is told of it: the route it takes, and the exact solution. */
import type { Registry } from "../../catalogue/registry.ts";
import { openSession } from "../../engine/open-session.ts";
import type { Session } from "../../engine/learn/session.ts";
import type { Experiment } from "../../experiment/experiment.ts";
import type { Route } from "../messages.ts";
import type { Backend } from "./host.ts";

export interface OpenedSession {
  readonly session: Session;
  readonly route: Route;
  /** For the user. */
  readonly reason: string;
}

export async function startSession(experiment: Experiment, registry: Registry, backend: Backend): Promise<OpenedSession> {
  const session = await openSession(experiment, registry, backend.makeKernel, backend.fuse);
  await session.ready();
  if (!session.learned) {
    const { route } = session.network().kernel;
    const how = route === "kernels" ? "Kernels around training points" : "Solved on a grid";
    return { session, route, reason: `${how}, in double precision and one thread of the processor: nothing is trained.` };
  }
  const why = session.notFused();
  return {
    session,
    route: backend.route,
    reason: why === null ? backend.reason : `${backend.reason} Steps are taken term by term: ${why}.`,
  };
}
