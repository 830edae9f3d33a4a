/** @file What is asked of the stage: the point under the pointer, and the agent that was picked out with its account. */
import { create } from "zustand";
import { createStore } from "zustand/vanilla";
import type { Particle } from "../engine/results.ts";

/** A point of the panes: (x₁, x₂), or (t, x) on the line; null: nothing is pointed at. */
interface Pointer {
  readonly point: { readonly u: number; readonly v: number } | null;
}

export const pointer = createStore<Pointer>(() => ({ point: null }));

interface CardPlace {
  readonly right: boolean;
  readonly top: boolean;
}

interface Inspected {
  /** Where and when an agent was picked out: its path leads through there. */
  readonly picked: Particle["picked"] | null;
  /** What the worker says of it; null until it has answered. */
  readonly account: Particle | null;
  /** Where its card stands: away from where it was picked. */
  readonly card: CardPlace;
  /** The time at which its curves are read, while a hand is on them; null: the time that the stage shows. */
  readonly readAt: number | null;
}

const NOBODY: Inspected = { picked: null, account: null, card: { right: false, top: false }, readAt: null };

export const useInspected = create<Inspected>(() => NOBODY);

/** Another agent's account is none of this one's. */
export function pickAgent(picked: Particle["picked"] | null, card: CardPlace = NOBODY.card): void {
  useInspected.setState({ ...NOBODY, picked, card });
}

export function receiveAccount(account: Particle): void {
  if (useInspected.getState().picked !== null) useInspected.setState({ account });
}

export function readAccountAt(readAt: number | null): void {
  useInspected.setState({ readAt });
}
