/** @file The exact flow beside a run: messages are heard between its pieces, it is shown when it is whole, and given up with its run. */
import { expect, it } from "vitest";
import type { Pause } from "../../src/engine/learn/pause.ts";
import { exactFlow } from "../../src/protocol/server/exact-flow.ts";
import type { ServerHost } from "../../src/protocol/server/host.ts";
import type { WorkerRun } from "../../src/protocol/server/run.ts";

const STEPS = 40;

/** A run whose exact flow takes STEPS steps of 5 ms each, on a clock and a queue of its own. */
function bench() {
  let clock = 0;
  const waiting: (() => void)[] = [];
  const log: string[] = [];
  let done = false;
  const frames = {
    unsolved: () => !done,
    async solve(_: unknown, pause: Pause) {
      for (let k = 0; k < STEPS; k += 1) {
        clock += 5;
        log.push("step");
        await pause();
      }
      done = true;
    },
  };
  const run = { frames, look: {} } as unknown as WorkerRun;
  let current: WorkerRun | null = run;
  const host = { now: () => clock, defer: (work: () => void) => waiting.push(work) } as unknown as ServerHost;
  const ask = exactFlow(
    host,
    (r) => r === current,
    () => {
      log.push("frame");
      return Promise.resolve();
    },
  );
  /** Everything that is deferred runs, with a message in between each time. */
  async function turn(): Promise<void> {
    waiting.splice(0).forEach((work) => {
      work();
    });
    // Promises that follow from it.
    await new Promise((resolve) => setTimeout(resolve, 0));
    log.push("message");
  }
  return { run, ask, turn, log, waiting, drop: () => (current = null) };
}

it("hears messages every few milliseconds, and shows the flow when it is whole, once", async () => {
  const { run, ask, turn, log, waiting } = bench();
  const asked = Promise.all([ask(run), ask(run)]);
  while (waiting.length > 0) await turn();
  await asked;
  expect(log.filter((entry) => entry === "step")).toHaveLength(STEPS);
  expect(log.filter((entry) => entry === "frame")).toHaveLength(1);
  expect(log.lastIndexOf("step")).toBeLessThan(log.indexOf("frame"));
  // 12 ms hold three steps of 5 ms at most.
  const pieces = log.join(" ").split("message");
  expect(Math.max(...pieces.map((piece) => piece.split("step").length - 1))).toBeLessThanOrEqual(3);
  await ask(run);
  expect(log.filter((entry) => entry === "frame")).toHaveLength(1);
});

it("is given up when another run has come", async () => {
  const { run, ask, turn, log, waiting, drop } = bench();
  const asked = ask(run);
  await turn();
  await turn();
  const before = log.filter((entry) => entry === "step").length;
  drop();
  while (waiting.length > 0) await turn();
  await asked;
  expect(before).toBeGreaterThan(0);
  expect(log.filter((entry) => entry === "step")).toHaveLength(before);
  expect(log).not.toContain("frame");
});
