/** @file Points from a file: dropped, picked or pasted; which columns, a look at them, and what is wrong if they cannot be read. */
import { useEffect, useMemo, useState } from "react";
import { pickColumns, type PointsTable, readPoints } from "../../experiment/points-file.ts";
import { closeDialog, useDialogs } from "../../state/dialogs.ts";
import { edit } from "../../state/experiment.ts";
import { DialogFrame } from "../DialogFrame.tsx";
import { Toggle } from "../controls/Toggle.tsx";
import { formatCount } from "../format.ts";
import { ColumnChoice } from "./ColumnChoice.tsx";
import { FileDrop } from "./FileDrop.tsx";
import { PointsPreview } from "./PointsPreview.tsx";
import { OWN_POINTS } from "./use-sketch.ts";

/** A file longer than this is not a hundred thousand points. */
const LARGEST_FILE = 20_000_000; // bytes

interface Read {
  readonly name: string;
  readonly table: PointsTable;
}

export function UploadDialog() {
  const [read, setRead] = useState<Read | null>(null);
  const [columns, setColumns] = useState<readonly number[]>([0, 1]);
  const [standardise, setStandardise] = useState(true);
  const [complaint, setComplaint] = useState("");
  const dropped = useDialogs((state) => state.file);

  function take(name: string, text: string): void {
    const table = readPoints(text);
    if ("problem" in table) {
      setRead(null);
      setComplaint(`${name}: ${table.problem}`);
      return;
    }
    setRead({ name, table });
    setColumns(table.names.length === 1 ? [0] : [0, 1]);
    setComplaint("");
  }

  function open(file: File): void {
    if (file.size > LARGEST_FILE) {
      setRead(null);
      setComplaint(`${file.name} is larger than ${formatCount(LARGEST_FILE / 1e6)} MB.`);
      return;
    }
    file.text().then(
      (text) => take(file.name, text),
      () => setComplaint(`${file.name} cannot be read; it may have been moved or is not allowed.`),
    );
  }

  useEffect(() => {
    if (dropped !== null) open(dropped);
    // Once, for the file that opened the dialog.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [dropped]);

  const picked = useMemo(() => (read === null ? null : pickColumns(read.table, columns)), [read, columns]);
  const wrong = picked === null || "problem" in picked ? null : sameEverywhere(picked);
  const points = picked === null || "problem" in picked || wrong !== null ? null : picked;

  function use(): void {
    if (points === null) return;
    edit({ "data.id": OWN_POINTS, "data.params.rows": points, "data.params.standardise": standardise });
    closeDialog();
  }

  return (
    <DialogFrame title="Open your own data" className="upload-dialog">
      <div className="upload">
        <div className="upload-from">
          <FileDrop onFile={open} onText={(text) => take("Pasted text", text)} />
          {complaint === "" ? null : (
            <p role="alert" className="complaint">
              {complaint} Nothing was changed.
            </p>
          )}
          {read === null ? null : <ColumnChoice names={read.table.names} columns={columns} onChange={setColumns} />}
          {wrong === null ? null : (
            <p role="alert" className="complaint">
              {wrong}
            </p>
          )}
          <Toggle label="Standardise: mean 0, variance 1" className="wide" on={standardise} onChange={setStandardise} />
        </div>
        <div className="upload-look">
          <PointsPreview rows={points} standardise={standardise} />
          <p className="note" role="status">
            {read === null ? "No file yet." : `${read.name}: ${formatCount(read.table.rows.length)} points.`}
          </p>
          <button type="button" className="button primary" disabled={points === null} onClick={use}>
            Use these points
          </button>
        </div>
      </div>
    </DialogFrame>
  );
}

/** A coordinate that never changes leaves nothing to learn. */
function sameEverywhere(rows: readonly (readonly number[])[]): string | null {
  const first = rows[0] ?? [];
  const axis = first.findIndex((value, k) => rows.every((row) => row[k] === value));
  return axis < 0 ? null : `All points agree in the ${axis === 0 ? "first" : "second"} column: there is nothing to learn there.`;
}
