/** @file The presets as cards: a click or Enter opens one; arrow keys walk the grid, letters find a title. */
import { watched } from "../../experiment/watched.ts";
import { useMemo, useState } from "react";
import { GridList, GridListItem } from "react-aria-components";
import { specs } from "../../catalogue/specs.ts";
import type { Experiment, Preset } from "../../experiment/experiment.ts";
import { presets } from "../../experiment/presets.ts";
import { resolve } from "../../experiment/resolve.ts";
import { closeDialog } from "../../state/dialogs.ts";
import { openExperiment, useExperiment } from "../../state/experiment.ts";
import { DialogFrame } from "../DialogFrame.tsx";
import { GalleryTabs } from "./GalleryTabs.tsx";
import { PresetCard } from "./PresetCard.tsx";
import "../data/data.css";
import "./gallery.css";

interface Shown {
  readonly preset: Preset;
  readonly experiment: Experiment;
}

function whole(preset: Preset): readonly Shown[] {
  const { experiment } = resolve(preset.experiment, "lenient");
  return experiment === null ? [] : [{ preset, experiment }];
}

/** In the order of the models, as the list of models has it. */
function all(): readonly Shown[] {
  const order = [...specs.model.keys()];
  return [...presets.values()]
    .flatMap(whole)
    .sort((a, b) => order.indexOf(a.experiment.model) - order.indexOf(b.experiment.model) || a.preset.title.localeCompare(b.preset.title));
}

const EVERY = "every";

export function Gallery() {
  const cards = useMemo(() => all(), []);
  const [model, setModel] = useState<string>(EVERY);
  const [focused, setFocused] = useState<string | null>(null);
  const current = useExperiment((state) => state.preset);
  const shown = cards.filter(({ experiment }) => model === EVERY || experiment.model === model);

  function open(id: string): void {
    const found = cards.find(({ preset }) => preset.id === id);
    if (found === undefined) return;
    openExperiment(found.experiment, id, []);
    closeDialog();
  }

  return (
    <DialogFrame
      title="Experiments"
      className="gallery-dialog"
      beside={
        <>
          <GalleryTabs shown="gallery" />
          <span className="note only-wide">{shown.length} to open and take apart</span>
        </>
      }
    >
      <ModelFilter model={model} onChange={setModel} />
      <GridList
        className="gallery"
        layout="grid"
        aria-label="Presets"
        items={shown}
        dependencies={[current, focused]}
        autoFocus
        onAction={(key) => open(String(key))}
        onPointerLeave={() => setFocused(null)}
      >
        {({ preset, experiment }: Shown) => (
          <GridListItem
            id={preset.id}
            textValue={`${preset.title}. ${watched.get(preset.id) ?? ""}${preset.id === current ? " Open now." : ""}`}
            className={`gallery-card ${preset.id === current ? "current" : ""}`}
            onHoverStart={() => setFocused(preset.id)}
          >
            {({ isFocusVisible }) => (
              <PresetCard preset={preset} experiment={experiment} lively={isFocusVisible || focused === preset.id} />
            )}
          </GridListItem>
        )}
      </GridList>
    </DialogFrame>
  );
}

function ModelFilter({ model, onChange }: { readonly model: string; readonly onChange: (model: string) => void }) {
  const options = [{ id: EVERY, title: "All models" }, ...specs.model.values()];
  return (
    <div className="gallery-filter" role="group" aria-label="Model">
      {options.map(({ id, title }) => (
        <button key={id} type="button" className="chip" aria-pressed={model === id} onClick={() => onChange(id)}>
          {title}
        </button>
      ))}
    </div>
  );
}
