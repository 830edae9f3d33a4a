/** @file Files to the user's disk, and names for them. */
import { useExperiment } from "../../state/experiment.ts";
import { useRun } from "../../state/run.ts";

/** A download has long begun by then; the bytes need not stay in memory. */
const KEPT = 60_000; // ms

export function download(name: string, content: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT);
}

/** The experiment in a few letters: its preset, or its model and data (without data: where it starts). */
export function runName(): string {
  const { preset, running } = useExperiment.getState();
  return preset ?? `${running.model}-${(running.data ?? running.reference).id}`;
}

/** "moons-ot-loss-step-1200.csv" */
export function fileName(what: string, extension: string): string {
  return `${runName()}-${what}-step-${useRun.getState().step}.${extension}`;
}
