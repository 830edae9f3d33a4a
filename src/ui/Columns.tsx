/** @file The two columns beside the stage, in files of their own: the first picture does not wait for them, and their places are kept. */
import { type ComponentType, lazy, Suspense } from "react";
import { settingOf } from "../experiment/setting.ts";
import { useExperiment } from "../state/experiment.ts";

/** Without the network, and before the page was kept for that, a column may be missing; the stage goes on without it. */
function NotLoaded() {
  return (
    <p className="card note">
      This column could not be loaded. Check the connection and reload the page; your experiment is in its address.
    </p>
  );
}

function column(load: () => Promise<ComponentType>): ComponentType {
  const Shown = lazy(async () => ({ default: await load().catch((): ComponentType => NotLoaded) }));
  return () => (
    <Suspense>
      <Shown />
    </Suspense>
  );
}

const FlowPanels = column(async () => (await import("./panels/Panels.tsx")).Panels);
const FlowReadouts = column(async () => (await import("./readouts/Readouts.tsx")).Readouts);
const StatesPanelsColumn = column(async () => (await import("./states/StatesPanels.tsx")).StatesPanels);
const StatesReadoutsColumn = column(async () => (await import("./states/StatesReadouts.tsx")).StatesReadouts);

/** The cards follow the draft, so that one can go back from a choice that does not fit. */
export function PanelsColumn() {
  return useExperiment(({ draft }) => settingOf(draft) === "states") ? <StatesPanelsColumn /> : <FlowPanels />;
}

export function ReadoutsColumn() {
  return useExperiment(({ running }) => settingOf(running) === "states") ? <StatesReadoutsColumn /> : <FlowReadouts />;
}

/** The stage and the transport bar of a game of states keep their places while they are on their way. */
export const StatesStageColumn = column(async () => (await import("./states/StatesStage.tsx")).StatesStage);
export const StatesTransportColumn = column(async () => (await import("./states/StatesTransport.tsx")).StatesTransport);
