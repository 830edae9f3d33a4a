/** @file The headless line runs the very experiment: a real shell splits it, and the runner's own reader resolves it. */
import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "../../src/cli/arguments.ts";
import { SOURCE_OPTIONS, sourceOf } from "../../src/cli/source.ts";
import { commandOf, quoted } from "../../src/experiment/command.ts";
import { setPaths } from "../../src/experiment/edit.ts";
import type { Experiment } from "../../src/experiment/experiment.ts";
import { presets } from "../../src/experiment/presets.ts";
import { resolve } from "../../src/experiment/resolve.ts";
import { accepted } from "./generated.ts";

const EVERYWHERE = { backend: "auto", fast: false } as const;

const START = "npm run -s lab -- run ";

/** The words that a shell makes of a line. */
function words(line: string): string[] {
  return execFileSync("/bin/sh", ["-c", `printf '%s\\0' ${line}`], { encoding: "utf8" })
    .split("\0")
    .slice(0, -1);
}

function run(line: string): { experiment: Experiment; backend: string } {
  expect(line.startsWith(START)).toBe(true);
  return sourceOf(parse(words(line.slice(START.length)), { ...SOURCE_OPTIONS, backend: "one" }));
}

describe.runIf(process.platform !== "win32")("the command of a run", () => {
  it("is the preset alone for a preset as it was published", () => {
    for (const [id, preset] of presets) {
      const experiment = resolve(preset.experiment, "strict").experiment!;
      expect(commandOf(experiment, id, EVERYWHERE, "x.json")).toEqual({ line: `${START}${id}`, file: null });
    }
  });

  it("resolves, strictly, to the same experiment, whatever was changed, over a preset or none", () => {
    fc.assert(
      fc.property(accepted, fc.constantFrom(null, ...presets.keys()), (draft, preset) => {
        const { line, file } = commandOf(draft, preset, EVERYWHERE, "x.json");
        expect(file).toBeNull();
        expect(run(line).experiment).toEqual(draft);
      }),
      { numRuns: 10 },
    );
  });

  it("says what only a lenient reader would guess: a start that the preset has in another space", () => {
    const { experiment } = resolve({ model: "boltzmann-generator", data: { id: "bimodal" } }, "strict");
    const { line } = commandOf(experiment!, "mud-lagrangian", EVERYWHERE, "x.json");
    expect(line).toContain("run mud-lagrangian --set");
    expect(run(line).experiment).toEqual(experiment);
  });

  it("keeps choices, lists, words and the seed of an edited preset readable", () => {
    const set = {
      "game.terminal.params.weight": 12.5,
      "data.params.covariance": [
        [1, 0.25],
        [0.25, 2],
      ],
      "network.activation": "sin",
      seed: 9,
    };
    const { experiment } = resolve(setPaths(presets.get("gaussian-ot")!.experiment, set), "strict");
    const { line } = commandOf(experiment!, "gaussian-ot", { ...EVERYWHERE, backend: "cpu" }, "x.json");
    expect(line).toContain("run gaussian-ot --set");
    expect(line).toContain("--set game.terminal.params.weight=12.5");
    expect(line).toContain("--set seed=9");
    expect(line).toContain(`--set 'network.activation="sin"'`);
    expect(line.endsWith("--backend cpu")).toBe(true);
    expect(run(line)).toEqual({ experiment, backend: "cpu", fast: false });
  });

  it("asks for fused products where the run has them", () => {
    const { experiment } = resolve(presets.get("gaussian-ot")!.experiment, "strict");
    for (const backend of ["auto", "wasm"] as const) {
      const { line } = commandOf(experiment!, "gaussian-ot", { backend, fast: true }, "x.json");
      expect(line).toBe(`${START}gaussian-ot --fast`);
    }
  });

  it("names the file where the line would be too long", () => {
    const points = Array.from({ length: 400 }, (_, i) => [Math.sin(i), Math.cos(i)]);
    const { experiment } = resolve({ model: "ot-flow", data: { id: "points", params: { rows: points } } }, "strict");
    expect(commandOf(experiment!, null, EVERYWHERE, "mine.json")).toEqual({ line: `${START}mine.json`, file: "mine.json" });
  });

  it("quotes anything so that the shell gives it back", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => !text.includes("\0")),
        (word) => {
          expect(words(quoted(word))).toEqual([word]);
        },
      ),
      { numRuns: 40 },
    );
  });
});
