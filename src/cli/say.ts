/** @file What is said on the side: stdout carries JSON and nothing else. */

export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** A bar that redraws itself on a terminal, and is silent elsewhere. */
export function progress(fraction: number, text: string): void {
  if (!process.stderr.isTTY) return;
  const filled = Math.round(24 * Math.min(Math.max(fraction, 0), 1));
  process.stderr.write(`\r${"█".repeat(filled)}${"░".repeat(24 - filled)} ${text}\u001b[K`);
}

export function endProgress(): void {
  if (process.stderr.isTTY) process.stderr.write("\n");
}

/** The one answer of a command. */
export function answer(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}
