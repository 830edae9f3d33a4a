/** @file What the stage says when there is nothing to show yet, or no more: loading, broken, failed. */
import { useRun } from "../../state/run.ts";
import { useSession } from "../session-context.ts";

export function StageNote() {
  const client = useRun((run) => run.client);
  const phase = useRun((run) => run.phase);
  const failure = useRun((run) => run.failure);
  const session = useSession();
  if (client.kind === "broken")
    return (
      <div className="stage-note" role="alert">
        <h3>{client.reason}</h3>
        <p>{client.advice}</p>
        <button type="button" className="button primary" onClick={() => session.restartWorker()}>
          Start again
        </button>
      </div>
    );
  if (failure !== null)
    return (
      <div className="stage-note" role="alert">
        <h3>{failure.message}</h3>
        <p>
          At step {failure.step}
          {failure.term === null ? "" : `, in the term “${failure.term}”`}. {failure.advice}
        </p>
        <button type="button" className="button primary" onClick={() => session.reset()}>
          Reset
        </button>
      </div>
    );
  if (phase === "starting")
    return (
      <p className="stage-loading" role="status">
        Setting up the game…
      </p>
    );
  return null;
}
