/** @file Points from a file: dropped, picked or pasted; which columns, a look at them, and what is wrong if they cannot be read. */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { pointSettings } from "../../experiment/given-points.ts";
import { pickColumns, type PointsTable, readingPoints } from "../../experiment/points-file.ts";
import { written } from "../../math/laws/point-set.ts";
import { closeDialog, useDialogs } from "../../state/dialogs.ts";
import { edit } from "../../state/experiment.ts";
import { DialogFrame } from "../DialogFrame.tsx";
import { Toggle } from "../controls/Toggle.tsx";
import { formatCount } from "../format.ts";
import { ColumnChoice } from "./ColumnChoice.tsx";
import { FileDrop } from "./FileDrop.tsx";
import { inSlices } from "./in-slices.ts";
import { PointsPreview } from "./PointsPreview.tsx";

/** A file longer than this is not a hundred thousand points. */
const LARGEST_FILE = 20_000_000; // bytes

interface Loaded {
  readonly name: string;
  readonly table: PointsTable | null;
  readonly columns: readonly number[];
  /** Why there is no table. */
  readonly complaint: string;
}

const NOTHING: Loaded = { name: "", table: null, columns: [], complaint: "" };

async function fromText(name: string, text: string): Promise<Loaded> {
  const table = await inSlices(readingPoints(text));
  if ("problem" in table) return { ...NOTHING, complaint: `${name}: ${table.problem}` };
  return { name, table, columns: table.names.length === 1 ? [0] : [0, 1], complaint: "" };
}

async function fromFile(file: File): Promise<Loaded> {
  if (file.size > LARGEST_FILE) return { ...NOTHING, complaint: `${file.name} is larger than ${formatCount(LARGEST_FILE / 1e6)} MB.` };
  try {
    return await fromText(file.name, await file.text());
  } catch {
    return { ...NOTHING, complaint: `${file.name} cannot be read; it may have been moved, or reading it is not allowed.` };
  }
}

export function UploadDialog() {
  const [loaded, setLoaded] = useState(NOTHING);
  const [reading, setReading] = useState(false);
  const newest = useRef(0);
  const [standardise, setStandardise] = useState(true);
  const dropped = useDialogs((state) => state.file);
  const slot = useDialogs((state) => state.slot);
  const { name, table, columns, complaint } = loaded;

  /** Of several texts the last one counts, whichever is read first. */
  const read = useCallback(async (coming: Promise<Loaded>): Promise<void> => {
    const mine = ++newest.current;
    setReading(true);
    const found = await coming;
    if (mine !== newest.current) return;
    setLoaded(found);
    setReading(false);
  }, []);

  useEffect(() => {
    if (dropped === null) return undefined;
    const soon = setTimeout(() => void read(fromFile(dropped)));
    return () => clearTimeout(soon);
  }, [dropped, read]);

  const picked = useMemo(() => (table === null ? null : pickColumns(table, columns)), [table, columns]);
  const wrong = picked === null || "problem" in picked ? null : sameEverywhere(picked);
  const points = picked === null || "problem" in picked || wrong !== null ? null : picked;

  function use(): void {
    if (points === null) return;
    edit(pointSettings(slot, written(points), standardise));
    closeDialog();
  }

  return (
    <DialogFrame title={slot === "data" ? "Open your own data" : "Open points to start from"} className="upload-dialog">
      <div className="upload">
        <div className="upload-from">
          <FileDrop onFile={(file) => void read(fromFile(file))} onText={(text) => void read(fromText("Pasted text", text))} />
          {complaint === "" ? null : (
            <p role="alert" className="complaint">
              {complaint} Nothing was changed.
            </p>
          )}
          {table === null ? null : (
            <ColumnChoice names={table.names} columns={columns} onChange={(chosen) => setLoaded({ ...loaded, columns: chosen })} />
          )}
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
            {reading ? "Reading…" : table === null ? "No file yet." : `${name}: ${formatCount(table.rows.length)} points.`}
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
