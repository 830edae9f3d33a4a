/** @file The two columns beside the stage, in files of their own: the first picture does not wait for them, and their places are kept. */
import { type ComponentType, lazy, Suspense } from "react";

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

export const PanelsColumn = column(async () => (await import("./panels/Panels.tsx")).Panels);

export const ReadoutsColumn = column(async () => (await import("./readouts/Readouts.tsx")).Readouts);
