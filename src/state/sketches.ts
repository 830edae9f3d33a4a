/**
 * @file Thumbnails of densities, drawn by the worker's own samplers: asked for once, kept by what was asked.
 *
 * A question is repeated for every new run until it is answered, because an answer of an older run is dropped on the way.
 */
import { createStore } from "zustand/vanilla";
import type { Chosen } from "../experiment/experiment.ts";
import type { ToWorker } from "../protocol/messages.ts";

export interface Sketch {
  readonly dimension: 1 | 2;
  /** [n, d] */
  readonly points: Float32Array;
}

type Question = Omit<Extract<ToWorker, { kind: "sketch" }>, "runId">;

interface Sketches {
  readonly answered: ReadonlyMap<string, Sketch>;
  /** Asked and not answered, by key. */
  readonly open: ReadonlyMap<string, Question>;
}

export const sketches = createStore<Sketches>(() => ({ answered: new Map(), open: new Map() }));

/** Enough for a thumbnail to have a shape, few enough to cost nothing. */
const POINTS = 400;

/** A slider's drag asks for a picture at every value; the oldest go. */
const MEMORY = 160;

function sketchKey({ id, params }: Chosen): string {
  return JSON.stringify([id, params]);
}

export function sketchOf({ answered }: Sketches, density: Chosen): Sketch | undefined {
  return answered.get(sketchKey(density));
}

/** Asks for the picture of a density, unless it is known or on its way. */
export function wantSketch(density: Chosen): void {
  const { answered, open } = sketches.getState();
  const key = sketchKey(density);
  if (answered.has(key) || open.has(key)) return;
  sketches.setState({ open: new Map([...open, [key, { kind: "sketch", key, density, count: POINTS }]]) });
}

export function receiveSketch(key: string, sketch: Sketch): void {
  const { answered, open } = sketches.getState();
  sketches.setState({
    answered: new Map([...answered, [key, sketch] as const].slice(-MEMORY)),
    open: new Map([...open].filter(([asked]) => asked !== key)),
  });
}

/** The open questions, and those that come later, go to `send` until the returned function is called. */
export function sendSketches(send: (question: Question) => void): () => void {
  for (const question of sketches.getState().open.values()) send(question);
  return sketches.subscribe((now, before) => {
    for (const [key, question] of now.open) if (!before.open.has(key)) send(question);
  });
}
