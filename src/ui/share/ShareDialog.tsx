/** @file Everything that can be handed on, in one dialog. */
import { DialogFrame } from "../DialogFrame.tsx";
import { LinkSections } from "./LinkSections.tsx";
import { CiteSection, CommandSection, FileSection } from "./TakeSections.tsx";
import "./share-dialog.css";

export function ShareDialog() {
  return (
    <DialogFrame title="Share" className="share-dialog">
      <div className="share-columns">
        <div>
          <LinkSections />
        </div>
        <div>
          <FileSection />
          <CommandSection />
          <CiteSection />
        </div>
      </div>
    </DialogFrame>
  );
}
