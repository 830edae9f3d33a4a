/**
 * @file The thread between the stores and the worker: what is edited reaches the run, what the run says reaches the stores.
 *
 * A change is sent as gently as it allows: `update` for what is live or asks for new samples, `configure` (a new run) for the
 * rest. A run that was playing goes on playing after a restart.
 */
import { changeApplies } from "../experiment/applies.ts";
import type { Experiment } from "../experiment/experiment.ts";
import { connect, type Client, type WorkerLike } from "../protocol/client.ts";
import type { Look } from "../engine/results.ts";
import type { BackendId, FromWorker } from "../protocol/messages.ts";
import { beginBeside, dropRun, holdRun, pushBeside } from "./compare.ts";
import { useExperiment } from "./experiment.ts";
import { useFlags } from "./flags.ts";
import { beginFrames, cutFrames, frames, pushFrame } from "./frames.ts";
import { receiveAccount } from "./inspect.ts";
import { look } from "./look.ts";
import { FRESH, isTraining, useRun, withMeasured } from "./run.ts";
import { mailbox, type PendingWeights } from "./share.ts";
import { receiveSketch, sendSketches } from "./sketches.ts";

export interface PageSession {
  play(): void;
  pause(): void;
  step(steps: number): void;
  reset(): void;
  measure(): void;
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

/** The numbers beside the stage change this often at most; more is unreadable. */
const NUMBERS_EVERY = 200; // ms

/** A drag restarts the run when it pauses, not at each pixel. */
const RESTART_AFTER = 250; // ms

export function startSession(createWorker: () => WorkerLike, backend: BackendId | "auto"): PageSession {
  let runId = 0;
  let sent: Experiment = useExperiment.getState().running;
  let numbers: ReturnType<typeof setTimeout> | undefined;
  let restart: ReturnType<typeof setTimeout> | undefined;
  let stopSketches = (): void => undefined;
  /** The step to go back to as soon as training has stopped. */
  let wanted: number | null | undefined;
  /** Training was asked for after it was last told to stop. */
  let asked = false;
  const weights = mailbox<PendingWeights>();

  const client: Client = connect(createWorker, {
    message: receive,
    state: (state) => {
      useRun.setState({ client: state });
      if (state.kind === "broken") weights.refuse(state.reason);
    },
  });

  function configure(playing: boolean): void {
    runId += 1;
    clearTimeout(restart);
    restart = undefined;
    clearTimeout(numbers);
    numbers = undefined;
    stopSketches();
    weights.refuse("The run was replaced by another one.");
    sent = useExperiment.getState().running;
    beginFrames();
    beginBeside();
    wanted = undefined;
    asked = false;
    useRun.setState({ ...FRESH, runId });
    client.send({ kind: "configure", runId, experiment: sent, backend, fast: useFlags.getState().fast, look: look.getState() });
    if (playing) play();
  }

  function receive(message: FromWorker): void {
    switch (message.kind) {
      case "ready": {
        const { backend: chosen, route, reason, parameters, exact, parts } = message;
        const { phase } = useRun.getState();
        const slow = backend === "auto" && route === "reference";
        useRun.setState({
          backend: chosen,
          route,
          reason,
          slow,
          rerouted: null,
          parameters,
          exact,
          parts,
          phase: phase === "starting" ? "paused" : phase,
        });
        stopSketches();
        stopSketches = sendSketches((question) => client.send({ ...question, runId }));
        return;
      }
      case "rerouted": {
        const { backend: now, route, reason } = message;
        const lost = useRun.getState().backend === "webgpu" ? "gpu" : "threads";
        useRun.setState({ backend: now, route, reason, rerouted: lost });
        return;
      }
      case "frame":
        pushFrame(message.frame);
        if (message.frame.pinned !== null) pushBeside(message.frame.pinned);
        showNumbersSoon();
        return;
      case "measures":
        takeMeasures(message);
        return;
      case "stopped":
        // Whoever trained on at once hears late that training had stopped.
        if (message.why === "paused" && asked) return;
        asked = false;
        showNumbers();
        // A run that trained was not rewound: what is drawn is what it has come to, though its frame is still on its way.
        useRun.setState({
          step: message.step,
          shown: message.step,
          phase: message.why === "finished" ? "finished" : "paused",
          stopping: false,
        });
        if (wanted !== undefined) client.send({ kind: "rewind", runId, step: wanted });
        wanted = undefined;
        return;
      case "failed":
        weights.refuse(message.message);
        showNumbers();
        useRun.setState({
          phase: "failed",
          stopping: false,
          failure: { step: message.step, term: message.term, message: message.message, advice: message.advice },
        });
        return;
      case "sketch":
        receiveSketch(message.key, message);
        return;
      case "weights":
        weights.answer(message);
        return;
      case "particle":
        receiveAccount(message.particle);
        return;
      default:
        message satisfies never;
    }
  }

  function takeMeasures({ metrics, failed, step }: Pick<Extract<FromWorker, { kind: "measures" }>, "metrics" | "failed" | "step">): void {
    const { measures, measuredAt, unmeasured, course, step: counted } = useRun.getState();
    const steps = Object.fromEntries(Object.keys(metrics).map((key) => [key, step]));
    // Frames are rationed on a slow machine; the count need not wait for the next one.
    useRun.setState({
      measures: { ...measures, ...metrics },
      measuredAt: { ...measuredAt, ...steps },
      // What has answered now has not failed any more.
      unmeasured: { ...Object.fromEntries(Object.entries(unmeasured).filter(([name]) => !(name in metrics))), ...failed },
      course: withMeasured(course, { step, metrics }),
      step: Math.max(counted, step),
    });
  }

  /** Soon, and once for all the frames until then. */
  function showNumbersSoon(): void {
    numbers ??= setTimeout(showNumbers, NUMBERS_EVERY);
  }

  function showNumbers(): void {
    clearTimeout(numbers);
    numbers = undefined;
    const { frame, history } = frames.getState();
    if (frame === null || useRun.getState().runId !== runId) return;
    const last = (history.length - 1) * history.columns;
    const losses = history.length === 0 ? [] : [...history.rows.subarray(last + 1, last + history.columns)];
    const { step, seconds, stepsPerSecond, source, parts, shown, checkpoints } = frame;
    useRun.setState({ step, seconds, stepsPerSecond, source, parts, losses, shown, checkpoints });
  }

  /** Whoever trains right after an edit means the edited run. */
  function restartNow(): void {
    if (restart !== undefined) configure(false);
  }

  function play(): void {
    restartNow();
    asked = true;
    useRun.setState({ phase: "playing", stopping: false, failure: null });
    client.send({ kind: "play", runId });
  }

  function pause(): void {
    asked = false;
    if (useRun.getState().phase === "playing") useRun.setState({ stopping: true });
    client.send({ kind: "pause", runId });
  }

  function follow(): void {
    const { running } = useExperiment.getState();
    if (running === sent) return;
    const applies = changeApplies(sent, running);
    clearTimeout(restart);
    restart = undefined;
    if (applies === "restart") {
      restart = setTimeout(() => configure(isTraining(useRun.getState())), RESTART_AFTER);
    } else if (applies !== null) {
      sent = running;
      client.send({ kind: "update", runId, experiment: running, applies });
    }
  }

  const unfollow = useExperiment.subscribe(follow);
  const unlook = look.subscribe((now: Look) => client.send({ kind: "look", runId, look: now }));
  // Other products are other bits: a run is of one kind from its first step.
  const unflag = useFlags.subscribe((now, before) => {
    if (now.fast !== before.fast) configure(isTraining(useRun.getState()));
  });
  configure(false);

  return {
    play,
    pause,
    step: (steps) => {
      restartNow();
      useRun.setState({ failure: null });
      client.send({ kind: "step", runId, steps });
    },
    reset: () => configure(false),
    measure: () => client.send({ kind: "measure", runId }),
    rewind: (step) => {
      if (useRun.getState().phase !== "playing") {
        client.send({ kind: "rewind", runId, step });
        return;
      }
      // Weights are not exchanged under a step that is being taken.
      const stopping = wanted !== undefined;
      wanted = step;
      if (!stopping) pause();
    },
    continueFrom: () => {
      cutFrames(useRun.getState().shown);
      // Good weights were chosen: what went wrong after them is forgotten too.
      if (useRun.getState().phase === "failed") useRun.setState({ phase: "paused", failure: null });
      client.send({ kind: "continue", runId });
    },
    pin: () => {
      holdRun(sent, useRun.getState().step);
      client.send({ kind: "pin", runId });
      configure(false);
    },
    unpin: () => {
      dropRun();
      client.send({ kind: "unpin", runId });
    },
    inspect: (x, t) => client.send({ kind: "inspect", runId, x, t }),
    save: () => {
      const answer = weights.ask();
      client.send({ kind: "save", runId });
      return answer;
    },
    load: (theta, dataVariance) => client.send({ kind: "load", runId, theta, dataVariance }),
    restartWorker: () => {
      weights.refuse("The worker was started again.");
      beginFrames();
      // Run A lived in the worker that is gone.
      dropRun();
      useRun.setState({ ...FRESH });
      client.restart();
    },
    dispose: () => {
      clearTimeout(restart);
      clearTimeout(numbers);
      stopSketches();
      unfollow();
      unlook();
      unflag();
      client.dispose();
    },
  };
}
