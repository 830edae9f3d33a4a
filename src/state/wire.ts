/**
 * @file The wire of a page: which run it talks of, what that run was sent last, and what is still to be said.
 *
 * A change is sent as gently as it allows: `update` for what is live or asks for new samples, `configure` (a new run) for the
 * rest. A run that was playing goes on playing after a restart.
 */
import type { Client } from "../protocol/client.ts";
import { changeApplies } from "../experiment/applies.ts";
import { isAtOnce, isSolved } from "../experiment/solved.ts";
import type { Experiment } from "../experiment/experiment.ts";
import type { BackendId } from "../protocol/messages.ts";
import { beginBeside } from "./compare.ts";
import { useExperiment } from "./experiment.ts";
import { useFlags } from "./flags.ts";
import { beginFrames } from "./frames.ts";
import { look } from "./look.ts";
import { FRESH, isTraining, useRun } from "./run.ts";
import { beginSolved } from "./solved.ts";
import type { Mailbox, PendingWeights } from "./share.ts";

export interface Wire {
  readonly client: Client;
  readonly backend: BackendId | "auto";
  readonly weights: Mailbox<PendingWeights>;
  runId: number;
  sent: Experiment;
  numbers: ReturnType<typeof setTimeout> | undefined;
  restart: ReturnType<typeof setTimeout> | undefined;
  stopQuestions: () => void;
  /** The step to go back to as soon as training has stopped. */
  wanted: number | null | undefined;
  /** Training was asked for after it was last told to stop. */
  asked: boolean;
}

/** A drag restarts the run when it pauses, not at each pixel. */
const RESTART_AFTER = 250; // ms

/** Nothing that was to be done later is done any more. */
export function dropPending(wire: Wire): void {
  clearTimeout(wire.restart);
  clearTimeout(wire.numbers);
  wire.restart = undefined;
  wire.numbers = undefined;
  wire.stopQuestions();
}

export function sendConfigure(wire: Wire, playing: boolean): void {
  wire.runId += 1;
  dropPending(wire);
  wire.weights.refuse("The run was replaced by another one.");
  wire.sent = useExperiment.getState().running;
  beginFrames();
  beginBeside();
  beginSolved();
  wire.wanted = undefined;
  wire.asked = false;
  const { runId, sent, backend, client } = wire;
  useRun.setState({ ...FRESH, runId });
  client.send({ kind: "configure", runId, experiment: sent, backend, fast: useFlags.getState().fast, look: look.getState() });
  if (playing) play(wire);
}

/** Whoever trains right after an edit means the edited run. */
export function restartNow(wire: Wire): void {
  if (wire.restart !== undefined) sendConfigure(wire, false);
}

export function play(wire: Wire): void {
  if (couldNotBegin()) {
    sendConfigure(wire, true);
    return;
  }
  restartNow(wire);
  wire.asked = true;
  useRun.setState({ phase: "playing", stopping: false, failure: null });
  wire.client.send({ kind: "play", runId: wire.runId });
}

/** A game that could not be set up on a grid has no run to tell: it is set up anew. */
const couldNotBegin = (): boolean => useRun.getState().phase === "failed" && isSolved(useExperiment.getState().running);

export function pause(wire: Wire): void {
  wire.asked = false;
  if (useRun.getState().phase === "playing") useRun.setState({ stopping: true });
  wire.client.send({ kind: "pause", runId: wire.runId });
}

export function rewind(wire: Wire, step: number | null): void {
  if (useRun.getState().phase !== "playing") {
    wire.client.send({ kind: "rewind", runId: wire.runId, step });
    return;
  }
  // Weights are not exchanged under a step that is being taken.
  const stopping = wire.wanted !== undefined;
  wire.wanted = step;
  if (!stopping) pause(wire);
}

/** What is edited reaches the run. */
export function followEdits(wire: Wire): void {
  const { running } = useExperiment.getState();
  if (running === wire.sent) return;
  const applies = changeApplies(wire.sent, running);
  clearTimeout(wire.restart);
  wire.restart = undefined;
  if (applies === "restart" || (applies !== null && couldNotBegin() && !isAtOnce(running))) {
    wire.restart = setTimeout(() => sendConfigure(wire, isTraining(useRun.getState())), RESTART_AFTER);
  } else if (applies !== null) {
    wire.sent = running;
    if (isAtOnce(running)) useRun.setState({ failure: null });
    wire.client.send({ kind: "update", runId: wire.runId, experiment: running, applies });
  }
}
