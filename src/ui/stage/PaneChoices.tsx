/** @file What stands beside the learned flow. */
import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import { useCompare } from "../../state/compare.ts";
import { useExperiment } from "../../state/experiment.ts";
import { useRun } from "../../state/run.ts";
import { choosePanes, type PaneChoice, PANES } from "../../state/view.ts";

/** Whether a pane has anything to show beside the run: an exact solution, or data. */
export function useSomethingBeside(): boolean {
  const data = useExperiment((state) => state.running.data !== null);
  return useRun(({ exact }) => exact?.known === true) || data;
}

export function PaneChoices({ shown }: { readonly shown: PaneChoice }) {
  const compared = useCompare(({ a }) => a !== null);
  const exact = useRun((run) => run.exact);
  const beside = useSomethingBeside();
  if (!beside && !compared) return null;
  const titles: Readonly<Record<PaneChoice, string>> = {
    alone: "alone",
    exact: exact === null ? "exact" : exact.known ? (exact.by === "grid" ? "grid" : "exact") : "data",
    difference: "difference",
    runs: "A | B",
  };
  return (
    <ToggleButtonGroup
      className="pane-choice"
      aria-label="Beside the learned flow"
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[shown]}
      onSelectionChange={(keys) => choosePanes(PANES.find((choice) => keys.has(choice)) ?? null)}
    >
      {PANES.filter((choice) => choice === "alone" || (choice === "runs" ? compared : beside)).map((choice) => (
        <ToggleButton key={choice} id={choice} className="pane-choice-one">
          {titles[choice]}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
