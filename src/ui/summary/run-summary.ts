/**
 * @file The run in a few sentences, for those who listen to the lab, and for those who copy it into their notes.
 *
 * Every number says what it counts or what it is a multiple of. What is not known is left out, not spelt as a dash.
 */
import { isCertain, type Trend } from "../../plots/settling.ts";
import { formatNumber, spoken } from "../../plots/number-text.ts";
import { unitOf } from "../readouts/step-name.ts";
import { outcomeWords } from "../readouts/outcome-words.ts";
import type { RunState } from "../../state/run.ts";
import { formatCount, formatPercent } from "../format.ts";
import { curveName, type ShownSettling } from "../readouts/settling-words.ts";

export interface SummaryFacts {
  readonly run: Pick<
    RunState,
    "outcome" | "phase" | "step" | "shown" | "seconds" | "losses" | "parts" | "measures" | "measuredAt" | "exact" | "failure" | "client"
  >;
  readonly stop: { readonly steps: number } | { readonly seconds: number };
  readonly verdict: ShownSettling;
  readonly trend: Trend | null;
}

export function summaryText(told: SummaryFacts): string {
  const { run } = told;
  if (run.client.kind === "broken") return `The training worker has stopped. ${run.client.reason}`;
  if (run.phase === "starting" && run.step === 0) return "The run is starting.";
  if (run.failure !== null) return `${diverged(run.failure)} ${run.failure.advice}`;
  if (run.outcome !== null)
    return [outcomeWords(run.outcome), distance(run), residual(run), exactly(run)]
      .filter((part) => part !== "")
      .map(spoken)
      .join(" ");
  if (run.step === 0) return "Nothing has been trained yet: step 0. Press Space to train.";
  return [progress(told), loss(told), verdict(told), distance(run), residual(run), exactly(run)]
    .filter((part) => part !== "")
    .map(spoken)
    .join(" ");
}

function diverged({ step, term, message }: NonNullable<RunState["failure"]>): string {
  const where = term === null ? "" : `, in the term ${term.replaceAll("-", " ")}`;
  return `The run stopped at step ${formatCount(step)}${where}: ${message.replace(/\.?$/, ".")}`;
}

const PHASES = { starting: "starting", paused: "paused", playing: "training", finished: "finished", failed: "stopped" } as const;

function progress({ run: { phase, step, shown, seconds }, stop }: SummaryFacts): string {
  const of =
    "steps" in stop ? ` of ${formatCount(stop.steps)}` : ` after ${formatNumber(seconds)} of ${formatNumber(stop.seconds)} seconds`;
  const past = shown === step ? "" : ` Shown is the flow of step ${formatCount(shown)}.`;
  return `Step ${formatCount(step)}${of}, ${PHASES[phase]}.${past}`;
}

function loss({ run: { losses } }: SummaryFacts): string {
  const [total] = losses;
  return total === undefined ? "" : `Total loss ${formatNumber(total)}.`;
}

function verdict({ run: { parts }, verdict: found, trend }: SummaryFacts): string {
  if (found === "early" || trend === null) return "It is too early to say whether it still moves.";
  if (found === "converged") return `The loss has converged: no trend since step ${formatCount(trend.from)}.`;
  if (!isCertain(trend))
    return `Still moving, for all that is known: a drift of ${formatPercent(trend.missed)} since step ${formatCount(trend.from)} is not ruled out.`;
  return `Still moving: ${curveName(trend.column, parts)} ${trend.drift < 0 ? "falls" : "rises"}, by ${formatNumber(Math.abs(trend.drift))} since step ${formatCount(trend.from)}.`;
}

function distance({ measures: { slicedW2 }, measuredAt, outcome }: SummaryFacts["run"]): string {
  if (slicedW2 === null || slicedW2 === undefined || !(slicedW2.noise > 0)) return "";
  const floors = slicedW2.value / slicedW2.noise;
  const when = measuredAt.slicedW2 === undefined ? "" : `, measured at ${unitOf(outcome)} ${formatCount(measuredAt.slicedW2)}`;
  return `The samples are ${floors.toFixed(1)} times the noise floor away from the data in sliced Wasserstein distance${when}.`;
}

function residual({ measures: { hjbResidual } }: SummaryFacts["run"]): string {
  if (hjbResidual === null || hjbResidual === undefined) return "";
  return `The HJB residual is ${formatPercent(hjbResidual.particles.relative)} of its terms.`;
}

/** The mean in standard deviations of the exact law, and U: both without units. */
function exactly({ exact, measures: { mean, valueError } }: SummaryFacts["run"]): string {
  if (exact === null) return "";
  if (!exact.known) return "No exact solution is known here.";
  const said: string[] = [];
  if (mean !== null && mean !== undefined) {
    const off = Math.hypot(...mean.map((value, axis) => value - exact.mean[axis]!));
    const deviation = Math.sqrt(exact.covariance.reduce((sum, row, axis) => sum + row[axis]!, 0) / exact.covariance.length);
    if (deviation > 0) said.push(`the mean is off by ${formatPercent(off / deviation)} of a standard deviation`);
  }
  if (valueError !== null && valueError !== undefined) said.push(`U is off by ${formatPercent(valueError.oneConstant)}`);
  return said.length === 0 ? "" : `Against the exact solution ${said.join(", ")}.`;
}
