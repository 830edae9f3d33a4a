/** @file Said aloud when training has to take the slow route: why, until it is put away. */
import { useState } from "react";
import { useRun } from "../../state/run.ts";

export function SlowNotice() {
  const slow = useRun((run) => run.slow);
  const reason = useRun((run) => run.reason);
  const [away, setAway] = useState(false);
  if (!slow || away) return null;
  return (
    <section className="problems card" role="status" aria-label="Training is slow here">
      <h2>Training is slow here</h2>
      <p>{reason}</p>
      <span className="space" />
      <button type="button" className="button" onClick={() => setAway(true)}>
        Put away
      </button>
    </section>
  );
}
