/** @file Asking for the summary: the sentences of this moment. A text that changed by itself would be read out again and again. */
import { useExperiment } from "../../state/experiment.ts";
import { useRun } from "../../state/run.ts";
import { useSettling } from "../../state/settling.ts";
import { sayAloud } from "../../state/summary.ts";
import { summaryOf } from "./run-summary.ts";

export function askSummary(): void {
  const run = useRun.getState();
  const { stop } = useExperiment.getState().running.training;
  const { verdict, trend } = useSettling.getState();
  sayAloud(summaryOf({ run, stop, verdict, trend }));
}
