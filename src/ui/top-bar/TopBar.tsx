/** @file The top bar: what this is, which preset, back and forth, a link to share, light or dark. */
import { presets } from "../../experiment/presets.ts";
import { openDialog } from "../../state/dialogs.ts";
import { redo, undo, useExperiment } from "../../state/experiment.ts";
import { startTour } from "../../state/tour.ts";
import { chooseTheme, useView } from "../../state/view.ts";
import { CompareButton } from "../compare/CompareButton.tsx";
import { OfflineBadge } from "../share/OfflineBadge.tsx";
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
      <button type="button" className="button icon" aria-label="Take the tour" onClick={startTour}>
        ?
      </button>
      <OfflineBadge />
      <CompareButton className="only-wide" />
      <button type="button" className="button primary" aria-haspopup="dialog" onClick={() => openDialog("share")}>
        Share
      </button>
      <ThemeButton />
    </header>
  );
}

function PresetMenu() {
  const preset = useExperiment((state) => presets.get(state.preset ?? "")?.title);
  return (
    <button type="button" className="button presets" aria-haspopup="dialog" onClick={() => openDialog("gallery")}>
      <span className="presets-word">Preset</span>
      <span className="presets-title">{preset ?? "none: your own"}</span>
      <span aria-hidden="true">▾</span>
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
