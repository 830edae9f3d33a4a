/** @file Why something is not provided or does not fit, in the user's words. */
/** Why something is not provided or does not fit, in the user's words. */
export interface Reason {
  readonly reason: string;
}

/** A combination that cannot be trained, and the nearest that can: settings by path, e.g. { "objective.id": "roll-out" }. */
export interface Misfit extends Reason {
  readonly nearest?: Readonly<Record<string, unknown>>;
}

/** Fits where there is nothing to change. */
export const fitsUnless = (nearest: Readonly<Record<string, unknown>>, reason: string): true | Misfit =>
  Object.keys(nearest).length === 0 ? true : { reason, nearest };
