/**
 * @file What a ruler is: one file of rulers/, with a `spec` for the page and numerics for the worker and the headless runner.
 *
 * The spec says what the ruler answers, when it is asked, on which card its numbers stand, in which unit, and what they teach. The page
 * reads specs only (`ruler-specs.ts`) and draws each number, its error and its course over training from them: a new ruler is a new
 * file, which also adds its answers to `Metrics`.
 */
import type { ExactSummary, Metrics } from "../results.ts";
import type { Subject } from "./subject.ts";
import type { Floors } from "./true-samples.ts";

export type MetricName = keyof Metrics;

export type RulerCard = "distances" | "measures" | "exact" | "budget";

/** nats; share: shown in percent; change: a share more (or less) than something, in percent with its sign; plain: a number of no unit, or of the data's own. */
export type RulerUnit = "nats" | "share" | "change" | "plain";

/** A number that can be seen over training. */
export interface RulerLine {
  /** Told apart by it, over time too. */
  readonly id: string;
  readonly title: string;
  readonly unit: RulerUnit;
  /** What it is and what to make of it, in a sentence or two. */
  readonly about: string;
  /** null or undefined: makes no sense here, or is not measured yet. */
  readonly value: number | null | undefined;
  /** Standard error. */
  readonly error?: number | null | undefined;
  /** What a perfect model would show. */
  readonly truth?: number | null | undefined;
  /** What two samples of the data would show. */
  readonly floor?: number | null | undefined;
  /** Where the value would be with other draws, 95 %. */
  readonly interval?: readonly [low: number, high: number];
  /** Instead of the number alone, where several belong together. */
  readonly text?: string;
  /** Where it stands apart from its ruler's other lines. */
  readonly card?: RulerCard;
  /** Known before anything is measured: it has no course. */
  readonly fixed?: true;
  /** Something is wrong when it is as large as this. */
  readonly alarm?: boolean;
}

export interface RulerSpec {
  /** The file's name. */
  readonly id: string;
  readonly title: string;
  /** What one computation answers, in the words of the headless runner. */
  readonly answers: readonly MetricName[];
  readonly card: RulerCard;
  /** Rulers of a card stand, and are asked, in this order. */
  readonly place: number;
  /** On the page: beside training; when training rests; when somebody asks. */
  readonly when: "beside" | "at-rest" | "asked";
  /** The heading of docs/mathematics.md that says most of it, where that is not its card's. */
  readonly section?: string;
  /** It compares with data: of a game without any it is not asked, and its answers are null. */
  readonly readsData?: true;
  lines(measured: Partial<Metrics>, exact: ExactSummary | null): readonly RulerLine[];
}

/** Thrown by a ruler that has nothing wrong with it where what it measures cannot be known: the reason stands where its number would. */
export class NotKnown extends Error {}

export interface Ruler {
  readonly spec: RulerSpec;
  measure(subject: Subject, floors: Floors): Promise<Partial<Metrics>>;
}
