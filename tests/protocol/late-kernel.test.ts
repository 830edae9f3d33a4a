/** @file The worker's end where kernels answer late, as on a GPU: messages are heard in the middle of a step. */
import { describe, expect, it } from "vitest";
import { registry } from "../../src/catalogue/registry.ts";
import type { Experiment } from "../../src/experiment/experiment.ts";
import { random } from "../../src/math/random.ts";
import type { Look } from "../../src/engine/results.ts";
import type { FromWorker, ToWorker } from "../../src/protocol/messages.ts";
import { serve } from "../../src/protocol/server/server.ts";
import { experimentOf, wasmFactory } from "../engine/experiment-of.ts";
import { late, turn } from "../engine/late.ts";

const experiment = experimentOf({
  model: "ot-flow",
  network: { width: 8 },
  training: { batch: 16, stop: { steps: 16 } },
  objective: { params: { steps: 2 } },
});
const look: Look = { particles: 20, times: 5, maps: [], mapTime: 1, mapSize: 6, measures: false, rate: 1 };

async function lab() {
  const makeKernel = late(await wasmFactory());
  const heard: FromWorker[] = [];
  const handle = serve({
    post: (message) => {
      heard.push(structuredClone(message));
      if (message.kind === "frame") queueMicrotask(() => handle({ kind: "acknowledge", runId: message.runId }));
    },
    now: () => performance.now(),
    defer: (work) => void setTimeout(work, 0),
    chooseBackend: () => Promise.resolve({ id: "webgpu", route: "webgpu", reason: "test", makeKernel }),
    registry,
  });
  /** Waits until something was heard, since `from`. */
  const until = async <T>(find: (heard: readonly FromWorker[]) => T | undefined, from = heard.length): Promise<T> => {
    for (;;) {
      const found = find(heard.slice(from));
      if (found !== undefined) return found;
      await turn();
    }
  };
  const frameAt = (runId: number, step: number, from?: number) =>
    until((all) => all.flatMap((m) => (m.kind === "frame" && m.runId === runId && m.frame.shown === step ? [m.frame] : []))[0], from);
  const configure = async (runId: number, what: Experiment): Promise<void> => {
    const first = frameAt(runId, 0);
    handle({ kind: "configure", runId, experiment: what, backend: "auto", fast: false, look });
    await first;
  };
  return { heard, send: (message: ToWorker) => handle(message), until, frameAt, configure };
}

const failures = (heard: readonly FromWorker[]): string[] => heard.flatMap((m) => (m.kind === "failed" ? [m.message] : []));

describe("where kernels answer late", () => {
  it("run B trains on when run A is let go in the middle of a step of A", async () => {
    for (let wait = 0; wait < 5; wait++) {
      const { heard, send, until, configure } = await lab();
      await configure(1, experiment);
      send({ kind: "pin", runId: 1 });
      await configure(2, experiment);
      const from = heard.length;
      send({ kind: "play", runId: 2 });
      for (let k = 0; k < 20 + wait; k++) await turn();
      send({ kind: "unpin", runId: 2 });
      await until((all) => all.find((m) => m.kind === "stopped" || m.kind === "failed"), from);
      expect(failures(heard)).toEqual([]);
    }
  }, 60_000);

  it("training is not touched by a look at the past between two steps", async () => {
    const alone = await lab();
    await alone.configure(1, experiment);
    const last = alone.frameAt(1, 16);
    alone.send({ kind: "play", runId: 1 });
    const truth = [...(await last).paths];
    for (let wait = 0; wait < 4; wait++) {
      const { heard, send, until, frameAt, configure } = await lab();
      await configure(1, experiment);
      const from = heard.length;
      send({ kind: "play", runId: 1 });
      for (let k = 0; k < 40 + wait; k++) await turn();
      send({ kind: "pause", runId: 1 });
      await until((all) => all.find((m) => m.kind === "stopped"), from);
      const past = frameAt(1, 0);
      send({ kind: "rewind", runId: 1, step: 0 });
      await past;
      const end = frameAt(1, 16);
      send({ kind: "play", runId: 1 });
      expect([...(await end).paths]).toEqual(truth);
      expect(failures(heard)).toEqual([]);
    }
  }, 60_000);

  it("so many steps are so many, though training was under way", async () => {
    for (let wait = 0; wait < 5; wait++) {
      const { heard, send, until, configure } = await lab();
      await configure(1, experiment);
      send({ kind: "play", runId: 1 });
      for (let k = 0; k < 12 + wait; k++) await turn();
      const from = heard.length;
      send({ kind: "step", runId: 1, steps: 2 });
      expect(await until((all) => all.find((m) => m.kind === "stopped"), from)).toMatchObject({ why: "stepped" });
    }
  }, 60_000);

  it("a run from a reset is that run, whatever was asked before and beside it", async () => {
    const measured: Look = { ...look, measures: true, rate: 1000 };
    const alone = await lab();
    await alone.configure(1, experiment);
    const saved = alone.until((all) => all.find((m) => m.kind === "weights"));
    const last = alone.frameAt(1, 16);
    alone.send({ kind: "play", runId: 1 });
    await last;
    alone.send({ kind: "save", runId: 1 });
    const truth = (await saved).theta;
    const chance = random(7, "storm");
    const below = (n: number): number => Math.floor(n * chance.uniform());
    for (let storm = 0; storm < 2; storm++) {
      const { heard, send, until, frameAt, configure } = await lab();
      await configure(1, experiment);
      const asks: readonly ToWorker[] = [
        { kind: "play", runId: 1 },
        { kind: "pause", runId: 1 },
        { kind: "step", runId: 1, steps: 3 },
        { kind: "rewind", runId: 1, step: below(16) },
        { kind: "rewind", runId: 1, step: null },
        { kind: "continue", runId: 1 },
        { kind: "inspect", runId: 1, start: [0, 0] },
        { kind: "load", runId: 1, theta: truth.map((weight) => -weight), dataVariance: null },
        { kind: "look", runId: 1, look: measured },
        { kind: "update", runId: 1, experiment, applies: "live" },
        { kind: "reset", runId: 1 },
      ];
      for (let k = 0; k < 60; k++) {
        send(asks[below(asks.length)]!);
        for (let wait = below(8); wait > 0; wait--) await turn();
      }
      send({ kind: "reset", runId: 1 });
      send({ kind: "play", runId: 1 });
      send({ kind: "inspect", runId: 1, start: [1, 0] });
      await frameAt(1, 16);
      const answer = until((all) => all.find((m) => m.kind === "weights"));
      send({ kind: "save", runId: 1 });
      expect((await answer).theta).toEqual(truth);
      expect(failures(heard)).toEqual([]);
    }
  }, 120_000);
});
