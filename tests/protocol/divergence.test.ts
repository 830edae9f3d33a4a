/** @file A run that diverges goes back to good weights, and the page with it. */
import { expect, it } from "vitest";
import { appended, emptyHistory } from "../../src/plots/history.ts";
import type { Frame } from "../../src/engine/results.ts";
import { experimentOf, wasmFactory } from "../engine/experiment-of.ts";
import { lab } from "./lab.ts";

it("goes back where a run diverged: its curve stands until training goes on, marks and losses are those of one run", async () => {
  const wasm = await wasmFactory();
  let broken = false;
  const { heard, send, next, configure } = await lab((shape) => {
    const kernel = wasm(shape);
    const update = kernel.update.bind(kernel);
    kernel.update = (settings) => {
      if (settings.step !== 77 || broken) return update(settings);
      broken = true;
      return Number.NaN;
    };
    return kernel;
  });
  const experiment = experimentOf({ model: "ot-flow", network: { width: 8 }, training: { batch: 16, stop: { steps: 90 } } });
  const columns = 2 + (await configure(1, experiment)).parts.length;
  const told = (): Frame[] => heard.flatMap((m) => (m.kind === "frame" ? [m.frame] : []));
  /** The curve as the page keeps it. */
  const curve = (): number[] => {
    const { rows, length } = told().reduce((history, frame) => appended(history, frame.history), emptyHistory(columns));
    return [...rows.subarray(0, length * columns)];
  };
  const stepsOf = (rows: readonly number[]): number[] => rows.filter((_, k) => k % columns === 0);
  const failed = next("failed");
  const restored = next("frame", (m) => !m.frame.playing && m.frame.step === 50);
  send({ kind: "play", runId: 1 });
  expect(await failed).toMatchObject({ step: 77, term: "the gradient", advice: expect.stringContaining("step 50") as string });
  const back = (await restored).frame;
  expect(back.shown).toBe(50);
  expect(back.checkpoints.length).toBeGreaterThan(1);
  expect(Math.max(...back.checkpoints)).toBeLessThanOrEqual(50);
  expect(stepsOf(curve())).toEqual(Array.from({ length: 76 }, (_, k) => k + 1));

  const finished = next("frame", (m) => !m.frame.playing && m.frame.step === 90);
  send({ kind: "play", runId: 1 });
  const end = (await finished).frame;
  expect(end.checkpoints).toEqual([...new Set(end.checkpoints)].sort((a, b) => a - b));
  const whole = await lab();
  await whole.configure(1, experiment);
  const last = whole.next("frame", (m) => !m.frame.playing && m.frame.step === 90);
  whole.send({ kind: "play", runId: 1 });
  await last;
  expect(curve()).toEqual(whole.heard.flatMap((m) => (m.kind === "frame" ? [...m.frame.history] : [])));
});

it("says whose the failure is when it is the pinned run's, and goes on without it", async () => {
  const wasm = await wasmFactory();
  let kernels = 0;
  const { send, next, configure } = await lab((shape) => {
    const kernel = wasm(shape);
    const update = kernel.update.bind(kernel);
    // The first kernel is run A's.
    if (kernels++ === 0) kernel.update = (settings) => (settings.step === 30 ? Number.NaN : update(settings));
    return kernel;
  });
  const of = (batch: number) => experimentOf({ model: "ot-flow", network: { width: 8 }, training: { batch, stop: { steps: 40 } } });
  await configure(1, of(16));
  send({ kind: "pin", runId: 1 });
  await configure(2, of(12));
  const failed = next("failed");
  send({ kind: "play", runId: 2 });
  expect(await failed).toMatchObject({ runId: 2, step: 30, advice: expect.stringMatching(/run A, which is pinned.*of step 0/) as string });
  send({ kind: "unpin", runId: 2 });
  const finished = next("frame", (m) => !m.frame.playing && m.frame.step === 40);
  send({ kind: "play", runId: 2 });
  expect((await finished).frame.step).toBe(40);
});
