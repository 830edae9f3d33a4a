/** @file The head of a readout: its name, what it teaches, the section behind it, a remark, and its plot as a file. */
import type { ReactNode } from "react";
import { Button, Tooltip, TooltipTrigger } from "react-aria-components";
import { openSection } from "../../state/dialogs.ts";
import { ExportMenu } from "../share/ExportMenu.tsx";
import type { Format } from "../share/ExportMenu.tsx";

interface HeadProps {
  readonly title: string;
  /** Shown while its ? is pointed at. */
  readonly about: readonly string[];
  /** The heading of docs/mathematics.md that its ? opens. */
  readonly section: string;
  readonly note?: ReactNode;
  /** What is exported, for those who do not see the card, and how. */
  readonly exported?: { readonly what: string; readonly formats: readonly Format[] };
}

export function Head({ title, about, section, note, exported }: HeadProps) {
  return (
    <div className="readout-head">
      <h2>{title}</h2>
      <TooltipTrigger delay={250} closeDelay={60}>
        <Button className="row-about" aria-label={`About: ${title}`} onPress={() => openSection(section)}>
          <span aria-hidden="true">?</span>
        </Button>
        <Tooltip className="tooltip" placement="left">
          {about.map((line, k) => (
            <p key={line} className={k === 0 ? undefined : "tooltip-note"}>
              {line}
            </p>
          ))}
          <p className="tooltip-note">Press for the mathematics: {section}.</p>
        </Tooltip>
      </TooltipTrigger>
      <span className="readout-note">{note}</span>
      {exported === undefined ? null : <ExportMenu {...exported} />}
    </div>
  );
}
