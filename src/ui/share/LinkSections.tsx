/** @file The link, its QR code and the embed code, all with the same display flags. */
import { useState } from "react";
import type { Flags } from "../../experiment/flags.ts";
import { leftOutOfLink } from "../../experiment/linkable.ts";
import { presets } from "../../experiment/presets.ts";
import { linkTo } from "../../state/address.ts";
import { useExperiment } from "../../state/experiment.ts";
import { closeDialog } from "../../state/dialogs.ts";
import { type PagePart, PARTS, present, useFlags } from "../../state/flags.ts";
import { Toggle } from "../controls/Toggle.tsx";
import { CopyField } from "./CopyField.tsx";
import { embedCode } from "./embed.ts";
import { QrCode } from "./QrCode.tsx";

const PART_NAMES: Readonly<Record<PagePart, string>> = {
  left: "controls",
  top: "top bar",
  equation: "equation",
  layers: "layers",
  film: "film strip",
  readouts: "readouts",
  transport: "transport",
};

type Shown = Pick<Flags, "hide" | "lock" | "present" | "autoplay" | "theme">;

const PLAIN: Shown = { hide: [], lock: [], present: false, autoplay: false, theme: null };

export function LinkSections() {
  const [flags, setFlags] = useState(PLAIN);
  const running = useExperiment((state) => state.running);
  const preset = useExperiment((state) => state.preset);
  // Whoever shares a lesson shares its question.
  const lesson = useFlags((shown) => shown.lesson);
  const link = linkTo(window.location, { ...flags, lesson });
  const left = leftOutOfLink(running);
  const title = `MFG Lab: ${presets.get(preset ?? "")?.title ?? running.model}`;
  return (
    <>
      <section aria-labelledby="share-link">
        <h3 id="share-link">Link to this experiment</h3>
        <CopyField label="Link" text={link} />
        {left === 0 ? null : <p className="note">The link leaves out {left} of your points; the file below has them all.</p>}
        <Display flags={flags} onChange={setFlags} />
        <QrCode text={link} />
      </section>
      <section aria-labelledby="share-embed">
        <h3 id="share-embed">In your own page</h3>
        <CopyField label="Embed code" text={embedCode(link, title)} rows={4} />
      </section>
    </>
  );
}

interface DisplayProps {
  readonly flags: Shown;
  readonly onChange: (flags: Shown) => void;
}

function Display({ flags, onChange }: DisplayProps) {
  const set = (changes: Partial<Shown>): void => onChange({ ...flags, ...changes });
  const hidden = (part: PagePart): boolean => flags.hide.includes(part);
  return (
    <details className="display">
      <summary>How it opens</summary>
      <div className="display-flags">
        <Toggle label="Presentation" on={flags.present} onChange={(present) => set({ present })} />
        <Toggle label="Trains at once" on={flags.autoplay} onChange={(autoplay) => set({ autoplay })} />
        <Toggle label="Locked" on={flags.lock.length > 0} onChange={(on) => set({ lock: on ? ["controls"] : [] })} />
        <label className="choice">
          Theme
          <select value={flags.theme ?? ""} onChange={(event) => set({ theme: themeOf(event.currentTarget.value) })}>
            <option value="">the reader’s own</option>
            <option value="light">light</option>
            <option value="dark">dark</option>
          </select>
        </label>
        <button
          type="button"
          className="button"
          onClick={() => {
            closeDialog();
            present(true);
          }}
        >
          Present now
        </button>
      </div>
      <fieldset className="display-flags">
        <legend>Without</legend>
        {PARTS.map((part) => (
          <Toggle
            key={part}
            label={PART_NAMES[part]}
            on={hidden(part)}
            onChange={(on) => set({ hide: PARTS.filter((other) => (other === part ? on : hidden(other))) })}
          />
        ))}
      </fieldset>
    </details>
  );
}

function themeOf(word: string): Shown["theme"] {
  return word === "light" || word === "dark" ? word : null;
}
