/** @file A chip per layer that makes sense for this experiment. */
import { ToggleButton } from "react-aria-components";
import { useShallow } from "zustand/shallow";
import { STAGE_LAYERS } from "../../plots/stage/layers.ts";
import { useExperiment } from "../../state/experiment.ts";
import { toggleLayer, useView } from "../../state/view.ts";

export function LayerChips() {
  const layers = useView((view) => view.layers);
  const offered = useExperiment(useShallow(({ running }) => STAGE_LAYERS.filter((layer) => layer.offered?.(running) ?? true)));
  return (
    <div className="chip-group" role="group" aria-label="Layers">
      {offered.map(({ id, title, about }) => (
        <ToggleButton key={id} className="chip" aria-description={about} isSelected={layers[id] === true} onChange={() => toggleLayer(id)}>
          <span title={about}>{title}</span>
        </ToggleButton>
      ))}
    </div>
  );
}
