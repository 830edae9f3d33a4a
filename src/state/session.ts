/** @file The thread between the stores and the worker: what is edited reaches the run, what the run says reaches the stores. */
import { connect, type WorkerLike } from "../protocol/client.ts";
import type { MetricName } from "../engine/measure/ruler.ts";
import type { Look } from "../engine/results.ts";
import type { BackendId } from "../protocol/messages.ts";
import { dropRun, holdRun } from "./compare.ts";
import { useExperiment } from "./experiment.ts";
import { useFlags } from "./flags.ts";
import { beginFrames, cutFrames } from "./frames.ts";
import { look } from "./look.ts";
import { receive } from "./receive.ts";
import { FRESH, isTraining, useRun } from "./run.ts";
import { isAtOnce } from "../experiment/solved.ts";
import { dropSolved, holdSolved, useSolved } from "./solved.ts";
import { mailbox, type PendingWeights } from "./share.ts";
import { sendConfigure, followEdits, dropPending, pause, play, restartNow, rewind, type Wire } from "./wire.ts";

export interface PageSession {
  play(): void;
  pause(): void;
  step(steps: number): void;
  reset(): void;
  /** What rulers say of the run as it stands: of these quantities, or of all. */
  measure(which?: readonly MetricName[]): void;
  /** Show the flow as it was at an earlier step; null: as it is now. A run that plays is paused first. */
  rewind(step: number | null): void;
  /** Train on from what is shown; what came after is forgotten. */
  continueFrom(): void;
  /** The present run becomes run A and stays; run B starts beside it from step 0. */
  pin(): void;
  unpin(): void;
  /** Asks for the account of the agent whose path leads through a point [d] at time t. */
  inspect(x: readonly number[], t: number): void;
  /** The weights that are shown. @throws if the run is replaced or fails before they came */
  save(): Promise<PendingWeights>;
  /** Train on from these weights, in the layout of the `blocks` of `save`, with the variance of their data if it is known. */
  load(theta: Float32Array, dataVariance: number | null): void;
  restartWorker(): void;
  dispose(): void;
}

export function startPageSession(createWorker: () => WorkerLike, backend: BackendId | "auto"): PageSession {
  const weights = mailbox<PendingWeights>();
  const client = connect(createWorker, {
    message: (message) => receive(wire, message),
    state: (state) => {
      useRun.setState({ client: state });
      if (state.kind === "broken") weights.refuse(state.reason);
    },
  });
  const wire: Wire = {
    ...{ client, backend, weights, runId: 0, sent: useExperiment.getState().running },
    ...{ numbers: undefined, restart: undefined, stopQuestions: () => undefined, wanted: undefined, asked: false },
  };
  const unfollow = useExperiment.subscribe(() => followEdits(wire));
  const unlook = look.subscribe((now: Look) => client.send({ kind: "look", runId: wire.runId, look: now }));
  // Other products are other bits: a run is of one kind from its first step.
  const unflag = useFlags.subscribe((now, before) => {
    if (now.fast !== before.fast) sendConfigure(wire, isTraining(useRun.getState()));
  });
  sendConfigure(wire, false);
  return {
    play: () => play(wire),
    pause: () => pause(wire),
    step: (steps) => {
      restartNow(wire);
      useRun.setState({ failure: null });
      client.send({ kind: "step", runId: wire.runId, steps });
    },
    reset: () => sendConfigure(wire, false),
    measure: (which) => client.send({ kind: "measure", runId: wire.runId, ...(which === undefined ? {} : { which }) }),
    rewind: (step) => rewind(wire, step),
    continueFrom: () => {
      cutFrames(useRun.getState().shown);
      // Good weights were chosen: what went wrong after them is forgotten too.
      if (useRun.getState().phase === "failed") useRun.setState({ phase: "paused", failure: null });
      client.send({ kind: "continue", runId: wire.runId });
    },
    pin: () => {
      if (isAtOnce(wire.sent)) {
        holdRun(useSolved.getState().of ?? wire.sent, useRun.getState().step);
        holdSolved();
        return;
      }
      holdRun(wire.sent, useRun.getState().step);
      client.send({ kind: "pin", runId: wire.runId });
      sendConfigure(wire, false);
    },
    unpin: () => {
      if (isAtOnce(wire.sent)) {
        dropRun();
        dropSolved();
        return;
      }
      dropRun();
      client.send({ kind: "unpin", runId: wire.runId });
    },
    inspect: (x, t) => client.send({ kind: "inspect", runId: wire.runId, x, t }),
    save: () => {
      const answer = weights.ask();
      client.send({ kind: "save", runId: wire.runId });
      return answer;
    },
    load: (theta, dataVariance) => client.send({ kind: "load", runId: wire.runId, theta, dataVariance }),
    restartWorker: () => {
      weights.refuse("The worker was started again.");
      beginFrames();
      // Run A lived in the worker that is gone.
      dropRun();
      useRun.setState({ ...FRESH });
      client.restart();
    },
    dispose: () => {
      dropPending(wire);
      for (const stop of [unfollow, unlook, unflag]) stop();
      client.dispose();
    },
  };
}
