/** @file The terms of the loss as the screen names them: those of the run, and until it has said so those that it will have. */
import { useMemo } from "react";
import { expectedTerms } from "../experiment/expected-terms.ts";
import type { LossPart } from "../engine/results.ts";
import { useExperiment } from "../state/experiment.ts";
import { useRun } from "../state/run.ts";

export function useParts(): readonly LossPart[] {
  const told = useRun((run) => run.parts);
  const running = useExperiment((state) => state.running);
  const expected = useMemo(() => expectedTerms(running), [running]);
  return told.length > 0 ? told : expected;
}
