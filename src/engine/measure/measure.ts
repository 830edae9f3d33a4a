/**
 * @file The rulers, all or some of them. What makes no sense or is not known for a run is null.
 *
 * Measured with the averaged weights and the experiment's sampler. A ruler may answer several questions from one computation;
 * it is asked once, if any of its answers is wanted. One that fails costs its own answers, which are null with a reason, and nothing else.
 */
import type { Metrics } from "../results.ts";
import type { Pause } from "../learn/pause.ts";
import type { Solution } from "../solution.ts";
import type { Session } from "../learn/session.ts";
import { type MetricName, NotKnown, type Ruler } from "./ruler.ts";
import { rulers } from "./rulers.ts";
import { type MeasuringEffort, FULL, type Subject, subjectOf } from "./subject.ts";
import type { Floors } from "./true-samples.ts";

const answersOf = (when: (ruler: Ruler) => boolean): readonly (readonly MetricName[])[] =>
  rulers.filter(when).map(({ spec }) => spec.answers);

/** What is followed during training, a ruler at a time: what one computation answers stands together. */
export const WATCHED = answersOf(({ spec }) => spec.when === "beside");

/** What is measured when training rests. */
export const AT_REST = answersOf(({ spec }) => spec.when !== "asked");

/** Everything, a ruler at a time. */
export const ALL = answersOf(() => true);

export interface Measurement {
  readonly metrics: Partial<Metrics>;
  /** Why an answer is null that should be a number. */
  readonly failed: Partial<Readonly<Record<MetricName, string>>>;
}

/**
 * Measures the wanted quantities. Keep `floors` between calls and the noise floors are computed once.
 * @param exact as for `subjectOf`
 * @param pause taken every few milliseconds; the weights have to be the same after it. If it throws, nobody wants the answer any more
 */
export async function measure(
  session: Session,
  which: readonly MetricName[],
  effort: MeasuringEffort = FULL,
  floors: Floors = {},
  pause?: Pause,
  exact?: Solution | null,
): Promise<Measurement> {
  let unwanted = false;
  const watched = async (): Promise<void> => {
    try {
      await pause?.();
    } catch (error) {
      unwanted = true;
      throw error;
    }
  };
  const subject = subjectOf(session, effort, pause === undefined ? undefined : watched, exact);
  return measureSubject(subject, which, floors, rulers, () => unwanted);
}

/**
 * @param of the rulers that are asked
 * @param unwanted whether an error means that the measurement is given up: it is thrown on
 */
export async function measureSubject(
  subject: Subject,
  which: readonly MetricName[],
  floors: Floors,
  of: readonly Ruler[] = rulers,
  unwanted: () => boolean = () => false,
): Promise<Measurement> {
  const metrics: Partial<Metrics> = {};
  const failed: Partial<Record<MetricName, string>> = {};
  for (const { spec, measure: ask } of of) {
    const wanted = spec.answers.filter((name) => which.includes(name));
    if (wanted.length === 0) continue;
    if (spec.readsData === true && subject.setup.data === null) {
      Object.assign(metrics, Object.fromEntries(wanted.map((name) => [name, null])));
      continue;
    }
    let found: Partial<Metrics>;
    try {
      found = await ask(subject, floors);
    } catch (error) {
      if (unwanted()) throw error;
      found = {};
      const reason = error instanceof Error ? error.message : String(error);
      for (const name of wanted) failed[name] = error instanceof NotKnown ? reason : `The ruler "${spec.title}" failed: ${reason}`;
    }
    Object.assign(metrics, Object.fromEntries(wanted.map((name) => [name, found[name] ?? null])));
  }
  return { metrics, failed };
}
