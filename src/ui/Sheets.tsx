/** @file What slides over the page: the controls on a phone, and the list of keys. */
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useView } from "../state/view.ts";
import { KEYS } from "./keyboard.ts";
import { PanelsColumn } from "./Columns.tsx";
import { Locked } from "./share/Locked.tsx";
import "./sheets.css";

export function ControlSheet() {
  const open = useView((view) => view.controlsOpen);
  return (
    <ModalOverlay className="overlay" isDismissable isOpen={open} onOpenChange={(next) => useView.setState({ controlsOpen: next })}>
      <Modal className="sheet">
        <Dialog className="sheet-body" aria-label="Controls">
          <button type="button" className="button sheet-close" onClick={() => useView.setState({ controlsOpen: false })}>
            Close
          </button>
          <Locked>
            <PanelsColumn />
          </Locked>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

export function KeySheet() {
  const open = useView((view) => view.keysOpen);
  return (
    <ModalOverlay className="overlay centred" isDismissable isOpen={open} onOpenChange={(next) => useView.setState({ keysOpen: next })}>
      <Modal className="box card">
        <Dialog aria-label="Keyboard">
          <Heading slot="title">Keyboard</Heading>
          <dl className="keys">
            {KEYS.map(([key, does]) => (
              <div key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
          <button type="button" className="button" onClick={() => useView.setState({ keysOpen: false })}>
            Close
          </button>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
