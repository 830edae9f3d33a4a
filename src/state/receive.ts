/** @file What the run says reaches the stores. */
import type { FromWorker } from "../protocol/messages.ts";
import { pushBeside } from "./compare.ts";
import { frames, pushFrame } from "./frames.ts";
import { receiveAccount } from "./inspect.ts";
import { useRun, withMeasured } from "./run.ts";
import { receiveSketch, sendSketches } from "./sketches.ts";
import { showSolved, useSolved } from "./solved.ts";
import { receiveSpan, sendSpans } from "./span.ts";
import type { Wire } from "./wire.ts";

type Said<K extends FromWorker["kind"]> = Extract<FromWorker, { kind: K }>;

/** The numbers beside the stage change this often at most; more is unreadable. */
const NUMBERS_EVERY = 200; // ms

export function receive(wire: Wire, message: FromWorker): void {
  switch (message.kind) {
    case "ready":
      takeReady(wire, message);
      return;
    case "rerouted": {
      const { backend: now, route, reason } = message;
      const lost = useRun.getState().backend === "webgpu" ? "gpu" : "threads";
      useRun.setState({ backend: now, route, reason, rerouted: lost });
      return;
    }
    case "exact":
      useRun.setState({ exact: message.exact });
      return;
    case "frame":
      pushFrame(message.frame);
      if (message.frame.pinned !== null) pushBeside(message.frame.pinned);
      // Soon, and once for all the frames until then.
      wire.numbers ??= setTimeout(() => showNumbers(wire), NUMBERS_EVERY);
      return;
    case "measures":
      takeMeasures(message);
      return;
    case "solving":
      useSolved.setState({ solving: message.solving });
      useRun.setState({ phase: "playing" });
      return;
    case "solved":
      takeSolved(message);
      return;
    case "span":
      receiveSpan(message.key, message.place, message.metrics);
      return;
    case "resumed":
      useRun.setState({ phase: "playing", stopping: false, failure: null });
      return;
    case "stopped":
      takeStopped(wire, message);
      return;
    case "failed": {
      const { step, term, message: text, advice } = message;
      wire.weights.refuse(text);
      showNumbers(wire);
      useSolved.setState({ solving: null });
      useRun.setState({ phase: "failed", stopping: false, failure: { step, term, message: text, advice } });
      return;
    }
    case "sketch":
      receiveSketch(message.key, message);
      return;
    case "weights":
      wire.weights.answer(message);
      return;
    case "particle":
      receiveAccount(message.particle);
      return;
    default:
      message satisfies never;
  }
}

function takeReady(wire: Wire, { backend, route, reason, parameters, exact, parts }: Said<"ready">): void {
  const { phase } = useRun.getState();
  const slow = wire.backend === "auto" && route === "reference";
  useRun.setState({
    ...{ backend, route, reason, slow, rerouted: null, parameters, exact, parts },
    phase: phase === "starting" ? "paused" : phase,
  });
  wire.stopQuestions();
  const stops = [
    sendSketches((question) => wire.client.send({ ...question, runId: wire.runId })),
    sendSpans((question) => wire.client.send({ ...question, runId: wire.runId })),
  ];
  wire.stopQuestions = () => {
    for (const stop of stops) stop();
  };
}

function takeSolved({ solved, experiment }: Said<"solved">): void {
  showSolved(solved, experiment);
  const { outcome, seconds } = solved;
  useRun.setState({ phase: "finished", stopping: false, failure: null, outcome, seconds, step: outcome.sweeps, shown: outcome.sweeps });
}

function takeStopped(wire: Wire, { step, why }: Said<"stopped">): void {
  // Whoever trained on at once hears late that training had stopped.
  if (why === "paused" && wire.asked) return;
  wire.asked = false;
  showNumbers(wire);
  // A run that trained was not rewound: what is drawn is what it has come to, though its frame is still on its way.
  useRun.setState({ step, shown: step, phase: why === "finished" ? "finished" : "paused", stopping: false });
  if (wire.wanted !== undefined) wire.client.send({ kind: "rewind", runId: wire.runId, step: wire.wanted });
  wire.wanted = undefined;
}

function takeMeasures({ metrics, failed, step }: Said<"measures">): void {
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

function showNumbers(wire: Wire): void {
  clearTimeout(wire.numbers);
  wire.numbers = undefined;
  const { frame, history } = frames.getState();
  if (frame === null || useRun.getState().runId !== wire.runId) return;
  const last = (history.length - 1) * history.columns;
  const losses = history.length === 0 ? [] : [...history.rows.subarray(last + 1, last + history.columns)];
  const { step, seconds, stepsPerSecond, outcome, parts, shown, checkpoints } = frame;
  const lossesOf = history.rows[last] ?? 0;
  useRun.setState({ step, seconds, stepsPerSecond, outcome, parts, losses, lossesOf, shown, checkpoints });
}
