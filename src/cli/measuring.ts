/**
 * @file How much is measured after a run.
 *
 *     fit     (default) everything, within about the time that training took: each ruler first on the smallest samples; then, as long
 *             as there is time, on quick ones, and then on full ones
 *     quick   small samples      full    large samples, however long it takes      none    nothing
 *
 * What a ruler was measured with is in the answer. `quick` and `full` repeat bit for bit; `fit` depends on the machine's speed.
 */
import type { Session } from "../engine/learn/session.ts";
import { ALL, type Measurement, measureSubject } from "../engine/measure/measure.ts";
import type { Ruler } from "../engine/measure/ruler.ts";
import { rulers } from "../engine/measure/rulers.ts";
import { type MeasuringEffort, FULL, LIVE, QUICK, type Subject, subjectOf } from "../engine/measure/subject.ts";
import type { Metrics } from "../engine/results.ts";
import type { Solution } from "../engine/solution.ts";
import { endProgress, progress, say } from "./say.ts";

export const MEASURE_MODES = ["full", "quick", "none"] as const;

export type MeasureMode = (typeof MEASURE_MODES)[number] | "fit";

/** In the order in which they are tried; so many times longer each is expected to take than the one before. */
const LEVELS = ["smallest", "quick", "full"] as const;
const LONGER = { smallest: 0, quick: 4, full: 2 } as const satisfies Record<EffortName, number>;

type EffortName = (typeof LEVELS)[number];

export interface MeasuredRun {
  readonly metrics: Metrics;
  /** Why an answer is null that should be a number. */
  readonly failed: Measurement["failed"];
  readonly measuring: {
    readonly mode: MeasureMode;
    readonly seconds: number;
    /** By ruler: how large its samples were. */
    readonly effort: Readonly<Record<string, EffortName>>;
  };
}

export interface WithSamples extends MeasuredRun {
  /** One of the samples whose distance was measured, [n, d]; drawn now if none was. */
  samples(): Promise<Float32Array>;
}

/** Clock and sizes, so that a test can bring its own. */
export interface MeasuringTools {
  now(): number;
  readonly efforts: Readonly<Record<EffortName, MeasuringEffort>>;
}

const TOOLS: MeasuringTools = {
  now: () => performance.now(),
  efforts: { smallest: LIVE, quick: QUICK, full: FULL },
};

/** Milliseconds that measuring may take after the shortest training. */
const LEAST = 5000;

/** Milliseconds without a word, where no bar can be drawn. */
const SILENCE = 5000;

class OutOfTime extends Error {}

/** @param trained milliseconds */
export async function measureRun(
  session: Session,
  mode: MeasureMode,
  trained: number,
  tools: MeasuringTools = TOOLS,
  exact?: Solution | null,
): Promise<WithSamples> {
  const begun = tools.now();
  const round = createRound(session, tools, exact);
  if (mode === "quick" || mode === "full")
    for (const [k, ruler] of rulers.entries()) await round.ask(ruler, mode, Infinity, k / rulers.length);
  if (mode === "fit") await fitted(round, begun + Math.max(LEAST, trained), tools.now);
  const seconds = (tools.now() - begun) / 1000;
  if (mode !== "none") {
    progress(1, `measured in ${seconds.toFixed(1)} s`);
    endProgress();
  }
  const all = [...round.found.values()];
  for (const reason of new Set(all.flatMap(({ failed }) => Object.values(failed)))) say(reason);
  const nothing = Object.fromEntries(ALL.flat().map((name) => [name, null])) as unknown as Metrics;
  return {
    metrics: Object.assign(nothing, ...all.map(({ metrics }) => metrics)) as Metrics,
    failed: Object.assign({}, ...all.map(({ failed }) => failed)) as Measurement["failed"],
    measuring: { mode, seconds, effort: Object.fromEntries([...round.found].map(([id, { effort }]) => [id, effort])) },
    samples: () => round.subject(round.found.get("distances")?.effort ?? "quick").generated(0),
  };
}

type Found = Measurement & { readonly effort: EffortName; readonly took: number };

interface Round {
  /** By ruler, the best of what was found. */
  readonly found: ReadonlyMap<string, Found>;
  subject(effort: EffortName): Subject;
  /** @param until what takes longer is given up, and what was found before stands */
  ask(ruler: Ruler, effort: EffortName, until: number, fraction: number): Promise<void>;
}

function createRound(session: Session, { now, efforts }: MeasuringTools, exact?: Solution | null): Round {
  let until = Infinity;
  const pause = (): Promise<void> => (now() < until ? Promise.resolve() : Promise.reject(new OutOfTime("There is no more time.")));
  const subjects = new Map<EffortName, Subject>();
  const floors = { smallest: {}, quick: {}, full: {} };
  const found = new Map<string, Found>();
  const tell = teller(now);
  const subject = (effort: EffortName): Subject => {
    const known = subjects.get(effort);
    if (known !== undefined) return known;
    // Samples that were drawn are kept where they have as many points.
    const alike = [...subjects.values()].find((other) => other.effort.samples === efforts[effort].samples);
    const made = alike === undefined ? subjectOf(session, efforts[effort], pause, exact) : { ...alike, effort: efforts[effort] };
    subjects.set(effort, made);
    return made;
  };
  return {
    found,
    subject,
    async ask(ruler, effort, deadline, fraction) {
      const { id, title, answers } = ruler.spec;
      tell(fraction, `${title} (${effort})`);
      until = deadline;
      const begun = now();
      try {
        const measured = await measureSubject(subject(effort), answers, floors[effort], [ruler], () => now() >= deadline);
        found.set(id, { ...measured, effort, took: now() - begun });
      } catch (error) {
        if (!(error instanceof OutOfTime)) throw error;
      } finally {
        until = Infinity;
      }
    },
  };
}

/** The smallest samples whatever they take; larger ones for the rulers that are expected to be done in time. */
async function fitted(round: Round, end: number, now: () => number): Promise<void> {
  for (const [level, effort] of LEVELS.entries())
    for (const [k, ruler] of rulers.entries()) {
      const before = round.found.get(ruler.spec.id);
      if (level > 0) {
        const fits = before !== undefined && before.effort === LEVELS[level - 1] && now() + LONGER[effort] * before.took < end;
        if (!fits) continue;
      }
      await round.ask(ruler, effort, level === 0 ? Infinity : end, (level + k / rulers.length) / LEVELS.length);
    }
}

/** What is measured now: on a terminal at once, elsewhere every few seconds. */
function teller(now: () => number): (fraction: number, what: string) => void {
  let said = now();
  return (fraction, what) => {
    progress(fraction, `measuring: ${what}`);
    if (process.stderr.isTTY || now() - said < SILENCE) return;
    said = now();
    say(`measuring: ${what}, ${(100 * fraction).toFixed(0)} %`);
  };
}
