/** @file Data drawn by hand: scattered by a brush, and then as good as any other. */
import { type KeyboardEvent, useState } from "react";
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { givenPoints, type PointSlot, pointSettings } from "../../experiment/given-points.ts";
import { MOST_POINTS_IN_LINK } from "../../experiment/linkable.ts";
import { same } from "../../experiment/tree.ts";
import { pointsOf, written } from "../../math/laws/point-set.ts";
import { closeDialog, useDialogs } from "../../state/dialogs.ts";
import { blank, CANVAS_RADIUS, clearDrawing, type Drawing, type DrawnPoint, redoStroke, undoStroke } from "../../state/drawing.ts";
import { edit, useExperiment } from "../../state/experiment.ts";
import { DialogFrame } from "../DialogFrame.tsx";
import { formatCount } from "../format.ts";
import { type Brush, DrawCanvas } from "./DrawCanvas.tsx";

/** Fewer say nothing about a density. */
const FEWEST = 10;

/** Points of one's own that lie on the canvas are drawn on; the figure of eight that stands in for them is not. */
function present(slot: PointSlot): readonly DrawnPoint[] {
  const given = givenPoints(useExperiment.getState().draft[slot]);
  if (given === undefined || same(given.rows, given.standIn)) return [];
  const { n, d, values } = pointsOf(given.rows);
  const fits = d === 2 && values.every((value) => Math.abs(value) <= CANVAS_RADIUS);
  return fits ? Array.from({ length: n }, (_, i): DrawnPoint => [values[2 * i]!, values[2 * i + 1]!]) : [];
}

export function DrawDialog() {
  const slot = useDialogs((state) => state.slot);
  const [drawing] = useState(() => createStore<Drawing>(() => blank(present(slot))));
  const [brush, setBrush] = useState<Brush>({ tool: "brush", radius: 0.25, density: 6 });
  const { points, past, future } = useStore(drawing);
  const change = (step: (now: Drawing) => Drawing): void => drawing.setState(step(drawing.getState()));

  /** The lab's own undo stays out of it. */
  function onKey(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
    event.preventDefault();
    change(event.shiftKey ? redoStroke : undoStroke);
  }

  function use(): void {
    edit(pointSettings(slot, written(points), false));
    closeDialog();
  }

  return (
    <DialogFrame title={slot === "data" ? "Draw your own data" : "Draw points to start from"} className="draw-dialog">
      <div className="draw" onKeyDown={onKey}>
        <DrawCanvas drawing={drawing} brush={brush} />
        <div className="draw-tools">
          <Tools brush={brush} onChange={setBrush} />
          <div className="draw-buttons">
            <button type="button" className="button" disabled={past.length === 0} onClick={() => change(undoStroke)}>
              ↶ Undo
            </button>
            <button type="button" className="button" disabled={future.length === 0} onClick={() => change(redoStroke)}>
              ↷ Redo
            </button>
            <button type="button" className="button" disabled={points.length === 0} onClick={() => change(clearDrawing)}>
              Clear
            </button>
          </div>
          <p className="note" role="status">
            {formatCount(points.length)} points{points.length < FEWEST ? `; draw at least ${FEWEST}` : ""}
            {points.length > MOST_POINTS_IN_LINK
              ? `. A link carries ${formatCount(MOST_POINTS_IN_LINK)} of them; all can be saved as a file.`
              : "."}
          </p>
          <button type="button" className="button primary" disabled={points.length < FEWEST} onClick={use}>
            Use these points
          </button>
        </div>
      </div>
    </DialogFrame>
  );
}

interface ToolsProps {
  readonly brush: Brush;
  readonly onChange: (brush: Brush) => void;
}

function Tools({ brush, onChange }: ToolsProps) {
  return (
    <>
      <fieldset className="segments">
        <legend className="unseen">Tool</legend>
        {(["brush", "eraser"] as const).map((tool) => (
          <label key={tool} className="segment" data-selected={brush.tool === tool || undefined}>
            <input
              type="radio"
              className="unseen"
              name="tool"
              checked={brush.tool === tool}
              onChange={() => onChange({ ...brush, tool })}
            />
            {tool === "brush" ? "Brush" : "Eraser"}
          </label>
        ))}
      </fieldset>
      <Slider label="Size" value={brush.radius} min={0.05} max={1} step={0.05} onChange={(radius) => onChange({ ...brush, radius })} />
      <Slider label="Density" value={brush.density} min={1} max={30} step={1} onChange={(density) => onChange({ ...brush, density })} />
    </>
  );
}

interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly onChange: (value: number) => void;
}

function Slider({ label, value, min, max, step, onChange }: SliderProps) {
  return (
    <label className="draw-slider">
      <span>
        {label} <output>{value}</output>
      </span>
      <input
        type="range"
        className="slider"
        min={min}
        max={max}
        step={step}
        value={value}
        style={{ "--at": `${(100 * (value - min)) / (max - min)}%` } as React.CSSProperties}
        onChange={(event) => onChange(Number(event.target.value))}
      />
    </label>
  );
}
