/**
 * @file What something beside training may take from it. After it has taken c ms it has to wait until training has had c / share.
 *
 * Counted in training's own milliseconds, so that the share holds however slow the machine is and whatever else is going on.
 */
export interface Allowance {
  spend(milliseconds: number): void;
  /** Training has had so much. */
  earn(milliseconds: number): void;
  /** Nothing is owed. */
  free(): boolean;
}

/** @param share milliseconds per millisecond of training */
export function allowance(share: number): Allowance {
  let owed = 0;
  return {
    spend(milliseconds) {
      owed += milliseconds / share;
    },
    earn(milliseconds) {
      owed = Math.max(0, owed - milliseconds);
    },
    free: () => owed <= 0,
  };
}
