/** @file Where a table comes from: dropped, picked, or pasted. */
import { useId, useState } from "react";
import { POINTS } from "../../catalogue/limits.ts";
import { formatCount } from "../format.ts";

interface FileDropProps {
  readonly onFile: (file: File) => void;
  readonly onText: (text: string) => void;
}

export function FileDrop({ onFile, onText }: FileDropProps) {
  const id = useId();
  const [over, setOver] = useState(false);
  const [text, setText] = useState("");
  return (
    <>
      <div
        className={`drop-zone ${over ? "over" : ""}`}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          const [file] = event.dataTransfer.files;
          if (file !== undefined) onFile(file);
        }}
      >
        <p>Drop a CSV or JSON file here, or</p>
        <input
          id={`${id}-file`}
          className="unseen"
          type="file"
          accept=".csv,.tsv,.txt,.json,text/csv,application/json"
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file !== undefined) onFile(file);
            // The same file, mended, may be chosen again.
            event.target.value = "";
          }}
        />
        <label className="button" htmlFor={`${id}-file`}>
          Choose a file…
        </label>
        <p className="note">Up to {formatCount(POINTS.max)} rows of one number or more, with or without a header.</p>
      </div>
      <label htmlFor={`${id}-text`} className="note">
        or paste rows
      </label>
      <textarea
        id={`${id}-text`}
        rows={5}
        value={text}
        placeholder={"x, y\n0.3, 1.2\n-0.7, 0.4"}
        onChange={(event) => setText(event.target.value)}
        onPaste={(event) => {
          // Into an empty field a table is pasted whole, and read at once.
          const pasted = event.clipboardData.getData("text");
          if (text === "" && pasted.includes("\n")) onText(pasted);
        }}
      />
      <button type="button" className="button" disabled={text.trim() === ""} onClick={() => onText(text)}>
        Read this text
      </button>
    </>
  );
}
