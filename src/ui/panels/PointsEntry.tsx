/** @file The user's own points: pasted, or from a CSV or JSON file; every complaint names the line. */
import { useId, useState } from "react";
import type { Spec } from "../../catalogue/define.ts";
import { type PointsTable, pickColumns, readPoints } from "../../experiment/points-file.ts";
import { child } from "../../experiment/tree.ts";
import { edit, useExperiment } from "../../state/experiment.ts";
import { formatCount } from "../format.ts";

/** A file longer than this is not a hundred thousand points. */
const LARGEST_FILE = 20_000_000; // bytes

/** The parameter that holds the points: the density's only matrix. */
export function pointsParam(spec: Spec): string | undefined {
  return Object.entries(spec.params).find(([, param]) => param.kind === "matrix")?.[0];
}

export function PointsEntry({ param }: { readonly param: string }) {
  const id = useId();
  const count = useExperiment((state) => {
    const rows = child(state.draft.data.params, param);
    return Array.isArray(rows) ? rows.length : 0;
  });
  const [text, setText] = useState("");
  const [table, setTable] = useState<PointsTable | null>(null);
  const [columns, setColumns] = useState<readonly number[]>([0, 1]);
  const [complaint, setComplaint] = useState("");

  function read(given: string): void {
    const found = readPoints(given);
    if ("problem" in found) {
      setTable(null);
      setComplaint(found.problem);
      return;
    }
    setTable(found);
    take(found, found.names.length === 1 ? [0] : [0, 1]);
  }

  function take(from: PointsTable, chosen: readonly number[]): void {
    setColumns(chosen);
    const points = pickColumns(from, chosen);
    setComplaint("problem" in points ? points.problem : "");
    if (!("problem" in points)) edit({ [`data.params.${param}`]: points });
  }

  async function open(file: File | undefined): Promise<void> {
    if (file === undefined) return;
    if (file.size > LARGEST_FILE) setComplaint(`${file.name} is larger than ${formatCount(LARGEST_FILE / 1e6)} MB.`);
    else read(await file.text());
  }

  return (
    <div className="points">
      <p className="note">{formatCount(count)} points</p>
      <label className="button" htmlFor={`${id}-file`}>
        Open CSV or JSON…
      </label>
      <input
        id={`${id}-file`}
        className="unseen"
        type="file"
        accept=".csv,.tsv,.txt,.json,text/csv,application/json"
        onChange={(event) => void open(event.target.files?.[0])}
      />
      <label htmlFor={`${id}-text`} className="note">
        or paste rows of one or two numbers
      </label>
      <textarea
        id={`${id}-text`}
        rows={4}
        value={text}
        placeholder={"0.3, 1.2\n-0.7, 0.4"}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="button" className="button" disabled={text.trim() === ""} onClick={() => read(text)}>
        Use these points
      </button>
      {table === null || table.names.length < 3 ? null : (
        <fieldset className="columns">
          <legend className="note">Columns</legend>
          {table.names.map((name, k) => (
            <label key={k}>
              <input
                type="checkbox"
                checked={columns.includes(k)}
                onChange={(event) =>
                  take(table, event.target.checked ? [...columns, k].slice(-2) : columns.filter((column) => column !== k))
                }
              />
              {name}
            </label>
          ))}
        </fieldset>
      )}
      {complaint === "" ? null : (
        <p role="alert" className="complaint">
          {complaint}
        </p>
      )}
    </div>
  );
}
