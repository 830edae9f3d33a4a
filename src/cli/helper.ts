/** @file A helper thread of the runner: the loop of engine/kernels/wasm/threads/helper.ts, and nothing else. */
import { parentPort } from "node:worker_threads";
import { createHelper, type ToHelper } from "../engine/kernels/wasm/threads/helper.ts";

const port = parentPort;
if (port === null) throw new Error("This is a part of the runner, which starts it as a thread.");

const hear = createHelper(() => {
  port.postMessage("started");
});

port.on("message", (message: ToHelper) => {
  hear(message);
});
