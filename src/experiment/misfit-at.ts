/** @file A misfit, and the field that it is about. */
import type { Misfit } from "../catalogue/reason.ts";
export interface MisfitAt extends Misfit {
  /** The field to look at. */
  readonly path: string;
}
