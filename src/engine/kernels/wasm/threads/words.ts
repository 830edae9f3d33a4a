/**
 * @file The words by which the threads of a team understand each other: which job is the newest, what it is, who took which part.
 *
 *     job              its number; helpers wait here for it to change
 *     messages         posted so far, so that helpers come out of their wait to hear them
 *     fields           what the job is; written before its number, and never while one of its parts is open
 *     claim of a part  4 · job + (open, taken, answering or taken back)          whoever exchanges it has the part
 *     done of a part   job: its results are in the kernel's shared arrays
 *
 * A helper that comes late finds nothing open under the number it read, so it never mixes two jobs. A part that takes it too long
 * is taken back; it finds out before it would write an answer, and drops it.
 */
import type { JetChannels } from "../../jets.ts";

/** Parts of a job at most: more make another job. */
export const MOST_PARTS = 64;

const JOB = 0;
const MESSAGES = 1;
const FIELDS = 2;
const CLAIMS = 16;
const DONE = CLAIMS + MOST_PARTS;
const WORDS = DONE + MOST_PARTS;

export type Words = Int32Array<SharedArrayBuffer>;

export interface Job {
  /** The kernel's number. */
  readonly kernel: number;
  /** Forward, the adjoint, or the adjoint with that of the points. */
  readonly pass: "forward" | "backward" | "backward to points";
  readonly channels: JetChannels;
  /** Samples of the job's parts together. */
  readonly n: number;
  readonly parts: number;
  /** Samples and tiles of every part but the last. */
  readonly samples: number;
  readonly tiles: number;
  /** The job's first part in the whole batch, and the mark of its products: as in `Part`. */
  readonly first: number;
  readonly mark: number;
}

const PASSES = ["forward", "backward", "backward to points"] as const;
const SECONDS = ["none", "laplacian", "direction", "hessian"] as const;

export function newWords(): Words {
  return new Int32Array(new SharedArrayBuffer(4 * WORDS));
}

/** Numbers wrap around, as the words do. */
export function jobAfter(job: number): number {
  return (job + 1) | 0;
}

/** By the thread that leads, when every part of the job before is done. */
export function openJob(words: Words, number: number, job: Job): void {
  const { gradient, time, second } = job.channels;
  const channels = (gradient ? 1 : 0) + (time ? 2 : 0) + 4 * SECONDS.indexOf(second);
  words.set([job.kernel, PASSES.indexOf(job.pass), channels, job.n, job.parts, job.samples, job.tiles, job.first, job.mark], FIELDS);
  for (let part = 0; part < job.parts; part++) Atomics.store(words, CLAIMS + part, stateOf(number, OPEN));
  Atomics.store(words, JOB, number);
  Atomics.notify(words, JOB);
}

export function newestJob(words: Words): number {
  return Atomics.load(words, JOB);
}

/** What it says holds for sure only after a claim under the number that was read before. */
export function readJob(words: Words): Job {
  const [kernel, pass, channels, n, parts, samples, tiles, first, mark] = words.subarray(FIELDS, FIELDS + 9) as unknown as Nine;
  return {
    kernel,
    pass: PASSES[pass] ?? "forward",
    channels: { gradient: (channels & 1) !== 0, time: (channels & 2) !== 0, second: SECONDS[channels >> 2] ?? "none" },
    ...{ n, parts, samples, tiles, first, mark },
  };
}

type Nine = readonly [number, number, number, number, number, number, number, number, number];

/** Whether the part is the caller's now. */
export const claim = (words: Words, number: number, part: number): boolean => moves(words, number, part, OPEN, TAKEN);

/** By the helper that has the part; false: it was taken back, and the shared arrays are no longer its own to write. */
export const mayAnswer = (words: Words, number: number, part: number): boolean => moves(words, number, part, TAKEN, ANSWERING);

/** From a helper that has it; false: it is just writing its answer. */
export const takeBack = (words: Words, number: number, part: number): boolean => moves(words, number, part, TAKEN, TAKEN_BACK);

export function finish(words: Words, number: number, part: number): void {
  Atomics.store(words, DONE + part, number);
  Atomics.notify(words, DONE + part);
}

function isDone(words: Words, number: number, part: number): boolean {
  return Atomics.load(words, DONE + part) === number;
}

/** Until the part is done, for so long at most; returns whether it is. Looks a while before it sleeps: parts end at about the same time. */
export function awaitPart(words: Words, number: number, part: number, milliseconds: number): boolean {
  for (let look = 0; look < LOOKS; look++) if (isDone(words, number, part)) return true;
  const before = Atomics.load(words, DONE + part);
  if (before !== number && milliseconds > 0) Atomics.wait(words, DONE + part, before, milliseconds);
  return isDone(words, number, part);
}

/** Until there is another job than the one that was seen, or a message. */
export function awaitJob(words: Words, seen: number, heard: number): void {
  for (let look = 0; look < LOOKS; look++) if (newestJob(words) !== seen || messages(words) > heard) return;
  Atomics.wait(words, JOB, seen);
}

/** About as long as a thread takes to wake up. */
const LOOKS = 2000;

/** Before a message is posted; helpers that wait come out to hear it. */
export function announceMessage(words: Words, job: number): void {
  Atomics.add(words, MESSAGES, 1);
  Atomics.store(words, JOB, job);
  Atomics.notify(words, JOB);
}

export function messages(words: Words): number {
  return Atomics.load(words, MESSAGES);
}

const OPEN = 0;
const TAKEN = 1;
const ANSWERING = 2;
const TAKEN_BACK = 3;

const stateOf = (number: number, state: number): number => (4 * number + state) | 0;

function moves(words: Words, number: number, part: number, from: number, to: number): boolean {
  const before = stateOf(number, from);
  return Atomics.compareExchange(words, CLAIMS + part, before, stateOf(number, to)) === before;
}
