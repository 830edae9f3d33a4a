/** @file A preset's frozen link: it opens as the preset with its settings, and says what those that were written by hand say. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { publishedLink, withEntry } from "../../src/cli/publish.ts";
import { decodeLink } from "../../src/experiment/link-decode.ts";
import { presets } from "../../src/experiment/presets.ts";
import { valueAtPath } from "../../src/experiment/tree.ts";

describe("lab publish", () => {
  it.each([...presets.keys()])("%s", (id) => {
    const { link, says } = publishedLink(id);
    const { experiment, presetId, problems } = decodeLink(link);
    expect(problems).toEqual([]);
    expect(presetId).toBe(id);
    expect(says).toMatchObject({ seed: 7, "training.batch": 96 });
    for (const [path, value] of Object.entries(says)) expect(valueAtPath(experiment, path), path).toEqual(value);
  });
  it("adds an entry and leaves every other line as it was", () => {
    const text = readFileSync(join(import.meta.dirname, "../experiment/published.json"), "utf8");
    const entry = publishedLink("moons-ot");
    const longer = withEntry(text, "new-one", entry);
    const before = JSON.parse(text) as { overPresets: object };
    expect(JSON.parse(longer)).toEqual({ ...before, overPresets: { ...before.overPresets, "new-one": entry } });
    expect(text.split("\n").filter((line) => !longer.split("\n").includes(line))).toEqual([]);
  });
  it("refuses what is no preset", () => {
    expect(() => publishedLink("nothing")).toThrow(/no preset "nothing"/);
  });
});
