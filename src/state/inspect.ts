/** @file What is asked of the stage: the point under the pointer, and the particle that was picked out with its account. */
import { create } from "zustand";
import { createStore } from "zustand/vanilla";
import type { Particle } from "../engine/results.ts";

/** A point of the panes: (x₁, x₂), or (t, x) on the line; null: nothing is pointed at. */
interface Pointer {
  readonly point: { readonly u: number; readonly v: number } | null;
}

export const pointer = createStore<Pointer>(() => ({ point: null }));

interface Inspected {
  /** The particle's place among those that are drawn; all flows begin with the same ones. */
  readonly index: number | null;
  /** What the worker says of it; null until it has answered. */
  readonly account: Particle | null;
}

export const useInspected = create<Inspected>(() => ({ index: null, account: null }));

/** Another particle's account is none of this one's. */
export function pickParticle(index: number | null): void {
  if (index !== useInspected.getState().index) useInspected.setState({ index, account: null });
}

export function receiveAccount(account: Particle): void {
  if (useInspected.getState().index !== null) useInspected.setState({ account });
}
