/** @file The experiment as the file that the page and the headless runner open. */
import { useExperiment } from "../../state/experiment.ts";
import { download, runName } from "./download.ts";

export function downloadExperiment(): void {
  const { running } = useExperiment.getState();
  download(`${runName()}.json`, `${JSON.stringify(running, null, 2)}\n`, "application/json");
}
