/**
 * @file The rulers, all or some of them. What makes no sense or is not known for a run is null.
 *
 * Measured with the averaged weights and the experiment's sampler. A ruler may answer several questions from one computation;
 * it is asked once, if any of its answers is wanted.
 */
import type { Metrics } from "../results.ts";
import type { Pause } from "../learn/pause.ts";
import type { Session } from "../learn/session.ts";
import { curl } from "./rulers/curl.ts";
import { errorBudget } from "./rulers/error-budget.ts";
import { gridDivergence } from "./grid-divergence.ts";
import { hjbResidual } from "./rulers/hjb-residual.ts";
import { inverseError } from "./rulers/inverse-error.ts";
import { learnedDensity } from "./learned-density.ts";
import { likelihood } from "./rulers/likelihood.ts";
import { memorisation } from "./rulers/memorisation.ts";
import { type Floors, sampleDistances } from "./rulers/sample-distances.ts";
import { scoreError } from "./rulers/score-error.ts";
import { type Effort, FULL, type Subject, subjectOf } from "./subject.ts";
import { transport } from "./rulers/transport.ts";
import { valueError } from "./rulers/value-error.ts";

export type MetricName = keyof Metrics;

interface Ruler {
  readonly answers: readonly MetricName[];
  measure(subject: Subject, floors: Floors): Promise<Partial<Metrics>>;
}

const RULERS: readonly Ruler[] = [
  { answers: ["slicedW2", "mmd", "energyDistance"], measure: sampleDistances },
  { answers: ["nll", "nllGap", "nllStepGap"], measure: likelihood },
  { answers: ["klGrid", "klGridMass"], measure: gridDivergence },
  { answers: ["mean", "covariance", "kineticEnergy", "optimalEnergy", "straightness"], measure: transport },
  { answers: ["scoreError"], measure: async (subject) => ({ scoreError: await scoreError(subject) }) },
  { answers: ["hjbResidual"], measure: async (subject) => ({ hjbResidual: await hjbResidual(subject) }) },
  { answers: ["densityNll", "modeWeights", "modeWeightsTrue"], measure: learnedDensity },
  { answers: ["curl"], measure: async (subject) => ({ curl: await curl(subject) }) },
  { answers: ["inverseError"], measure: async (subject) => ({ inverseError: await inverseError(subject) }) },
  { answers: ["valueError"], measure: async (subject) => ({ valueError: await valueError(subject) }) },
  { answers: ["memorisation"], measure: async (subject) => ({ memorisation: await memorisation(subject) }) },
  { answers: ["errorBudget"], measure: async (subject, floors) => ({ errorBudget: await errorBudget(subject, floors) }) },
];

/** What is followed during training, a ruler at a time: what one computation answers stands together. */
export const WATCHED: readonly (readonly MetricName[])[] = RULERS.map((ruler) => ruler.answers).filter(
  (answers) => !["klGrid", "densityNll", "curl", "errorBudget"].some((name) => answers.includes(name as MetricName)),
);

/** What is measured when training rests: the error budget samples with four times the steps, and wants many points. */
export const AT_REST: readonly (readonly MetricName[])[] = [...WATCHED, ["errorBudget"]];

/** Everything, a ruler at a time. */
export const ALL: readonly (readonly MetricName[])[] = RULERS.map((ruler) => ruler.answers);

/**
 * Measures the wanted quantities. Keep `floors` between calls and the noise floors are computed once.
 * @param pause taken every few milliseconds; the weights have to be the same after it. If it throws, the ruler gives up
 */
export async function measure(
  session: Session,
  which: readonly MetricName[],
  effort: Effort = FULL,
  floors: Floors = {},
  pause?: Pause,
): Promise<Partial<Metrics>> {
  const subject = subjectOf(session, effort, pause);
  const found: Partial<Metrics> = {};
  for (const ruler of RULERS)
    if (ruler.answers.some((name) => which.includes(name))) Object.assign(found, await ruler.measure(subject, floors));
  return Object.fromEntries(Object.entries(found).filter(([name]) => which.includes(name as MetricName)));
}

/** Everything, as the headless runner prints it. */
export async function measureAll(session: Session, effort: Effort = FULL): Promise<Metrics> {
  const all = await measure(
    session,
    RULERS.flatMap((ruler) => ruler.answers),
    effort,
  );
  return all as Metrics;
}
