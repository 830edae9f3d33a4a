/** @file From a term of the equation to the card of its slot; on a phone the sheet with the cards is opened first. */
import { showsControls, useFlags } from "../../state/flags.ts";
import { useView } from "../../state/view.ts";

const WITH_CARD: readonly string[] = ["dynamics", "running", "interaction", "terminal", "hjb"];

export function hasCard(slot: string): boolean {
  return WITH_CARD.includes(slot);
}

/** A sheet is on the page within a few frames of being asked for. */
const PATIENCE = 30; // frames

export function goToSlot(slot: string): void {
  if (!showsControls(useFlags.getState())) return;
  if (document.getElementById(`slot-${slot}`) === null) useView.setState({ controlsOpen: true });
  focusSoon(slot, PATIENCE);
}

function focusSoon(slot: string, patience: number): void {
  const card = document.getElementById(`slot-${slot}`);
  if (card !== null) {
    card.scrollIntoView({ block: "nearest" });
    card.focus();
  } else if (patience > 0) requestAnimationFrame(() => focusSoon(slot, patience - 1));
}
