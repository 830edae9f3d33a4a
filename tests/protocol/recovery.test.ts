/** @file A lost GPU is told of once, and only to the run that is still on the page. */
import { describe, expect, it } from "vitest";
import type { FromWorker } from "../../src/protocol/messages.ts";
import type { Backend, Rerouted, ServerHost } from "../../src/protocol/server/host.ts";
import { tellWhenRerouted } from "../../src/protocol/server/recovery.ts";

function scene() {
  const told: FromWorker[] = [];
  const host = { post: (message: FromWorker) => told.push(message) } as unknown as ServerHost;
  let lose: (rerouted: Rerouted) => void = () => undefined;
  const lost = new Promise<Rerouted>((resolve) => {
    lose = resolve;
  });
  const backend = { id: "webgpu", route: "webgpu", reason: "", makeKernel: () => Promise.reject(new Error()), lost } as unknown as Backend;
  return { told, host, backend, lose: (rerouted: Rerouted) => (lose(rerouted), lost) };
}

const TO_WASM: Rerouted = { id: "wasm", route: "wasm", reason: "unplugged. Training goes on in WebAssembly." };

describe("a lost GPU", () => {
  it("is told with what goes on and why", async () => {
    const { told, host, backend, lose } = scene();
    tellWhenRerouted(host, backend, 4, () => true);
    expect(told).toEqual([]);
    await lose(TO_WASM);
    expect(told).toEqual([{ kind: "rerouted", runId: 4, backend: "wasm", route: "wasm", reason: TO_WASM.reason }]);
  });

  it("does not concern a run that was replaced, nor a backend that cannot be lost", async () => {
    const { told, host, backend, lose } = scene();
    tellWhenRerouted(host, backend, 4, () => false);
    const { id, route, reason, makeKernel } = backend;
    tellWhenRerouted(host, { id, route, reason, makeKernel }, 5, () => true);
    await lose(TO_WASM);
    expect(told).toEqual([]);
  });
});
