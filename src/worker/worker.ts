/** @file The training worker: wires the server to this thread and picks the backend. */
import { registry } from "../catalogue/registry.ts";
import type { FromWorker, ToWorker } from "../protocol/messages.ts";
import { serve } from "../protocol/server/server.ts";
import { backendChooser } from "./backend.ts";

const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: FromWorker, transfer?: Transferable[]): void;
};

/** setTimeout(0) is clamped to 4 ms after a few rounds; a message to oneself is not, and lets other messages in first. */
const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => {
  waiting.shift()?.();
};

const handle = serve({
  post: (message, transfer = []) => {
    scope.postMessage(message, transfer);
  },
  now: () => performance.now(),
  defer: (work) => {
    waiting.push(work);
    channel.port2.postMessage(null);
  },
  chooseBackend: backendChooser(() => performance.now()),
  registry,
});

scope.onmessage = (event) => {
  handle(event.data);
};
