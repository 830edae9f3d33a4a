/** @file One pane: a canvas that the painter draws on, its caption, and hands on it. */
import { type ReactNode, type RefObject, useEffect, useId, useRef } from "react";
import { listenToPane } from "./pane-input.ts";
import type { Painter } from "./painter.ts";

interface PaneProps {
  readonly index: number;
  readonly painter: RefObject<Painter | null>;
  readonly label: string;
  /** What one should know of what it shows. */
  readonly why?: string;
  readonly children?: ReactNode;
}

export function Pane({ index, painter, label, why = "", children }: PaneProps) {
  const place = useRef<HTMLDivElement>(null);
  const said = useRef<HTMLParagraphElement>(null);
  const help = useId();

  useEffect(() => {
    const target = place.current;
    if (target === null) return undefined;
    return listenToPane(target, {
      pane: () => painter.current?.pane(index) ?? null,
      say: (text) => {
        if (said.current !== null) said.current.textContent = text;
      },
    });
  }, [index, painter]);

  return (
    <figure className={index === 0 ? "pane" : "pane second"}>
      <div
        ref={place}
        className="pane-view"
        role="application"
        tabIndex={0}
        aria-label={`${label}: a picture to explore`}
        aria-describedby={help}
      >
        <canvas role="img" aria-label={label} />
      </div>
      <p id={help} hidden>
        Arrow keys move a crosshair and read what is under it, Enter traces the agent there, plus and minus zoom, 0 fits, Escape closes. An
        obstacle is moved by dragging it, or with the sliders on its card.
      </p>
      <p ref={said} className="unseen" role="status" />
      <figcaption>
        <span className="caption">{label}</span>
        <span className="why">{why}</span>
      </figcaption>
      {children}
    </figure>
  );
}
