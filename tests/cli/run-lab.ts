/** @file The runner as a user starts it: what it prints and how it ends. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { expect } from "vitest";

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export const lab = (...args: string[]): Promise<Ended> => labIn([], ...args);

export const labIn = (node: readonly string[], ...args: string[]): Promise<Ended> =>
  new Promise((done, fail) => {
    const child = spawn(process.execPath, [...node, join(import.meta.dirname, "../../src/cli/lab.mjs"), ...args]);
    const text = { out: "", err: "" };
    child.stdout.on("data", (chunk: Buffer) => (text.out += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (text.err += chunk.toString()));
    child.on("error", fail);
    child.on("close", (code) => {
      done({ code, ...text });
    });
  });

/** Its JSON, of a run that succeeded. */
export const answered = ({ out, err, code }: Ended): unknown => {
  expect(code, err).toBe(0);
  return JSON.parse(out);
};
