/** @file Whether the loss still moves: a word beside it, and on hover why. */
import { Button, Tooltip, TooltipTrigger } from "react-aria-components";
import { useRun } from "../../state/run.ts";
import { useSettling } from "../../state/settling.ts";
import { settlingReason, settlingWord } from "./settling-words.ts";

export function Settled() {
  const verdict = useSettling((now) => now.verdict);
  const trend = useSettling((now) => now.trend);
  const diverged = useRun((run) => run.failure?.term != null);
  const parts = useRun((run) => run.parts);
  const empty = useRun((run) => run.losses.length === 0);
  if (empty && !diverged) return null;
  const shown = diverged ? "diverged" : verdict;
  return (
    <TooltipTrigger delay={200} closeDelay={60}>
      <Button className={`settled ${shown}`}>{settlingWord(shown)}</Button>
      <Tooltip className="tooltip" placement="left">
        {settlingReason(shown, trend, parts).map((line, k) => (
          <p key={line} className={k === 0 ? undefined : "tooltip-note"}>
            {line}
          </p>
        ))}
      </Tooltip>
    </TooltipTrigger>
  );
}
