/**
 * @file A thread that helps: it waits for a job, takes parts of it until none is open, and waits again.
 *
 * It sleeps in `Atomics.wait`, where no message reaches it; the leading thread wakes it before it posts one (words.ts).
 */
import type { NetworkShape } from "../../jets.ts";
import { createInstance, type Instance, type Samples } from "../instance.ts";
import { type Shared, sharedIn } from "./shared.ts";
import { awaitJob, claim, finish, type Job, mayAnswer, messages, newestJob, readJob, type Words } from "./words.ts";

export type ToHelper =
  | { readonly kind: "start"; readonly words: Words }
  | {
      readonly kind: "kernel";
      readonly kernel: number;
      readonly shape: NetworkShape;
      readonly module: WebAssembly.Module;
      readonly buffer: SharedArrayBuffer;
    }
  | { readonly kind: "forget"; readonly kernel: number };

interface Member {
  readonly instance: Instance;
  readonly shared: Shared;
}

/** What hears the messages. It returns when there is another one to hear. `started` is called once, before the first wait. */
export function createHelper(started: () => void): (message: ToHelper) => void {
  const members = new Map<number, Member>();
  let words: Words | null = null;
  let heard = 0;
  let seen = 0;

  function hear(message: ToHelper): void {
    switch (message.kind) {
      case "start":
        words = message.words;
        started();
        return;
      case "kernel":
        members.set(message.kernel, {
          instance: createInstance(message.shape, message.module),
          shared: sharedIn(message.buffer, message.shape),
        });
        return;
      case "forget":
        members.delete(message.kernel);
        return;
      default:
        message satisfies never;
    }
  }

  return (message) => {
    hear(message);
    heard++;
    while (words !== null && messages(words) <= heard) {
      const number = newestJob(words);
      if (number === seen) awaitJob(words, seen, heard);
      else {
        seen = number;
        const job = readJob(words);
        const member = members.get(job.kernel);
        if (member !== undefined) takeParts(words, number, job, member);
      }
    }
  };
}

/** First the parts whose products are here, then what is left, from the other end: those are most likely nobody's. */
function takeParts(words: Words, number: number, job: Job, member: Member): void {
  let prepared = false;
  const take = (index: number): void => {
    if (!claim(words, number, index)) return;
    if (!prepared) prepare(job, member);
    prepared = true;
    const answer = compute(job, index, member);
    if (mayAnswer(words, number, index)) {
      answer();
      finish(words, number, index);
    } else member.instance.forget(); // What it read may have been another job's by then.
  };
  if (job.pass === "forward") for (let index = 0; index < job.parts; index++) take(index);
  else {
    for (let index = 0; index < job.parts; index++) if (member.instance.holds({ index: job.first + index, mark: job.mark })) take(index);
    for (let index = job.parts - 1; index >= 0; index--) take(index);
  }
}

/** Only once a part is claimed: until it is done or taken back, nobody writes into what is read here. */
function prepare({ channels }: Job, { instance, shared }: Member): void {
  instance.theta.set(shared.weights);
  instance.prepare(channels, false);
}

/** Returns what writes the answer. */
function compute({ n, samples, tiles, pass, first, mark }: Job, index: number, { instance, shared }: Member): () => void {
  const part = { index: first + index, slot: (first + index) * tiles, mark };
  const { points, directions } = shared;
  const range: Samples = { first: index * samples, count: Math.min(samples, n - index * samples), points, directions };
  if (pass === "forward") {
    instance.forward(part, range);
    return () => instance.readJets(range, shared.jets);
  }
  const wantPoints = pass === "backward to points";
  instance.backward(part, range, shared.jets, wantPoints);
  return () => {
    if (wantPoints) instance.readPoints(range, shared.gPoints);
    shared.gradients.set(instance.partGradient, index * shared.gradient);
  };
}
