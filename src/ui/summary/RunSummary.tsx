/** @file The summary as it was when it was asked for, in a region that is read out. Nothing else ever speaks there. */
import { useEffect } from "react";
import { putSummaryAway, useSummary } from "../../state/summary.ts";
import { askSummary } from "./ask-summary.ts";
import "./summary.css";

export function RunSummary() {
  const text = useSummary((summary) => summary.text);
  const asked = useSummary((summary) => summary.asked);
  const open = text !== null;
  useEffect(() => {
    if (!open) return undefined;
    const close = (event: KeyboardEvent): void => {
      if (event.key === "Escape" && !event.defaultPrevented) putSummaryAway();
    };
    document.addEventListener("keydown", close);
    return () => document.removeEventListener("keydown", close);
  }, [open]);
  return (
    <div className={open ? "run-summary card" : "run-summary closed"}>
      {/* The region is there before it speaks: one that appears with its text is often not read. */}
      <p role="status" aria-live="polite" aria-label="Summary of the run">
        {/* Asked again with nothing new, it is said again: the key makes the same words a new text. */}
        {open ? <span key={asked}>{text}</span> : null}
      </p>
      {open ? (
        <button type="button" className="button icon plain" aria-label="Put the summary away" onClick={putSummaryAway}>
          ×
        </button>
      ) : null}
    </div>
  );
}

export function SummaryButton() {
  return (
    <button type="button" className="button plain summarise" onClick={askSummary}>
      Say how the run goes
    </button>
  );
}
