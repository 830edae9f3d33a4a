/** @file What there is to open: experiments to take apart, and lessons that ask first. */
import { openDialog } from "../../state/dialogs.ts";

const TABS = [
  ["gallery", "Experiments"],
  ["lessons", "Lessons"],
] as const;

export function GalleryTabs({ shown }: { readonly shown: (typeof TABS)[number][0] }) {
  return (
    <span className="gallery-filter gallery-tabs" role="group" aria-label="What to open">
      {TABS.map(([dialog, title]) => (
        <button key={dialog} type="button" className="chip" aria-pressed={shown === dialog} onClick={() => openDialog(dialog)}>
          {title}
        </button>
      ))}
    </span>
  );
}
