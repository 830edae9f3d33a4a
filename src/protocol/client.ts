/**
 * @file The page's end of the wire: one worker, typed messages, one frame in flight.
 *
 * `configure` starts a run and leaves at once; what follows it waits until the worker says `ready` for that run, so that no
 * message reaches a half-built trainer. Whatever an older run still sends is dropped. A worker that cannot start, throws
 * or cannot be read is a state of the client, with a reason; `restart` makes a new one and repeats the last `configure`.
 */
import type { FromWorker, ToWorker } from "./messages.ts";

/** The part of a Worker that the client uses, so that tests can hand in a worker of their own. */
export type WorkerLike = Pick<Worker, "postMessage" | "terminate" | "onmessage" | "onerror" | "onmessageerror">;

export type ClientState =
  | { readonly kind: "starting" }
  | { readonly kind: "ready" }
  /** No message will come any more. Nothing of the experiment is lost: `restart` goes on with it. */
  | { readonly kind: "broken"; readonly reason: string; readonly advice: string };

export interface Client {
  send(message: ToWorker): void;
  restart(): void;
  dispose(): void;
}

export interface Listeners {
  message(message: FromWorker): void;
  state(state: ClientState): void;
}

type Configure = Extract<ToWorker, { kind: "configure" }>;

const NO_WORKER = {
  kind: "broken",
  reason: "This browser does not start Web Workers here, and the lab trains in one.",
  advice: "Open the page in a current browser over http(s), not from a file, or allow workers for this site.",
} as const;

function isFromWorker(data: unknown): data is FromWorker {
  return typeof data === "object" && data !== null && "kind" in data && "runId" in data;
}

export function connect(createWorker: () => WorkerLike, listeners: Listeners): Client {
  let worker: WorkerLike | undefined;
  let configured: Configure | undefined;
  let ready = false;
  let waiting: ToWorker[] = [];

  function broken(reason: string, advice: string): void {
    worker?.terminate();
    worker = undefined;
    ready = false;
    waiting = [];
    listeners.state({ kind: "broken", reason, advice });
  }

  function receive(data: unknown): void {
    if (!isFromWorker(data) || data.runId !== configured?.runId) return;
    if (data.kind === "ready") becomeReady();
    listeners.message(data);
    if (data.kind === "frame") worker?.postMessage({ kind: "acknowledge", runId: data.runId });
    // A run that failed before it was ready never will be: its waiting messages have nowhere to go.
    if (data.kind === "failed") waiting = [];
  }

  function becomeReady(): void {
    ready = true;
    listeners.state({ kind: "ready" });
    const held = waiting;
    waiting = [];
    for (const message of held) worker?.postMessage(message);
  }

  function start(): void {
    listeners.state({ kind: "starting" });
    try {
      worker = createWorker();
    } catch {
      listeners.state(NO_WORKER);
      return;
    }
    const mine = worker;
    worker.onmessage = (event: MessageEvent<unknown>) => {
      if (mine === worker) receive(event.data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      // A file that cannot be loaded comes as a bare event without a message.
      const said = typeof event.message === "string" && event.message !== "" ? ` (${event.message})` : "";
      if (mine === worker) broken(`The training worker stopped${said}.`, "Start it again; the experiment is kept.");
    };
    worker.onmessageerror = () => {
      if (mine === worker) broken("A message from the training worker could not be read.", "Start it again; the experiment is kept.");
    };
  }

  function send(message: ToWorker): void {
    if (message.kind === "configure") {
      configured = message;
      ready = false;
      waiting = [];
      worker?.postMessage(message);
      return;
    }
    if (message.runId !== configured?.runId) return;
    if (message.kind === "update") configured = { ...configured, experiment: message.experiment };
    if (message.kind === "look") configured = { ...configured, look: message.look };
    if (ready) worker?.postMessage(message);
    else waiting.push(message);
  }

  function restart(): void {
    worker?.terminate();
    start();
    if (configured !== undefined) send(configured);
  }

  function dispose(): void {
    worker?.terminate();
    worker = undefined;
  }

  start();
  return { send, restart, dispose };
}
