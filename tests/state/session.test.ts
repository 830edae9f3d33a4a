/** @file From an edit to the worker and back: gentle updates, restarts, and numbers that belong to the present run. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { resolve } from "../../src/experiment/resolve.ts";
import type { FromWorker, ToWorker } from "../../src/protocol/messages.ts";
import { edit, openExperiment } from "../../src/state/experiment.ts";
import { useFlags } from "../../src/state/flags.ts";
import { frames } from "../../src/state/frames.ts";
import { isTraining, useRun } from "../../src/state/run.ts";
import { type PageSession, startPageSession } from "../../src/state/session.ts";
import type { WorkerLike } from "../../src/protocol/client.ts";
import { fakeWorker } from "../ui/fake-worker.ts";

let session: PageSession;
let sent: ToWorker[];
let say: (message: FromWorker) => void;
let crash: () => void;
/** The worker is heard again. */
let connectAgain: () => void;

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
  connectAgain = () => {
    say = (message) => {
      worker.onmessage?.call(worker as never, { data: message } as MessageEvent);
    };
  };
  connectAgain();
  crash = () => {
    worker.onerror?.call(worker as never, { message: "", preventDefault: () => undefined } as ErrorEvent);
  };
  const receive = fakeWorker((message) => say(message));
  return worker;
}

const kinds = (): string[] => sent.map(({ kind }) => kind);
const lastConfigure = () => sent.filter((message) => message.kind === "configure").at(-1)!;

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  openExperiment(resolve({ model: "ot-flow" }, "lenient").experiment!, null, [], true);
  session = startPageSession(createWorker, "auto");
});

afterEach(() => {
  session.dispose();
  vi.useRealTimers();
});

describe("a session", () => {
  it("asks for fused products with a new run, and for plain ones again with another", () => {
    expect(lastConfigure()).toMatchObject({ runId: 1, fast: false });
    useFlags.setState({ fast: true });
    expect(lastConfigure()).toMatchObject({ runId: 2, fast: true });
    useFlags.setState({ fast: false });
    expect(lastConfigure()).toMatchObject({ runId: 3, fast: false });
  });

  it("configures the run and is ready to train", () => {
    expect(sent[0]).toMatchObject({ kind: "configure", runId: 1, backend: "auto", experiment: { model: "ot-flow" } });
    expect(useRun.getState()).toMatchObject({ phase: "paused", backend: "wasm", runId: 1 });
  });

  it("trains, and shows steps and losses of the newest frame", () => {
    session.play();
    vi.advanceTimersByTime(2000);
    const { step, losses, parts, phase } = useRun.getState();
    expect(phase).toBe("playing");
    expect(step).toBeGreaterThan(100);
    expect(losses).toHaveLength(parts.length + 1);
    // The parts of the fake add up to its total.
    expect(losses.slice(1).reduce((sum, part) => sum + part, 0)).toBeCloseTo(losses[0]!, 4);
    session.pause();
    expect(useRun.getState().phase).toBe("paused");
    expect(useRun.getState().step).toBe(frames.getState().frame!.step);
  });

  it("plays on when training was asked for again before it was heard that it had stopped", () => {
    session.play();
    vi.advanceTimersByTime(500);
    const overtaken = useRun.getState();
    say = () => undefined; // what the worker says is on its way
    session.pause();
    session.play();
    connectAgain();
    say({ kind: "stopped", runId: overtaken.runId, step: overtaken.step, why: "paused" });
    expect(useRun.getState().phase).toBe("playing");
    session.pause();
    expect(useRun.getState().phase).toBe("paused");
  });

  it("answers a hand at once that stops it, however late the worker is, and a change then restarts it at rest", () => {
    session.play();
    vi.advanceTimersByTime(500);
    say = () => undefined; // the worker is busy
    session.pause();
    expect(isTraining(useRun.getState())).toBe(false);
    session.play();
    expect(isTraining(useRun.getState())).toBe(true);
    session.pause();
    edit({ "network.width": 24 });
    connectAgain();
    vi.advanceTimersByTime(1000);
    expect(useRun.getState()).toMatchObject({ phase: "paused", stopping: false, step: 0 });
    session.pause(); // nothing to stop
    expect(useRun.getState().stopping).toBe(false);
  });

  it("updates what is live and keeps the run", () => {
    edit({ "game.terminal.params.weight": 55 });
    expect(sent.at(-1)).toMatchObject({ kind: "update", applies: "live", runId: 1 });
    edit({ "data.params.radius": 3 });
    expect(sent.at(-1)).toMatchObject({ kind: "update", applies: "resample", runId: 1 });
    vi.advanceTimersByTime(1000);
    expect(kinds().filter((kind) => kind === "configure")).toHaveLength(1);
  });

  it("restarts once for a drag over what needs a new network, and goes on playing", () => {
    session.play();
    for (const width of [40, 48, 56, 64]) edit({ "network.width": width }, "network.width");
    expect(kinds().filter((kind) => kind === "configure")).toHaveLength(1);
    vi.advanceTimersByTime(1000);
    expect(kinds().filter((kind) => kind === "configure")).toHaveLength(2);
    expect(lastConfigure()).toMatchObject({ runId: 2, experiment: { network: { width: 64 } } });
    expect(useRun.getState().phase).toBe("playing");
    expect(frames.getState().frame!.step).toBeGreaterThan(0);
  });

  it("does not send what does not fit together", () => {
    const before = sent.length;
    edit({ "objective.id": "score-matching" });
    vi.advanceTimersByTime(1000);
    expect(sent).toHaveLength(before);
  });

  it("sends a live change that comes while a restart is waiting with the restart", () => {
    edit({ "network.width": 16 });
    edit({ "game.terminal.params.weight": 20 });
    vi.advanceTimersByTime(1000);
    expect(lastConfigure()).toMatchObject({ experiment: { network: { width: 16 }, game: { terminal: { params: { weight: 20 } } } } });
  });

  it("says where and why a run failed, and trains again after a reset", () => {
    session.play();
    say({ kind: "failed", runId: 1, step: 12, term: "terminal", message: "The loss is not finite.", advice: "Lower the learning rate." });
    expect(useRun.getState()).toMatchObject({ phase: "failed", failure: { step: 12, term: "terminal" } });
    session.reset();
    expect(useRun.getState()).toMatchObject({ phase: "paused", failure: null, step: 0 });
  });

  it("forgets a failure when training goes on from a step before it", () => {
    session.play();
    say({ kind: "failed", runId: 1, step: 12, term: "terminal", message: "The loss is not finite.", advice: "Lower the learning rate." });
    session.rewind(5);
    expect(useRun.getState().phase).toBe("failed");
    session.continueFrom();
    expect(useRun.getState()).toMatchObject({ phase: "paused", failure: null });
  });

  it("keeps the experiment when the worker crashes", () => {
    edit({ seed: 99 });
    vi.advanceTimersByTime(1000);
    crash();
    expect(useRun.getState().client.kind).toBe("broken");
    session.restartWorker();
    expect(useRun.getState().client.kind).toBe("ready");
    expect(lastConfigure()).toMatchObject({ experiment: { seed: 99 } });
  });
});

describe("an edit that restarts the run", () => {
  it("is not forgotten by whoever trains at once, and training is not lost to it", () => {
    edit({ "network.width": 48 });
    session.play();
    expect(lastConfigure().experiment.network.width).toBe(48);
    vi.advanceTimersByTime(1000);
    expect(useRun.getState().phase).toBe("playing");
    expect(kinds().filter((kind) => kind === "configure")).toHaveLength(2);
    edit({ "network.width": 40 });
    session.step(1);
    expect(
      kinds()
        .filter((kind) => kind !== "acknowledge")
        .slice(-2),
    ).toEqual(["configure", "step"]);
    vi.advanceTimersByTime(1000);
    expect(kinds().filter((kind) => kind === "configure")).toHaveLength(3);
  });
});
