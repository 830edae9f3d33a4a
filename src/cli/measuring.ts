/**
 * @file How much is measured after a run.
 *
 *     fit     (default) everything, within about the time that training took: each ruler first on small samples, then, as long as
 *             there is time, on large ones
 *     quick   small samples      full    large samples, however long it takes      none    nothing
 *
 * What a ruler was measured with is in the answer. `quick` and `full` repeat bit for bit; with `fit` a slower machine may stay at quick.
 */
import type { Session } from "../engine/learn/session.ts";
import { ALL, type Measurement, measureSubject } from "../engine/measure/measure.ts";
import type { Ruler } from "../engine/measure/ruler.ts";
import { rulers } from "../engine/measure/rulers.ts";
import { FULL, LIVE, QUICK, type Subject, subjectOf, withEffort } from "../engine/measure/subject.ts";
import type { Metrics } from "../engine/results.ts";
import { endProgress, progress, say } from "./say.ts";

export const MEASURE_MODES = ["full", "quick", "none"] as const;

export type MeasureMode = (typeof MEASURE_MODES)[number] | "fit";

type EffortName = "smallest" | "quick" | "full";

export interface Measured {
  readonly metrics: Metrics;
  /** Why an answer is null that should be a number. */
  readonly failed: Measurement["failed"];
  readonly measuring: {
    readonly mode: MeasureMode;
    readonly seconds: number;
    /** By ruler: how large its samples were. */
    readonly effort: Readonly<Record<string, EffortName>>;
  };
  /** One of the samples that were measured, [4096, d]. */
  readonly samples: Float32Array;
}

/** Milliseconds that measuring may take after the shortest training: small samples of everything need some. */
const LEAST = 5000;

/** Milliseconds without a word, where no bar can be drawn. */
const SILENCE = 5000;

class OutOfTime extends Error {}

interface Clock {
  /** When the ruler under way is to give up. */
  until: number;
}

/** @param trained milliseconds */
export async function measureRun(session: Session, mode: MeasureMode, trained: number): Promise<Measured> {
  const clock: Clock = { until: Infinity };
  const pause = (): Promise<void> =>
    performance.now() < clock.until ? Promise.resolve() : Promise.reject(new OutOfTime("There is no more time."));
  const quick = subjectOf(session, QUICK, pause);
  const subjects: Readonly<Record<EffortName, Subject>> = {
    quick,
    full: withEffort(quick, FULL),
    smallest: subjectOf(session, LIVE, pause),
  };
  const begun = performance.now();
  const found = mode === "none" ? {} : await measureAs(mode, subjects, clock, begun + Math.max(LEAST, trained));
  const seconds = (performance.now() - begun) / 1000;
  if (mode !== "none") {
    progress(1, `measured in ${seconds.toFixed(1)} s`);
    endProgress();
  }
  const all = Object.values(found);
  for (const reason of new Set(all.flatMap(({ failed }) => Object.values(failed)))) say(reason);
  const nothing = Object.fromEntries(ALL.flat().map((name) => [name, null])) as unknown as Metrics;
  return {
    metrics: Object.assign(nothing, ...all.map(({ metrics }) => metrics)) as Metrics,
    failed: Object.assign({}, ...all.map(({ failed }) => failed)) as Measurement["failed"],
    measuring: { mode, seconds, effort: Object.fromEntries(Object.entries(found).map(([id, { effort }]) => [id, effort])) },
    samples: await quick.generated(0),
  };
}

type Found = Record<string, Measurement & { readonly effort: EffortName }>;

async function measureAs(
  mode: Exclude<MeasureMode, "none">,
  subjects: Readonly<Record<EffortName, Subject>>,
  clock: Clock,
  end: number,
): Promise<Found> {
  const found: Found = {};
  const floors = { smallest: {}, quick: {}, full: {} };
  const tell = teller();
  /** false: it took too long, and what was found before stands. */
  const ask = async (ruler: Ruler, effort: EffortName, until: number): Promise<boolean> => {
    clock.until = until;
    try {
      found[ruler.spec.id] = {
        ...(await measureSubject(subjects[effort], ruler.spec.answers, floors[effort], [ruler], () => performance.now() >= until)),
        effort,
      };
      return true;
    } catch (error) {
      if (error instanceof OutOfTime) return false;
      throw error;
    } finally {
      clock.until = Infinity;
    }
  };
  const rounds = mode === "full" ? (["full"] as const) : mode === "quick" ? (["quick"] as const) : (["quick", "full"] as const);
  for (const [round, effort] of rounds.entries())
    for (const [k, ruler] of rulers.entries()) {
      const share = (2 * (end - performance.now())) / (rulers.length - k);
      const until = mode === "fit" ? Math.min(end, performance.now() + share) : Infinity;
      if (round > 0 && performance.now() >= end) return found;
      tell((round * rulers.length + k) / (rounds.length * rulers.length), `${ruler.spec.title.toLowerCase()} (${effort})`);
      if (!(await ask(ruler, effort, until)) && round === 0) await ask(ruler, "smallest", Infinity);
    }
  return found;
}

/** What is measured now: on a terminal at once, elsewhere every few seconds. */
function teller(): (fraction: number, what: string) => void {
  let said = performance.now();
  return (fraction, what) => {
    progress(fraction, `measuring: ${what}`);
    if (process.stderr.isTTY || performance.now() - said < SILENCE) return;
    said = performance.now();
    say(`measuring: ${what}, ${(100 * fraction).toFixed(0)} %`);
  };
}
