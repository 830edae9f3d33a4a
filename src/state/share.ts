/** @file Questions to the worker whose answer comes once: asked by whoever shares the weights, answered by the session. */
import type { FromWorker } from "../protocol/messages.ts";

export type PendingWeights = Extract<FromWorker, { kind: "weights" }>;

/** Promises that wait for the same answer. */
export interface Mailbox<T> {
  ask(): Promise<T>;
  answer(value: T): void;
  /** Nobody will answer any more: the run was replaced or has failed. */
  refuse(reason: string): void;
}

export function mailbox<T>(): Mailbox<T> {
  let waiting: { readonly resolve: (value: T) => void; readonly reject: (error: Error) => void }[] = [];
  const all = (act: (one: (typeof waiting)[number]) => void): void => {
    const held = waiting;
    waiting = [];
    held.forEach(act);
  };
  return {
    ask: () => new Promise((resolve, reject) => waiting.push({ resolve, reject })),
    answer: (value) => all(({ resolve }) => resolve(value)),
    refuse: (reason) => all(({ reject }) => reject(new Error(reason))),
  };
}
