/** @file Closer, further, and all of it; "fit" also fits the colours to what is shown. */
import { fitView, zoomBy } from "../../state/view-camera.ts";

const FACTOR = 1.4;

export function ZoomButtons() {
  return (
    <div className="zoom" role="group" aria-label="Zoom">
      <button type="button" aria-label="Zoom in" onClick={() => zoomBy(FACTOR)}>
        +
      </button>
      <button type="button" aria-label="Zoom out" onClick={() => zoomBy(1 / FACTOR)}>
        −
      </button>
      <button type="button" aria-label="Fit view and colours" title="Fit view and colours" onClick={fitView}>
        fit
      </button>
    </div>
  );
}
