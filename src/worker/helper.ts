/** @file A helper thread of the training worker: the loop of engine/kernels/wasm/threads/helper.ts, and nothing else. */
import { createHelper, type ToHelper } from "../engine/kernels/wasm/threads/helper.ts";

const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<ToHelper>) => void) | null;
  postMessage(message: "started"): void;
};

const hear = createHelper(() => {
  scope.postMessage("started");
});

scope.onmessage = (event) => {
  hear(event.data);
};
