/** @file A misfit, and the field that it is about. */
import type { Misfit } from "../catalogue/reason.ts";
export interface MisfitAt extends Misfit {
  /** The field to look at. */
  readonly path: string;
  /** The game itself is wrong there: it is refused even where nothing is trained. */
  readonly game?: true;
}
