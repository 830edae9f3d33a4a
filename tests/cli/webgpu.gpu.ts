/** @file The headless runner's own check, on WebGPU under Node: every activation's derivatives, every model's first losses. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const FIND = pathToFileURL(join(ROOT, "tests/setup/resolve-webgpu.mjs")).href;

interface Answer {
  readonly backend: string;
  readonly route: string;
  readonly ok: boolean;
  readonly rows: readonly { readonly name: string; readonly error: number; readonly ok: boolean }[];
}

// Most of it waits for a software adapter that compiles the shaders of every model.
test("lab check --backend webgpu", { timeout: 600_000 }, async () => {
  const args = ["--import", FIND, "src/cli/lab.mjs", "check", "--backend", "webgpu"];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT });
  const { rows, ...answer } = JSON.parse(stdout) as Answer;
  expect(answer).toMatchObject({ backend: "webgpu", route: "webgpu", ok: true });
  expect(rows.filter(({ ok }) => !ok)).toEqual([]);
  expect(rows.length).toBeGreaterThan(30);
  // Two implementations that agreed in every bit would be one.
  expect(Math.max(...rows.map(({ error }) => error))).toBeGreaterThan(0);
});
