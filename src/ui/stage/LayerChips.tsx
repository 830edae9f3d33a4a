/** @file A chip per layer that makes sense for this experiment. */
import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import { LAYERS } from "../../plots/stage/layers.ts";
import { useExperiment } from "../../state/experiment.ts";
import { toggleLayer, useView } from "../../state/view.ts";

export function LayerChips() {
  const layers = useView((view) => view.layers);
  const running = useExperiment((state) => state.running);
  const offered = LAYERS.filter((layer) => layer.offered?.(running) ?? true);
  const on = offered.filter(({ id }) => layers[id] === true).map(({ id }) => id);
  return (
    <ToggleButtonGroup
      className="chip-group"
      aria-label="Layers"
      selectionMode="multiple"
      selectedKeys={on}
      onSelectionChange={(keys) => {
        for (const { id } of offered) if (keys.has(id) !== on.includes(id)) toggleLayer(id);
      }}
    >
      {offered.map(({ id, title, about }) => (
        <ToggleButton key={id} id={id} className="chip" aria-description={about}>
          <span title={about}>{title}</span>
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
