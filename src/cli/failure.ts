/** @file The two ways a command can end badly, and their exit codes. Both leave stdout empty. */

/** Exit 2: what was asked for is not allowed. Each line names the field, what was given and what is allowed. */
export class BadInput extends Error {
  readonly lines: readonly string[];
  constructor(...lines: readonly string[]) {
    super(lines.join("\n"));
    this.lines = lines;
  }
}

/** Exit 1: it was allowed, and it failed. */
export class RunFailed extends Error {}
