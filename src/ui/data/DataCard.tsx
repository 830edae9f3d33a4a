/** @file The data: which density, its parameters, how many samples of it, or the user's own points. */
import { type DragEvent, useState } from "react";
import { specs } from "../../catalogue/specs.ts";
import { notTyped } from "../../experiment/given-points.ts";
import { openDialog } from "../../state/dialogs.ts";
import { useExperiment } from "../../state/experiment.ts";
import { Card } from "../panels/Card.tsx";
import { EntryParams } from "../panels/Entry.tsx";
import { MisfitNote } from "../panels/Misfit.tsx";
import { DataPicker } from "./DataPicker.tsx";
import { OwnPoints } from "./OwnPoints.tsx";
import { SamplesSlider } from "./SamplesSlider.tsx";
import "./data.css";

export function DataCard() {
  const id = useExperiment((state) => state.draft.data?.id ?? null);
  const spec = id === null ? undefined : specs.density.get(id);
  const [over, setOver] = useState(false);

  function drop(event: DragEvent): void {
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file === undefined || !isTable(file)) return;
    event.preventDefault();
    event.stopPropagation();
    openDialog("upload", file);
  }

  return (
    <div
      className={over ? "drop-here" : undefined}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Card title="Data" section="Data">
        <DataPicker />
        <div className="data-name">
          <b>{id === null ? "No data" : spec?.title}</b>
          <button type="button" className="button small" onClick={() => openDialog("draw")}>
            Draw
          </button>
          <button type="button" className="button small" onClick={() => openDialog("upload")}>
            Open
          </button>
        </div>
        {id === null ? <p className="note">The costs alone say where the crowd goes.</p> : null}
        {spec?.givenRows === undefined ? null : <OwnPoints slot="data" />}
        {spec === undefined ? null : <EntryParams path="data" spec={spec} except={notTyped(spec)} />}
        <MisfitNote path="data.id" />
        <MisfitNote path="data" />
        {id === null ? null : <SamplesSlider />}
      </Card>
    </div>
  );
}

/** Experiments and weights are dropped on the page too, and are not for this card. */
function isTable({ name, type }: File): boolean {
  return /\.(csv|tsv|txt)$/i.test(name) || type === "text/csv" || (/\.json$/i.test(name) && !/experiment|lab/i.test(name));
}
