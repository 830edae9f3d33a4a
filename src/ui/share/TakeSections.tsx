/** @file The run as a headless command, as files, and as a bibliography. */
import { useRef, useState } from "react";
import { bibtexOf } from "../../experiment/bibtex.ts";
import { commandOf } from "../../experiment/command.ts";
import { weightsFile } from "../../experiment/weights.ts";
import { isSolved } from "../../experiment/solved.ts";
import { closeDialog } from "../../state/dialogs.ts";
import { openFile } from "../../state/drop.ts";
import { useExperiment } from "../../state/experiment.ts";
import { useFlags } from "../../state/flags.ts";
import { useRun } from "../../state/run.ts";
import type { PendingWeights } from "../../state/share.ts";
import { useSession } from "../session-context.ts";
import { CopyField } from "./CopyField.tsx";
import { pointsCsv } from "./csv.ts";
import { download, fileName, runName } from "./download.ts";
import { downloadExperiment } from "./experiment-file.ts";

export function CommandSection() {
  const running = useExperiment((state) => state.running);
  const preset = useExperiment((state) => state.preset);
  const backend = useFlags((flags) => flags.backend);
  const computesOn = useRun((run) => run.backend);
  // Elsewhere the wish for fused products changes nothing.
  const fast = useFlags((flags) => flags.fast) && computesOn === "wasm";
  const { line, file } = commandOf(running, preset, { backend, fast }, `${runName()}.json`);
  return (
    <section aria-labelledby="share-command">
      <h3 id="share-command">This run without a screen</h3>
      <CopyField label="Command" text={line} rows={3} />
      <p className="note">
        In the lab’s folder: {isSolved(running) ? "solves the same game" : "trains with the same seed"} and prints losses and measures as
        JSON.
        {file === null ? "" : ` It reads ${file}: download the experiment first.`}
      </p>
    </section>
  );
}

export function FileSection() {
  const session = useSession();
  const ready = useRun((run) => run.phase !== "starting" && run.client.kind === "ready");
  const solved = useRun((run) => run.outcome !== null);
  const [failed, setFailed] = useState("");
  const picker = useRef<HTMLInputElement>(null);

  async function save(write: (saved: PendingWeights) => void): Promise<void> {
    setFailed("");
    try {
      write(await session.save());
    } catch (error) {
      setFailed(error instanceof Error ? error.message : "The run did not answer.");
    }
  }

  const saveWeights = ({ theta, blocks, step, experiment, dataVariance }: PendingWeights): void => {
    const file = weightsFile({ step, experiment, dataVariance }, theta, blocks);
    download(fileName("weights", "safetensors"), file as BlobPart, "application/octet-stream");
  };

  const saveTraining = ({ training }: PendingWeights): void => {
    if (training === null) throw new Error("These data are drawn anew for ever: there is no training set.");
    download(`${runName()}-training.csv`, pointsCsv(training.points, training.dimension), "text/csv");
  };

  async function open(file: File | undefined): Promise<void> {
    if (file === undefined) return;
    closeDialog();
    await openFile(file, session);
  }

  return (
    <section aria-labelledby="share-files">
      <h3 id="share-files">Files</h3>
      <div className="file-buttons">
        <button type="button" className="button" onClick={downloadExperiment}>
          Experiment (JSON)
        </button>
        {solved ? null : (
          <button type="button" className="button" disabled={!ready} onClick={() => void save(saveWeights)}>
            Weights (safetensors)
          </button>
        )}
        {solved ? null : (
          <button type="button" className="button" disabled={!ready} onClick={() => void save(saveTraining)}>
            Training set (CSV)
          </button>
        )}
        <button type="button" className="button" onClick={() => picker.current?.click()}>
          Open a file…
        </button>
        <input
          ref={picker}
          type="file"
          hidden
          aria-label="A file to open"
          accept=".json,.safetensors"
          onChange={(event) => void open(event.currentTarget.files?.[0])}
        />
      </div>
      <p className="note">Experiments, weights and points (CSV) can also be dropped anywhere on the page.</p>
      {failed === "" ? null : <p className="complaint">{failed}</p>}
    </section>
  );
}

export function CiteSection() {
  const running = useExperiment((state) => state.running);
  const bibtex = bibtexOf(running);
  return (
    <section aria-labelledby="share-cite">
      <h3 id="share-cite">What it builds on</h3>
      <CopyField label="BibTeX" text={bibtex} rows={8} />
      <button type="button" className="button" onClick={() => download(`${runName()}.bib`, bibtex, "application/x-bibtex")}>
        Download .bib
      </button>
    </section>
  );
}
