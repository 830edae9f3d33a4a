/** @file What the lab has to say about files, storage and versions, each until it is put away. */
import { putNoticeAway, useNotice } from "../../state/notices.ts";
import { putStorageAway, useStorage } from "../../state/storage.ts";
import { putUpdateAway, takeUpdate, useOffline } from "../../state/offline.ts";
import { downloadExperiment } from "./experiment-file.ts";

export function ShareNotices() {
  return (
    <>
      <FileNotice />
      <StorageNotice />
      <UpdateNotice />
    </>
  );
}

function FileNotice() {
  const notice = useNotice((state) => state.notice);
  if (notice === null) return null;
  const { refused, title, lines, offer } = notice;
  return (
    <section className="notice card" role={refused ? "alert" : "status"} aria-label="File">
      <h2>{title}</h2>
      {lines.length === 0 ? null : (
        <ul>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      <p className="notice-buttons">
        {offer === null ? null : (
          <button type="button" className="button" onClick={offer.act}>
            {offer.label}
          </button>
        )}
        <button type="button" className="button" onClick={putNoticeAway}>
          Put away
        </button>
      </p>
    </section>
  );
}

const STORAGE_WORDS = {
  full: "This browser’s storage for the lab is full, so this experiment will not be here at your next visit.",
  blocked:
    "This browser keeps nothing for the lab (a private window, or storage is off), so this experiment will not be here at your next visit.",
} as const;

function StorageNotice() {
  const { state, putAway } = useStorage();
  if (state === "kept" || putAway) return null;
  return (
    <section className="notice card" role="status" aria-label="Storage">
      <h2>Nothing is lost yet</h2>
      <p>{STORAGE_WORDS[state]} The address and the file hold all of it.</p>
      <p className="notice-buttons">
        <button type="button" className="button" onClick={downloadExperiment}>
          Download the experiment
        </button>
        <button type="button" className="button" onClick={putStorageAway}>
          Put away
        </button>
      </p>
    </section>
  );
}

function UpdateNotice() {
  const waiting = useOffline((state) => state.waiting);
  if (!waiting) return null;
  return (
    <section className="notice card" role="status" aria-label="New version">
      <h2>A new version of the lab is here</h2>
      <p>This page still runs the one before. The experiment is kept in the address; the training run begins again.</p>
      <p className="notice-buttons">
        <button type="button" className="button primary" onClick={takeUpdate}>
          Reload
        </button>
        <button type="button" className="button" onClick={putUpdateAway}>
          Later
        </button>
      </p>
    </section>
  );
}
