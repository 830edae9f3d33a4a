/** @file `lab run` of a game that is solved at once: no network, no steps, and an answer as soon as the solver has it. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { registry } from "../catalogue/registry.ts";
import { NoAnswer, openAtOnce, type SolvedGame } from "../engine/at-once.ts";
import type { AtOnceMetric } from "../engine/at-once-results.ts";
import type { SolverOutcome } from "../engine/results.ts";
import { tableOf } from "../engine/at-once-table.ts";
import type { Experiment } from "../experiment/experiment.ts";
import { refusedSlot } from "./failure.ts";
import { csv } from "./output.ts";
import { endProgress, printAnswer, progress, say } from "./say.ts";

interface AtOnceResult {
  readonly schema: 1;
  readonly experiment: Experiment;
  readonly backend: "cpu";
  readonly route: "grid";
  readonly reason: string;
  readonly threads: 1;
  readonly steps: number;
  readonly seconds: number;
  readonly metrics: Readonly<Record<string, AtOnceMetric>>;
  readonly solved: SolverOutcome;
}

/** @throws BadInput where the game has no answer that could be reached */
export async function solvedAtOnce(experiment: Experiment): Promise<SolvedGame> {
  const host = {
    now: () => performance.now(),
    breathe: () => Promise.resolve(),
    soon: () => undefined,
    tell: ({ fraction, says }: { readonly fraction: number; readonly says: string }) => progress(fraction, says),
  };
  try {
    const solved = await openAtOnce(registry).solve(experiment, host);
    endProgress();
    return solved;
  } catch (error) {
    if (error instanceof NoAnswer) throw refusedSlot("it cannot be solved", error.slot, error.message);
    throw error;
  }
}

/** @param folder where its files go, which is there; undefined: nowhere */
export async function runAtOnce(experiment: Experiment, folder: string | undefined): Promise<void> {
  say(`${experiment.model}: solved at once, in double precision and one thread`);
  const { answer: solved } = await solvedAtOnce(experiment);
  const { outcome, metrics, seconds } = solved;
  say(`${outcome.sweeps} ${outcome.counts} in ${seconds.toFixed(2)} s${outcome.says === "" ? "" : `; ${outcome.says}`}`);
  const result: AtOnceResult = {
    ...{ schema: 1, experiment, backend: "cpu", route: "grid", threads: 1 },
    reason: "Solved at once, in double precision and one thread of the processor: nothing is trained.",
    ...{ steps: outcome.sweeps, seconds, metrics, solved: outcome },
  };
  if (folder !== undefined) {
    writeFileSync(join(folder, "experiment.json"), `${JSON.stringify(experiment, null, 2)}\n`);
    const { header, rows } = tableOf(solved);
    writeFileSync(join(folder, "solution.csv"), csv(header, rows));
  }
  printAnswer(result);
}
