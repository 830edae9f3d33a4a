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

const isLeaf = (value: unknown): boolean => typeof value !== "object" || value === null;

/** Indented JSON with lists of numbers on one line. @internal */
export function printedJson(value: unknown, indent = ""): string {
  if (isLeaf(value)) return value === undefined ? "null" : JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.every((item) => isLeaf(item) || (Array.isArray(item) && item.every(isLeaf)))) return JSON.stringify(value);
    return `[\n${value.map((item) => inner + printedJson(item, inner)).join(",\n")}\n${indent}]`;
  }
  const entries = Object.entries(value as object).filter(([, item]) => item !== undefined);
  if (entries.length === 0) return "{}";
  return `{\n${entries.map(([name, item]) => `${inner}${JSON.stringify(name)}: ${printedJson(item, inner)}`).join(",\n")}\n${indent}}`;
}

/** The one answer of a command. */
export function printAnswer(value: unknown): void {
  process.stdout.write(`${printedJson(value)}\n`);
}
