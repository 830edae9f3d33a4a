/** @file The worker's end with steps under way on a device: whatever is asked in between, every loss is told, and none twice. */
import { expect, it } from "vitest";
import { registry } from "../../src/catalogue/registry.ts";
import { random } from "../../src/math/random.ts";
import type { Look } from "../../src/engine/results.ts";
import type { FromWorker, ToWorker } from "../../src/protocol/messages.ts";
import { serve } from "../../src/protocol/server/server.ts";
import { experimentOf, wasmFactory } from "../engine/experiment-of.ts";
import { device } from "../engine/fake-device.ts";
import { late, turn } from "../engine/late.ts";

const STEPS = 36;
const experiment = experimentOf({
  model: "score-diffusion",
  network: { width: 8 },
  training: { batch: 16, stop: { steps: STEPS } },
  sampling: { steps: 4 },
});
const look: Look = { particles: 20, times: 3, maps: [], mapTime: 1, mapSize: 6, measures: false, rate: 1000 };

it("every loss is told once, in order, whenever frames, pauses and looks come", async () => {
  const makeKernel = late(await wasmFactory());
  const chance = random(1, "storm");
  const below = (n: number): number => Math.floor(n * chance.uniform());
  for (let storm = 0; storm < 4; storm++) {
    const gpu = device(3);
    const heard: FromWorker[] = [];
    const handle = serve({
      post: (message) => {
        heard.push(structuredClone(message));
        if (message.kind === "frame") queueMicrotask(() => handle({ kind: "acknowledge", runId: message.runId }));
      },
      now: () => performance.now(),
      defer: (work) => void setTimeout(work, 0),
      chooseBackend: () => Promise.resolve({ id: "webgpu", route: "webgpu", reason: "test", makeKernel, fuse: () => gpu.steps }),
      registry,
    });
    handle({ kind: "configure", runId: 1, experiment, backend: "auto", fast: false, look });
    const asks: readonly ToWorker[] = [
      { kind: "play", runId: 1 },
      { kind: "play", runId: 1 },
      { kind: "pause", runId: 1 },
      { kind: "step", runId: 1, steps: 4 },
      { kind: "rewind", runId: 1, step: 0 },
      { kind: "rewind", runId: 1, step: null },
      { kind: "inspect", runId: 1, x: [0, 0], t: 0 },
      { kind: "look", runId: 1, look: { ...look, particles: 24 } },
    ];
    const framed = (): number[] => heard.flatMap((m) => (m.kind === "frame" ? [m.frame.step] : []));
    for (let k = 0; k < 3000 && framed().at(-1) !== STEPS; k++) {
      if (below(3) === 0) handle(asks[k < 300 ? below(asks.length) : 0]!);
      if (below(2) === 0) await gpu.answerOne();
      else await turn();
    }
    const told = heard.flatMap((m) => (m.kind === "frame" ? [...m.frame.history].filter((_, i) => i % 3 === 0) : []));
    expect(told).toEqual(Array.from({ length: STEPS }, (_, i) => i + 1));
    expect(heard.filter((m) => m.kind === "failed")).toEqual([]);
  }
}, 120_000);
