/** @file Run A beside run B, and the way back through a run that plays: what the worker is told, and in which order. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { resolve } from "../../src/experiment/resolve.ts";
import type { WorkerLike } from "../../src/protocol/client.ts";
import type { Frame, Pinned } from "../../src/engine/results.ts";
import type { FromWorker, ToWorker } from "../../src/protocol/messages.ts";
import { runA, useCompare } from "../../src/state/compare.ts";
import { edit, openExperiment, useExperiment } from "../../src/state/experiment.ts";
import { frames } from "../../src/state/frames.ts";
import { pickAgent, useInspected } from "../../src/state/inspect.ts";
import { useRun } from "../../src/state/run.ts";
import { type PageSession, startPageSession } from "../../src/state/session.ts";
import { changesBetween } from "../../src/ui/compare/changes.ts";
import { fakeWorker } from "../ui/fake-worker.ts";

let session: PageSession;
let sent: ToWorker[];
let say: (message: FromWorker) => void;

function createWorker(): WorkerLike {
  const worker: WorkerLike = {
    postMessage: (message: ToWorker) => {
      sent.push(message);
      receive(message);
    },
    terminate: () => undefined,
    onmessage: null,
    onerror: null,
    onmessageerror: null,
  };
  say = (message) => {
    worker.onmessage?.call(worker as never, { data: message } as MessageEvent);
  };
  const receive = fakeWorker((message) => say(message));
  return worker;
}

const told = (): string[] => sent.map(({ kind }) => kind).filter((kind) => !["acknowledge", "sketch"].includes(kind));

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  openExperiment(resolve({ model: "ot-flow" }, "lenient").experiment!, null, [], true);
  session = startPageSession(createWorker, "auto");
});

afterEach(() => {
  session.unpin();
  session.dispose();
  pickAgent(null);
  vi.useRealTimers();
});

/** A frame of run B beside run A, as the worker would send it. */
function besideFrame(history: readonly number[], step: number): Frame {
  const frame = frames.getState().frame!;
  const { times, paths, parts, dimension, radius, centre, horizon } = frame;
  const pinned: Pinned = { step, dimension, radius, centre, horizon, times, paths, maps: [], history: Float32Array.from(history), parts };
  return { ...frame, step, shown: step, history: new Float32Array(0), pinned };
}

const row = (step: number): number[] => [step, 3 / step, 1 / step, 1 / step, 1 / step];

describe("a comparison", () => {
  it("pins the run and starts another at once, so that no edit reaches run A", () => {
    session.play();
    vi.advanceTimersByTime(1000);
    const { step } = useRun.getState();
    session.pin();
    edit({ "game.terminal.params.weight": 55 });
    expect(told().slice(-3)).toEqual(["pin", "configure", "update"]);
    const [pin, configure, update] = sent.filter(({ kind }) => ["pin", "configure", "update"].includes(kind)).slice(-3);
    expect([pin!.runId, configure!.runId, update!.runId]).toEqual([1, 2, 2]);
    expect(useCompare.getState().a).toMatchObject({ step, experiment: { game: { terminal: { params: { weight: 100 } } } } });
    session.unpin();
    expect(told().at(-1)).toBe("unpin");
    expect(useCompare.getState().a).toBeNull();
    expect(runA()).toBeNull();
  });

  it("gathers run A's history, and from the beginning for each new run B", () => {
    session.pin();
    const { runId } = useRun.getState();
    say({ kind: "frame", runId, frame: besideFrame([...row(1), ...row(2)], 1) });
    say({ kind: "frame", runId, frame: besideFrame(row(3), 3) });
    expect(runA()?.history.length).toBe(3);
    expect(useCompare.getState().shown).toBe(3);
    session.reset();
    expect(runA()).toBeNull();
    say({ kind: "frame", runId: useRun.getState().runId, frame: besideFrame([...row(1), ...row(2), ...row(3)], 0) });
    expect(runA()?.history.length).toBe(3);
  });

  it("says what differs in the words of the panel", () => {
    const before = useExperiment.getState().running;
    edit({ "game.terminal.params.weight": 55 });
    edit({ "training.optimiser.params.rate": 0.002 });
    edit({ "data.id": "moons" });
    const changes = changesBetween(before, useExperiment.getState().running);
    expect(changes.map(({ path }) => path).sort()).toEqual(["data.id", "game.terminal.params.weight", "training.optimiser.params.rate"]);
    expect(changes.find(({ path }) => path === "game.terminal.params.weight")).toMatchObject({
      label: "terminal cost: weight",
      a: "100",
      b: "55",
    });
    expect(changes.find(({ path }) => path === "data.id")?.b).toMatch(/moons/i);
    expect(changesBetween(before, before)).toEqual([]);
  });
});

describe("the way back", () => {
  it("pauses a run that plays and goes back when it has stopped, to the last step asked for", () => {
    session.play();
    vi.advanceTimersByTime(1000);
    sent = [];
    session.rewind(20);
    // The fake stops at once; a worker in the middle of a step would not have.
    expect(told()).toEqual(["pause", "rewind"]);
    expect(sent.at(-1)).toMatchObject({ kind: "rewind", step: 20 });
    expect(useRun.getState().phase).toBe("paused");
    session.rewind(null);
    expect(told()).toEqual(["pause", "rewind", "rewind"]);
  });

  it("is not begun by a pause: what is drawn is what the run has come to", () => {
    session.play();
    vi.advanceTimersByTime(1000);
    session.pause();
    const { shown, step } = useRun.getState();
    expect(shown).toBe(step);
  });
});

describe("a particle's account", () => {
  const account = {
    picked: { x: [0, 0], t: 0.5 },
    start: [0, 0],
    times: new Float32Array(2),
    path: null,
    exactPath: null,
    foretold: 1,
    pulled: false,
    value: null,
    residual: null,
    logDensity: null,
    cost: null,
    valueAtStart: 1,
    momentum: null,
    momenta: null,
    running: null,
    interaction: 0,
    terminal: null,
  };

  it("belongs to the particle that was picked, and goes with it", () => {
    const { runId } = useRun.getState();
    say({ kind: "particle", runId, particle: account });
    expect(useInspected.getState().account).toBeNull();
    pickAgent({ x: [0, 0], t: 0.5 });
    session.inspect([0, 0], 0.5);
    expect(sent.at(-1)).toMatchObject({ kind: "inspect", x: [0, 0], t: 0.5 });
    say({ kind: "particle", runId, particle: account });
    expect(useInspected.getState().account?.valueAtStart).toBe(1);
    pickAgent({ x: [0, 1], t: 0.5 });
    expect(useInspected.getState().account).toBeNull();
  });
});
