/** @file The two ways a command can end badly, and their exit codes. Both leave stdout empty. */

/** Exit 2: what was asked for is not allowed. Each line names the field, what was given and what is allowed. */
export class BadInput extends Error {
  readonly lines: readonly string[];
  constructor(...lines: readonly string[]) {
    super(lines.join("\n"));
    this.lines = lines;
  }
}

/** A slot of the game that stands in the way, or one of the laws. */
export const refused = (what: string, slot: string, reason: string): BadInput =>
  new BadInput(`${slot === "data" || slot === "reference" ? "" : "game."}${slot}: ${what}. ${reason}`);

/** Exit 1: it was allowed, and it failed. */
export class RunFailed extends Error {}
