/** @file Said aloud when the GPU was lost: what training goes on with, until it is put away. */
import { useState } from "react";
import { useRun } from "../../state/run.ts";

export function ReroutedNotice() {
  const rerouted = useRun((run) => run.rerouted);
  const reason = useRun((run) => run.reason);
  const [away, setAway] = useState("");
  if (!rerouted || away === reason) return null;
  return (
    <section className="problems card" role="status" aria-label="The GPU was lost">
      <h2>The GPU was lost</h2>
      <p>{reason}</p>
      <span className="space" />
      <button type="button" className="button" onClick={() => setAway(reason)}>
        Put away
      </button>
    </section>
  );
}
