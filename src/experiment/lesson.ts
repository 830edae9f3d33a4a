/**
 * @file A lesson: a question about a preset, answers to choose from before anything runs, and the runs whose numbers decide between them.
 *
 * A lesson holds no result. It names lines of rulers, which are read when its runs have ended, and each answer says of those numbers
 * whether they speak for it. What is true is marked beside, so that a run that has not come that far is seen not to have.
 */
import { type Settings, setPaths } from "./edit.ts";
import type { Experiment, Preset } from "./experiment.ts";
import { presets } from "./presets.ts";
import { printed } from "./report.ts";
import { resolve } from "./resolve.ts";

/** A number of a run, as its ruler's line has it. */
export interface Reading {
  readonly value: number;
  /** Standard error. */
  readonly error?: number | null | undefined;
  /** What a perfect model, or the closed form, would show. */
  readonly truth?: number | null | undefined;
  /** What two samples of the data would show. */
  readonly floor?: number | null | undefined;
}

/** The line of that id, in the run of that place (the first where nothing is said). @throws if it was not read */
export type Found = (line: string, run?: number) => Reading;

export interface LessonRun {
  /** What is different in it, in a few words: the head of its column. */
  readonly title: string;
  /** Over the preset, by path. Short runs: a class waits for them. */
  readonly set: Settings;
}

export interface LessonAnswer {
  readonly text: string;
  /** Why it is so, or what whoever thought so had forgotten. */
  readonly because: string;
  /** Exactly one of them is true. */
  readonly right?: true;
  /** The numbers that were read speak for this answer. At most one answer may say so of the same numbers. */
  holds(found: Found): boolean;
}

export interface Lesson {
  /** The file's name. */
  readonly id: string;
  readonly title: string;
  /** Lessons stand in this order. */
  readonly place: number;
  readonly preset: string;
  readonly question: string;
  /** Two to four. */
  readonly answers: readonly LessonAnswer[];
  /** One, or two that stand beside each other when both have ended. */
  readonly runs: readonly LessonRun[];
  /** Ids of the rulers' lines that are read. */
  readonly reads: readonly string[];
  /** What is true, in a sentence, and its formula. */
  readonly statement: string;
  readonly formula: string;
  /** What to try next with the run that stands there. */
  readonly next: string;
  /** The heading of docs/mathematics.md that derives it. */
  readonly about: string;
}

/** @throws Error where the lesson names no preset, or its settings are no experiment */
export function lessonExperiment({ id, preset, runs }: Lesson, run: number): Experiment {
  const base: Preset | undefined = presets.get(preset);
  if (base === undefined) throw new Error(`The lesson "${id}" is about the preset "${preset}", which there is not.`);
  const { experiment, problems } = resolve(setPaths(base.experiment, runs[run]?.set ?? {}), "strict");
  if (experiment === null) throw new Error(`The lesson "${id}": ${problems.map(printed).join("; ")}`);
  return experiment;
}

/** The place of the answer that the numbers speak for; null: of none. */
export function supported({ answers }: Pick<Lesson, "answers">, found: Found): number | null {
  const held = answers.flatMap(({ holds }, k) => (holds(found) ? [k] : []));
  return held.length === 1 ? held[0]! : null;
}
