/** @file Why something is not provided or does not fit, in the user's words. */
/** Why something is not provided or does not fit, in the user's words. */
export interface Reason {
  readonly reason: string;
}

/** A combination that cannot be trained, and the nearest that can: settings by path, e.g. { "objective.id": "roll-out" }. */
export interface Misfit extends Reason {
  readonly nearest?: Readonly<Record<string, unknown>>;
}
