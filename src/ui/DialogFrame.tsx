/** @file The frame of a dialog: its title, the way out, and the focus inside it. */
import type { ReactNode } from "react";
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { closeDialog } from "../state/dialogs.ts";
import "./sheets.css";
import "./dialog-frame.css";

interface DialogFrameProps {
  readonly title: string;
  readonly className?: string;
  /** Stands beside the title. */
  readonly beside?: ReactNode;
  readonly children: ReactNode;
}

export function DialogFrame({ title, className = "", beside, children }: DialogFrameProps) {
  return (
    <ModalOverlay
      className="overlay centred"
      isDismissable
      isOpen
      onOpenChange={(open) => {
        if (!open) closeDialog();
      }}
    >
      <Modal className={`dialog card ${className}`}>
        <Dialog className="dialog-body">
          <div className="dialog-head">
            <Heading slot="title">{title}</Heading>
            {beside}
            <button type="button" className="button icon plain dialog-close" aria-label="Close" onClick={closeDialog}>
              ✕
            </button>
          </div>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
