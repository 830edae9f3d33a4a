/** @file The ways a command can end badly, and their exit codes. All leave stdout empty. */

/** Exit 2: what was asked for is not allowed. Each line names the field, what was given and what is allowed. */
export class BadInput extends Error {
  readonly lines: readonly string[];
  constructor(...lines: readonly string[]) {
    super(lines.join("\n"));
    this.lines = lines;
  }
}

/** A slot of the game that stands in the way, or one of the laws. */
export const refusedSlot = (what: string, slot: string, reason: string): BadInput =>
  new BadInput(`${slot === "data" || slot === "reference" ? "" : "game."}${slot}: ${what}. ${reason}`);

/** Exit 1: it was allowed, and it failed. */
export class RunFailed extends Error {}

/** Of the machine, not of the lab: a folder that cannot be written, a disk that is full. */
const ofTheMachine = (error: unknown): boolean => error instanceof Error && "syscall" in error;

/** Exit 1: what nobody foresaw, and what to do about it. @param trace where it happened, too */
export function unforeseen(error: unknown, trace: boolean): readonly string[] {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const stack = trace && error instanceof Error ? [error.stack ?? "it has no stack"] : [];
  if (ofTheMachine(error))
    return [`The machine refused: ${message}`, "Look at the path, at who may write there and at the space left.", ...stack];
  return [
    `Unforeseen: ${message}`,
    `This is a fault of the lab, not of what you asked for: please report it, with the command line${trace ? " and what follows" : " and what --trace adds to it"}.`,
    ...stack,
  ];
}
