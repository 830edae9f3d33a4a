/** @file Said aloud when the GPU or a helper thread was lost: what training goes on with, until it is put away. */
import { useState } from "react";
import { useRun } from "../../state/run.ts";

export function ReroutedNotice() {
  const rerouted = useRun((run) => run.rerouted);
  const reason = useRun((run) => run.reason);
  const [away, setAway] = useState("");
  if (rerouted === null || away === reason) return null;
  const title = rerouted === "gpu" ? "The GPU was lost" : "A helper thread was lost";
  return (
    <section className="problems card" role="status" aria-label={title}>
      <h2>{title}</h2>
      <p>{reason}</p>
      <span className="space" />
      <button type="button" className="button" onClick={() => setAway(reason)}>
        Put away
      </button>
    </section>
  );
}
