/** @file The keyboard: transport and undo from anywhere, except where keys mean something already. */
import { clock, holdAt, loopTime } from "../state/clock.ts";
import { settingOf } from "../experiment/setting.ts";
import { hasNoiseLevels } from "../plots/strip.ts";
import { redo, undo, useExperiment } from "../state/experiment.ts";
import { present, useFlags } from "../state/flags.ts";
import { isTraining, useRun } from "../state/run.ts";
import type { PageSession } from "../state/session.ts";
import { toggleEvenNoise, useView } from "../state/view.ts";
import { askSummary } from "./summary/ask-summary.ts";
import { earlier, later } from "./transport/checkpoints.ts";

export const KEYS: readonly (readonly [string, string])[] = [
  ["Space", "train or pause; of an epidemic: run or hold its days"],
  [".", "one step"],
  ["→", "one step, where no control has the focus; of an epidemic: a later day, and ← an earlier one"],
  ["R", "reset the run"],
  ["M", "measure now"],
  ["S", "say how the run goes"],
  ["[ ]", "back and forth over the training, from checkpoint to checkpoint"],
  ["T", "run or hold the time of the flow"],
  ["L", "film strip of a diffusion: evenly in log-SNR or in time"],
  ["arrows, Enter", "on a picture: move the crosshair, pick the particle there"],
  ["+ − 0", "on a picture: closer, further, all of it"],
  ["P", "presentation: larger, without the controls; P or Esc leaves it"],
  ["Ctrl Z", "undo"],
  ["Ctrl Shift Z", "redo"],
  ["?", "this list"],
];

/** One press of an arrow, as a share of the horizon. */
const PRESS = 1 / 100;

/** Where there are days and no steps, Space runs and holds them and the arrows go through them. @returns whether the key was one of these */
function moveDays(event: KeyboardEvent): boolean {
  const { looping, fraction } = clock.getState();
  if (event.key === " ") loopTime(!looping);
  else if (event.key === "ArrowRight" || event.key === "ArrowLeft") holdAt(fraction + (event.key === "ArrowRight" ? PRESS : -PRESS));
  else return false;
  event.preventDefault();
  return true;
}

/** Where letters are text, or look for an entry that begins with them. */
const LETTERS_TAKEN = "input[type=text], textarea, select, [contenteditable], [role=option], [role=listbox], [role=menu], [role=dialog] *";

/** What Space and the arrows press or move already. */
const MOVES_TAKEN = "input, button, summary";

export function listenToKeys(page: Document, session: PageSession): () => void {
  function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.altKey) return;
    const target = event.target instanceof Element ? event.target : null;
    const typing = target?.closest("input[type=text], textarea, [contenteditable]") != null;
    if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() !== "z" || typing) return;
      event.preventDefault();
      (event.shiftKey ? redo : undo)();
      return;
    }
    const moves = event.key === " " || event.key.startsWith("Arrow");
    const taken = target?.closest(moves ? `${LETTERS_TAKEN}, ${MOVES_TAKEN}` : LETTERS_TAKEN) != null;
    if (taken && !(event.key === "?" && !typing)) return;
    act(event);
  }

  function act(event: KeyboardEvent): void {
    if (settingOf(useExperiment.getState().running) === "states" && moveDays(event)) return;
    switch (event.key) {
      case " ":
        event.preventDefault();
        if (isTraining(useRun.getState())) session.pause();
        else session.play();
        return;
      case ".":
      case "ArrowRight":
        session.step(1);
        return;
      case "r":
      case "R":
        session.reset();
        return;
      case "m":
      case "M":
        session.measure();
        return;
      case "s":
      case "S":
        askSummary();
        return;
      case "[":
        session.rewind(earlier(useRun.getState().checkpoints, useRun.getState().shown));
        return;
      case "]":
        session.rewind(later(useRun.getState().checkpoints, useRun.getState().shown));
        return;
      case "t":
      case "T":
        loopTime(!clock.getState().looping);
        return;
      case "l":
      case "L":
        if (hasNoiseLevels(useExperiment.getState().running)) toggleEvenNoise();
        return;
      case "p":
      case "P":
        present(!useFlags.getState().present);
        return;
      case "?":
        useView.setState({ keysOpen: true });
        return;
      default:
    }
  }

  page.addEventListener("keydown", onKey);
  return () => page.removeEventListener("keydown", onKey);
}
