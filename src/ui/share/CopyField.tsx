/** @file A text to take along: shown, selectable, and copied by a button that says whether it worked. */
import { useEffect, useId, useRef, useState } from "react";

interface CopyFieldProps {
  readonly label: string;
  readonly text: string;
  /** Lines that are shown; one for a link. */
  readonly rows?: number;
}

/** How long the button says that it has copied. */
const SAID = 2500; // ms

export function CopyField({ label, text, rows = 1 }: CopyFieldProps) {
  const id = useId();
  const [said, setSaid] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    if (said === "") return undefined;
    const timer = setTimeout(() => setSaid(""), SAID);
    return () => clearTimeout(timer);
  }, [said]);

  function copy(): void {
    field.current?.select();
    // Without permission the text stands selected, and the keyboard copies it.
    navigator.clipboard.writeText(text).then(
      () => setSaid("Copied"),
      () => setSaid("Press Ctrl C"),
    );
  }

  return (
    <div className="copy-field">
      <label htmlFor={id} className="unseen">
        {label}
      </label>
      <textarea
        ref={field}
        id={id}
        className={rows === 1 ? "one-line" : ""}
        readOnly
        spellCheck={false}
        rows={rows}
        value={text}
        onFocus={(event) => event.currentTarget.select()}
      />
      <button type="button" className="button" aria-label={`Copy: ${label}`} onClick={copy}>
        <span role="status">{said === "" ? "Copy" : said}</span>
      </button>
    </div>
  );
}
