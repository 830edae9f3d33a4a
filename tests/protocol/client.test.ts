/** @file The client's promises: order, one frame in flight, old runs unheard, and a broken worker that can be replaced. */
import { describe, expect, it } from "vitest";
import { type ClientState, connect, type WorkerLike } from "../../src/protocol/client.ts";
import type { Frame } from "../../src/engine/results.ts";
import type { Look } from "../../src/engine/results.ts";
import type { FromWorker, ToWorker } from "../../src/protocol/messages.ts";
import { resolve } from "../../src/experiment/resolve.ts";

const experiment = resolve({ model: "ot-flow" }, "lenient").experiment!;
const look: Look = { particles: 10, times: 2, maps: [], mapTime: 0, mapSize: 8, measures: false, rate: 5 };
const configure = (runId: number): ToWorker => ({ kind: "configure", runId, experiment, backend: "auto", fast: false, look });
const ready = (runId: number): FromWorker => ({
  kind: "ready",
  runId,
  backend: "wasm",
  route: "wasm",
  reason: "",
  parameters: 1,
  exact: { known: false, slot: "data", reason: "" },
  parts: [],
});
const frame = (runId: number): FromWorker => ({ kind: "frame", runId, frame: {} as Frame });

interface Recorder extends WorkerLike {
  readonly sent: ToWorker[];
  terminated: boolean;
}

function setUp() {
  const workers: Recorder[] = [];
  const heard: FromWorker[] = [];
  const states: ClientState[] = [];
  const client = connect(
    () => {
      const worker: Recorder = {
        sent: [],
        terminated: false,
        postMessage: (message: ToWorker) => void worker.sent.push(message),
        terminate: () => {
          worker.terminated = true;
        },
        onmessage: null,
        onerror: null,
        onmessageerror: null,
      };
      workers.push(worker);
      return worker;
    },
    { message: (message) => void heard.push(message), state: (state) => void states.push(state) },
  );
  const say = (data: unknown, worker = workers.at(-1)!): void => {
    worker.onmessage?.call(worker as never, { data } as MessageEvent);
  };
  const kinds = (worker = workers.at(-1)!): string[] => worker.sent.map(({ kind }) => kind);
  return { client, workers, heard, states, say, kinds };
}

describe("connect", () => {
  it("sends configure at once and the rest, in order, when the run is ready", () => {
    const { client, say, kinds } = setUp();
    client.send(configure(1));
    client.send({ kind: "play", runId: 1 });
    client.send({ kind: "look", runId: 1, look });
    expect(kinds()).toEqual(["configure"]);
    say(ready(1));
    expect(kinds()).toEqual(["configure", "play", "look"]);
  });

  it("acknowledges every frame after it was heard", () => {
    const { client, say, kinds, heard } = setUp();
    client.send(configure(1));
    say(frame(1)); // the closed-form animation runs before the network is ready
    expect(heard).toHaveLength(1);
    expect(kinds()).toEqual(["configure", "acknowledge"]);
  });

  it("does not hear an older run, nor what is no message, and forgets what waited for it", () => {
    const { client, say, kinds, heard } = setUp();
    client.send(configure(1));
    client.send({ kind: "play", runId: 1 });
    client.send(configure(2));
    say(ready(1));
    say(frame(1));
    say("nonsense");
    say(null);
    expect(heard).toEqual([]);
    say(ready(2));
    expect(kinds()).toEqual(["configure", "configure"]);
  });

  it("says when no worker can be made", () => {
    const states: ClientState[] = [];
    const client = connect(
      () => {
        throw new TypeError("Worker is not defined");
      },
      { message: () => undefined, state: (state) => void states.push(state) },
    );
    client.send(configure(1));
    expect(states.at(-1)).toMatchObject({ kind: "broken" });
    expect((states.at(-1) as { reason: string }).reason).toMatch(/Worker/);
  });

  it("goes on after a crash with the experiment as it was last", () => {
    const { client, workers, say, states, kinds } = setUp();
    client.send(configure(1));
    say(ready(1));
    const seeded = { ...experiment, seed: 7 };
    client.send({ kind: "update", runId: 1, experiment: seeded, applies: "live" });
    const [first] = workers;
    first!.onerror?.call(first as never, { message: "out of memory", preventDefault: () => undefined } as ErrorEvent);
    expect(states.at(-1)).toMatchObject({ kind: "broken", reason: "The training worker stopped (out of memory)." });
    expect(first!.terminated).toBe(true);

    client.restart();
    expect(workers).toHaveLength(2);
    expect(kinds()).toEqual(["configure"]);
    expect(workers[1]!.sent[0]).toMatchObject({ kind: "configure", runId: 1, experiment: { seed: 7 } });
    say(ready(1), first);
    expect(states.at(-1)).toEqual({ kind: "starting" });
    say(ready(1));
    expect(states.at(-1)).toEqual({ kind: "ready" });
  });
});
