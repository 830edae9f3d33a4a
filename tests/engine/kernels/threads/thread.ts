/**
 * @file A helper thread for Node, as the training worker has them in the browser; or one that goes wrong, for the tests.
 *
 *     dies      takes a part and ends              silent     takes a part and never answers
 *     lies      takes parts and says they are done                late       hesitates before every word it says
 */
import { parentPort, workerData } from "node:worker_threads";
import { createHelper, type ToHelper } from "../../../../src/engine/kernels/wasm/threads/helper.ts";
import { awaitJob, claim, finish, newestJob, readJob, type Words } from "../../../../src/engine/kernels/wasm/threads/words.ts";

export type Temper = "good" | "dies" | "silent" | "lies" | "late";

const port = parentPort!;
const temper = workerData as Temper;

/** Jobs until it goes wrong, so that it happens in the middle of training. */
const GOOD_JOBS = 3;

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** Takes parts and computes nothing. */
function takeInVain(words: Words): void {
  for (let seen = newestJob(words), jobs = 0; ; seen = newestJob(words)) {
    awaitJob(words, seen, Infinity);
    const job = newestJob(words);
    if (job === seen || jobs++ < GOOD_JOBS) continue;
    for (let part = readJob(words).parts - 1; part >= 0; part--) {
      if (!claim(words, job, part)) continue;
      if (temper === "dies") process.exit(1);
      if (temper === "silent") sleep(60_000);
      finish(words, job, part);
    }
  }
}

const hear = createHelper(() => {
  port.postMessage("started");
});

if (temper === "late") {
  const exchange = Atomics.compareExchange;
  Atomics.compareExchange = ((...given: Parameters<typeof exchange>) => {
    sleep(2);
    return exchange(...given);
  }) as typeof exchange;
}

port.on("message", (message: ToHelper) => {
  if (temper === "late") sleep(15);
  if (message.kind === "start" && temper !== "good" && temper !== "late") {
    port.postMessage("started");
    takeInVain(message.words);
  } else hear(message);
});
