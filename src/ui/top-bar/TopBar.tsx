/** @file The top bar: what this is, which preset, back and forth, a link to share, light or dark. */
import { useState } from "react";
import { presets } from "../../experiment/presets.ts";
import { resolve } from "../../experiment/resolve.ts";
import { openExperiment, redo, undo, useExperiment } from "../../state/experiment.ts";
import { chooseTheme, useView } from "../../state/view.ts";
import { linkTo } from "../../state/address.ts";
import { Picker } from "../controls/Picker.tsx";
import "./top-bar.css";

export function TopBar() {
  const canUndo = useExperiment((state) => state.past.length > 0);
  const canRedo = useExperiment((state) => state.future.length > 0);
  return (
    <header className="top">
      <h1 className="brand">
        MFG<b>·</b>Lab
      </h1>
      <PresetMenu />
      <span className="space" />
      <button type="button" className="button icon only-wide" aria-label="Undo" disabled={!canUndo} onClick={undo}>
        ↶
      </button>
      <button type="button" className="button icon only-wide" aria-label="Redo" disabled={!canRedo} onClick={redo}>
        ↷
      </button>
      <button type="button" className="button icon only-wide" aria-label="Keyboard" onClick={() => useView.setState({ keysOpen: true })}>
        ⌨
      </button>
      <ShareButton />
      <ThemeButton />
    </header>
  );
}

function PresetMenu() {
  const preset = useExperiment((state) => state.preset);
  const options = [...presets.values()].map(({ id, title, watch }) => ({ id, title, about: watch }));
  function open(id: string): void {
    const { experiment, problems } = resolve(presets.get(id)?.experiment, "lenient");
    if (experiment !== null) openExperiment(experiment, id, problems);
  }
  return <Picker className="presets" label="Preset" placeholder="Presets" options={options} value={preset} onChange={open} />;
}

function ShareButton() {
  const [said, setSaid] = useState("");
  function share(): void {
    const link = linkTo(window.location);
    const done = (text: string): void => {
      setSaid(text);
      setTimeout(() => setSaid(""), 2500);
    };
    // Without permission to copy, the address bar holds the same link.
    navigator.clipboard.writeText(link).then(
      () => done("Copied"),
      () => done("See the address bar"),
    );
  }
  return (
    <button type="button" className="button primary share" onClick={share}>
      <span role="status">{said === "" ? "Share link" : said}</span>
    </button>
  );
}

function ThemeButton() {
  const theme = useView((view) => view.theme);
  const dark = theme === "dark" || (theme === "system" && window.matchMedia("(prefers-color-scheme: dark)").matches);
  return (
    <button
      type="button"
      className="button icon"
      aria-label={dark ? "Light theme" : "Dark theme"}
      onClick={() => chooseTheme(dark ? "light" : "dark")}
    >
      ◐
    </button>
  );
}
