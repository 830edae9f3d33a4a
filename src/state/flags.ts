/**
 * @file The display flags of the link that was opened, as the screen obeys them. They never change the experiment.
 *
 *     hide=left,top,equation,layers,film,readouts,transport     parts of the screen
 *     lock=controls | lock=data,game.terminal                      fields that cannot be changed here
 */
import { create } from "zustand";
import type { Problem } from "../experiment/experiment.ts";
import type { Flags } from "../experiment/flags.ts";

/** Parts of the screen that a link can hide, by the words it may use. */
export const PARTS = ["left", "top", "equation", "layers", "film", "readouts", "transport"] as const;
export type PagePart = (typeof PARTS)[number];

/** Either locks every field. */
const ALL: readonly string[] = ["all", "controls"];

const NO_FLAGS: Flags = { hide: [], lock: [], present: false, autoplay: false, theme: null, backend: "auto", fast: false, lesson: null };

export const useFlags = create<Flags>(() => NO_FLAGS);

/** Obeys the flags of a link. Returns what it asks for that the screen does not have. */
export function obeyFlags(flags: Flags): readonly Problem[] {
  useFlags.setState(flags);
  return flags.hide
    .filter((word) => !(PARTS as readonly string[]).includes(word))
    .map((word) => ({
      path: "hide",
      given: word,
      allowed: PARTS.join(", "),
      message: "is no part of the screen; nothing is hidden for it",
      severity: "adjusted",
    }));
}

/** The cards of the experiment are on the screen, or a touch away. */
export function showsControls({ hide, present: presenting }: Pick<Flags, "hide" | "present">): boolean {
  return !presenting && !hide.includes("left");
}

export function present(on: boolean): void {
  useFlags.setState({ present: on });
}

/** The field, or one that it is a part of, is locked. */
export function isLocked(lock: readonly string[], path: string): boolean {
  return lock.some((word) => ALL.includes(word) || path === word || path.startsWith(`${word}.`));
}

export function allLocked(lock: readonly string[]): boolean {
  return ALL.some((word) => lock.includes(word));
}

/** Why an edit is not made; none if it may be. Choosing a model changes every slot, so any lock holds it. */
export function lockedEdits(paths: readonly string[]): readonly Problem[] {
  const { lock } = useFlags.getState();
  const touches = (path: string): boolean => path === "model" || isLocked(lock, path) || lock.some((word) => word.startsWith(`${path}.`));
  const held = lock.length === 0 ? [] : paths.filter(touches);
  return held.map((path) => ({
    path,
    given: "a change",
    allowed: "",
    message: "is locked by the link that was opened",
    severity: "adjusted",
  }));
}
