/** @file The worker's end in the thread of the test: what is sent to it, and what it was heard to say. */
import { registry } from "../../src/catalogue/registry.ts";
import type { KernelFactory } from "../../src/engine/learn/session.ts";
import type { Experiment } from "../../src/experiment/experiment.ts";
import type { Frame } from "../../src/engine/results.ts";
import type { Look } from "../../src/engine/results.ts";
import type { FromWorker, ToWorker } from "../../src/protocol/messages.ts";
import { serve } from "../../src/protocol/server/server.ts";
import { wasmFactory } from "../engine/experiment-of.ts";

export const look: Look = { particles: 20, times: 5, maps: [], mapTime: 1, mapSize: 6, measures: false, rate: 1000 };

type Kind = FromWorker["kind"];

export async function lab(given?: KernelFactory) {
  const makeKernel = given ?? (await wasmFactory());
  const heard: FromWorker[] = [];
  const handle = serve({
    post: (message) => {
      heard.push(structuredClone(message));
      if (message.kind === "frame") queueMicrotask(() => handle({ kind: "acknowledge", runId: message.runId }));
    },
    now: () => performance.now(),
    defer: (work) => void setTimeout(work, 0),
    chooseBackend: () => Promise.resolve({ id: "wasm", route: "wasm", reason: "test", makeKernel }),
    registry,
  });
  const send = (message: ToWorker): void => {
    handle(message);
  };
  /** Waits for the next message of a kind that satisfies a condition. */
  const next = async <K extends Kind>(
    kind: K,
    accept: (m: Extract<FromWorker, { kind: K }>) => boolean = () => true,
  ): Promise<Extract<FromWorker, { kind: K }>> => {
    const from = heard.length;
    for (;;) {
      const found = heard
        .slice(from)
        .find((m): m is Extract<FromWorker, { kind: K }> => m.kind === kind && accept(m as Extract<FromWorker, { kind: K }>));
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  };
  const configure = async (runId: number, experiment: Experiment, view: Look = look): Promise<Frame> => {
    const first = next("frame", (m) => m.runId === runId);
    send({ kind: "configure", runId, experiment, backend: "auto", fast: false, look: view });
    return (await first).frame;
  };
  return { heard, send, next, configure };
}
