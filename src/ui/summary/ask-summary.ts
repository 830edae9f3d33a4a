/** @file Asking for the summary: the sentences of this moment, loaded when they are first asked for. A text that changed by itself would be read out again and again. */
import { useExperiment } from "../../state/experiment.ts";
import { useRun } from "../../state/run.ts";
import { useSolved } from "../../state/solved.ts";
import { useSettling } from "../../state/settling.ts";
import { sayAloud } from "../../state/summary.ts";

async function say(): Promise<void> {
  const { solved } = useSolved.getState();
  if (solved?.kind === "states") {
    const { statesSummary } = await import("../states/metric-words.ts");
    sayAloud(statesSummary(solved));
    return;
  }
  const { summaryText } = await import("./run-summary.ts");
  const run = useRun.getState();
  const { stop } = useExperiment.getState().running.training;
  const { verdict, trend } = useSettling.getState();
  sayAloud(summaryText({ run, stop, verdict, trend }));
}

export function askSummary(): void {
  say().catch(() => sayAloud("This part of the page could not be loaded. Check the connection and reload the page."));
}
