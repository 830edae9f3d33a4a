/** @file What validation accepts goes through `lab run` to its answer and its files. Whether it trains is for accepted-trains.test.ts, which tries many more. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { run } from "../../src/cli/run.ts";
import { isSolved } from "../../src/experiment/solved.ts";
import { random } from "../../src/math/random.ts";
import { combination } from "../experiment/combinations.ts";
import { settled } from "../experiment/settled.ts";

const folder = mkdtempSync(join(tmpdir(), "lab-accepted-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const stream = random(5, "accepted runs");

/** In the plane a sweep on a grid takes seconds: solved.test.ts has those. */
const accepted = Array.from({ length: 12 }, () => settled(combination(stream)).experiment ?? [])
  .flat()
  .filter((experiment) => !isSolved(experiment))
  .slice(0, 3);

describe("lab run", () => {
  it.each(accepted.map((experiment) => [`${experiment.model}, ${experiment.objective.id}`, experiment] as const))(
    "%s",
    async (name, experiment) => {
      const file = join(folder, `${name}.json`);
      const out = join(folder, name);
      writeFileSync(file, JSON.stringify(experiment));
      const written = vi.spyOn(process.stdout, "write").mockReturnValue(true);
      await run([file, "--steps", "2", "--set", "sampling.steps=4", "--measure", "none", "--threads", "1", "--out", out]);
      const answer = written.mock.calls.map(([text]) => String(text)).join("");
      written.mockRestore();
      expect(JSON.parse(answer)).toMatchObject({ schema: 1, steps: 2 });
      expect(existsSync(join(out, "weights.safetensors"))).toBe(true);
      expect(JSON.parse(readFileSync(join(out, "experiment.json"), "utf8"))).toMatchObject({ model: experiment.model });
    },
  );
});
