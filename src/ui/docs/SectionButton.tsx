/** @file A ? that opens a section of docs/mathematics.md. */
import { openSection } from "../../state/dialogs.ts";

interface SectionButtonProps {
  /** The heading. */
  readonly section: string;
  readonly className: string;
}

export function SectionButton({ section, className }: SectionButtonProps) {
  return (
    <button type="button" className={className} aria-label={`Mathematics: ${section}`} onClick={() => openSection(section)}>
      ?
    </button>
  );
}
