/** @file Compare: keeps the present run as A; whatever is changed from here on is run B. Pressed again, A is let go. */
import { useCompare } from "../../state/compare.ts";
import { useSolved } from "../../state/solved.ts";
import { useRun } from "../../state/run.ts";
import { useSession } from "../session-context.ts";
import { endComparison, startComparison } from "../../state/comparison.ts";

export function CompareButton({ className }: { readonly className: string }) {
  const session = useSession();
  const pinned = useCompare(({ a }) => a !== null);
  const compared = useSolved(({ held }) => held !== null) || pinned;
  const ready = useRun((run) => run.phase !== "starting" && run.client.kind === "ready");
  return (
    <button
      type="button"
      className={`button ${className}`}
      aria-pressed={compared}
      disabled={!ready && !compared}
      title="Keep this run as A, change anything, and train B beside it"
      onClick={() => (compared ? endComparison(session) : startComparison(session))}
    >
      Compare
    </button>
  );
}
