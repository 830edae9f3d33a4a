/** @file The whole page is a place to drop files: experiments and weights are opened, a table of points goes to its dialog. */
import { useEffect, useState } from "react";
import { openDialog } from "../../state/dialogs.ts";
import { isTable, openFile } from "../../state/drop.ts";
import { useSession } from "../session-context.ts";
import "./share.css";

/** A file over the page, not a selection of text. */
function holdsFile(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") === true;
}

export function DropZone() {
  const session = useSession();
  const [over, setOver] = useState(false);

  useEffect(() => {
    const onOver = (event: DragEvent): void => {
      if (!holdsFile(event)) return;
      // Otherwise the browser leaves the lab to show the file.
      event.preventDefault();
      setOver(true);
    };
    const onLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent): void => {
      setOver(false);
      const file = event.dataTransfer?.files[0];
      // Whoever stands nearer to the pointer was first.
      if (file === undefined || event.defaultPrevented) return;
      event.preventDefault();
      if (isTable(file.name)) openDialog("upload", file);
      else void openFile(file, session);
    };
    document.addEventListener("dragover", onOver);
    document.addEventListener("dragleave", onLeave);
    document.addEventListener("drop", onDrop);
    return () => {
      document.removeEventListener("dragover", onOver);
      document.removeEventListener("dragleave", onLeave);
      document.removeEventListener("drop", onDrop);
    };
  }, [session]);

  return over ? (
    <div className="drop-anywhere" aria-hidden="true">
      <p>Drop an experiment (.json), weights (.safetensors) or points (.csv)</p>
    </div>
  ) : null;
}
