/** @file A game in TeX, and a term of it in the class of its slot, so that colours follow the theme and a term can be pointed at. */
import type { Reason } from "../../catalogue/reason.ts";

export interface GameTex {
  readonly objective: string;
  readonly dynamics: string;
  /** The equations of the optimum, or why there are none. */
  readonly hjb: string | Reason;
  readonly terminalCondition: string | null;
  readonly fokkerPlanck: string;
  readonly control: string | null;
  /** How it is trained, where that is not the objective itself. */
  readonly training: string | null;
  /** Over which paths or points the costs are averaged, in words. */
  readonly averaged: string;
}

export type SlotName = "dynamics" | "running" | "interaction" | "terminal" | "hjb";

export const slotTerm = (name: SlotName, tex: string): string => String.raw`\htmlClass{term term-${name}}{${tex}}`;
