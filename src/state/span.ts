/**
 * @file What the game that is shown comes to over one of its sliders: the same game with other values of it, solved one after the other while
 * nobody asks for anything else. The slider itself may move meanwhile: the others stay.
 */
import { create } from "zustand";
import type { AtOnceMetric } from "../engine/at-once-results.ts";
import { setPaths } from "../experiment/edit.ts";
import type { Experiment } from "../experiment/experiment.ts";
import { resolve } from "../experiment/resolve.ts";
import { type Tree, valueAtPath } from "../experiment/tree.ts";
import type { ToWorker } from "../protocol/messages.ts";
import { useSolved } from "./solved.ts";

type SpanMetrics = Readonly<Record<string, AtOnceMetric>>;

export interface SpanState {
  /** The slider, and the values that it is tried at; null: none is chosen. */
  readonly over: { readonly path: string; readonly values: readonly number[] } | null;
  /** Of which game the answers are. */
  readonly key: string;
  /** By value; null: no answer could be reached, undefined: not asked yet. */
  readonly metrics: readonly (SpanMetrics | null | undefined)[];
}

const NOTHING: SpanState = { over: null, key: "", metrics: [] };

export const useSpan = create<SpanState>(() => NOTHING);

/** The slider to go over, or none. */
export function chooseSpan(over: SpanState["over"]): void {
  useSpan.setState({ ...NOTHING, over });
}

/** Late answers of a question that was given up find another key. */
export function receiveSpan(key: string, place: number, answer: SpanMetrics | null): void {
  const { key: now, metrics } = useSpan.getState();
  if (key === now) useSpan.setState({ metrics: metrics.with(place, answer) });
}

/** A hand that rests on a slider for so long has chosen. */
const REST = 300; // ms

type Question = Omit<Extract<ToWorker, { kind: "span" }>, "runId">;

const treeOf = (of: Experiment): Tree => of as unknown as Tree;

/** The same game but for the slider. */
const keyOf = (of: Experiment, path: string): string => JSON.stringify([path, setPaths(treeOf(of), { [path]: null })]);

function ask(send: (question: Question) => void): void {
  const { over, key: before, metrics } = useSpan.getState();
  const { of, solving } = useSolved.getState();
  if (over === null || of === null || solving !== null || valueAtPath(of, over.path) === undefined) return;
  const key = keyOf(of, over.path);
  const known = key === before ? metrics : over.values.map(() => undefined);
  if (!known.includes(undefined)) return;
  useSpan.setState({ key, metrics: known });
  const asked = over.values.flatMap((value, place) => {
    const { experiment } = resolve(setPaths(treeOf(of), { [over.path]: value }), "lenient");
    return known[place] !== undefined || experiment === null ? [] : [{ place, experiment }];
  });
  send({ kind: "span", key, asked });
}

/** @returns stops it */
export function sendSpans(send: (question: Question) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => ask(send), REST);
  };
  const stops = [
    useSpan.subscribe((now, before) => {
      if (now.over !== before.over) later();
    }),
    useSolved.subscribe((now, before) => {
      if (now.of !== before.of || now.solving !== before.solving) later();
    }),
  ];
  later();
  return () => {
    clearTimeout(timer);
    for (const stop of stops) stop();
  };
}
