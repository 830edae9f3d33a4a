/** @file The head of a readout: its name, what it teaches, a remark, and its plot as a file. */
import type { ReactNode } from "react";
import { Button, Tooltip, TooltipTrigger } from "react-aria-components";
import { ExportMenu } from "../share/ExportMenu.tsx";
import type { Format } from "../share/ExportMenu.tsx";

interface HeadProps {
  readonly title: string;
  readonly about: readonly string[];
  readonly note?: ReactNode;
  /** What is exported, for those who do not see the card, and how. */
  readonly exported?: { readonly what: string; readonly formats: readonly Format[] };
}

export function Head({ title, about, note, exported }: HeadProps) {
  return (
    <div className="readout-head">
      <h2>{title}</h2>
      <TooltipTrigger delay={250} closeDelay={60}>
        <Button className="row-about" aria-label={`About: ${title}`}>
          <span aria-hidden="true">?</span>
        </Button>
        <Tooltip className="tooltip" placement="left">
          {about.map((line, k) => (
            <p key={line} className={k === 0 ? undefined : "tooltip-note"}>
              {line}
            </p>
          ))}
        </Tooltip>
      </TooltipTrigger>
      <span className="readout-note">{note}</span>
      {exported === undefined ? null : <ExportMenu {...exported} />}
    </div>
  );
}
