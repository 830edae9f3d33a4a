/** @file Where the card of a step stands: beside what it speaks of, and never outside the window. */
import type { TourStep } from "./steps.ts";

export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

const GAP = 12;

/** The card's left upper corner, in the window. */
export function placeOf(
  target: Rectangle,
  card: Size,
  page: Size,
  side: TourStep["side"],
): { readonly left: number; readonly top: number } {
  const below = target.top + target.height + GAP;
  const above = target.top - card.height - GAP;
  const turned = side === "below" && below + card.height > page.height - GAP && above >= GAP ? "above" : side;
  const middle = { left: target.left + (target.width - card.width) / 2, top: target.top + (target.height - card.height) / 2 };
  const wanted = {
    right: { left: target.left + target.width + GAP, top: middle.top },
    left: { left: target.left - card.width - GAP, top: middle.top },
    below: { left: middle.left, top: below },
    above: { left: middle.left, top: above },
  }[turned];
  const inside = (value: number, room: number): number => Math.max(GAP, Math.min(value, room - GAP));
  return { left: inside(wanted.left, page.width - card.width), top: inside(wanted.top, page.height - card.height) };
}
