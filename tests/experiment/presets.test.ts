/** @file Presets: whole experiments, one for every entry of the catalogue, and published links that say the same for ever. */
import { describe, expect, it } from "vitest";
import { decodeLink } from "../../src/experiment/link-decode.ts";
import { presets } from "../../src/experiment/presets.ts";
import { printed } from "../../src/experiment/report.ts";
import { resolve } from "../../src/experiment/resolve.ts";
import { same, valueAtPath } from "../../src/experiment/tree.ts";
import { specs } from "../../src/catalogue/specs.ts";
import { OVER_PRESETS, WHOLE } from "./published.ts";
import { watched } from "../../src/experiment/watched.ts";

describe("presets", () => {
  it("there are enough of them, and every model has one", () => {
    expect(presets.size).toBeGreaterThanOrEqual(10);
    const models = new Set([...presets.values()].map(({ experiment }) => experiment["model"]));
    expect([...specs.model.keys()].filter((model) => !models.has(model))).toEqual([]);
  });

  it("every cost of a crowd and of its motion stands in one", () => {
    const games = [...presets.values()].flatMap(({ experiment }) => resolve(experiment, "strict").experiment?.game ?? []);
    const functionals = new Set(games.flatMap(({ interactions, terminal }) => [...interactions, terminal].map(({ id }) => id)));
    expect([...specs.functional.values()].filter(({ id, free }) => free !== true && !functionals.has(id)).map(({ id }) => id)).toEqual([]);
    const lagrangians = new Set(games.map(({ lagrangian }) => lagrangian.id));
    expect([...specs.lagrangian.keys()].filter((id) => !lagrangians.has(id))).toEqual([]);
  });

  it.each([...presets.values()])("$id is a whole experiment, and says nothing that its model says already", ({ id, experiment, title }) => {
    const { problems, experiment: found } = resolve(experiment, "strict");
    expect(problems.map(printed)).toEqual([]);
    expect(found).not.toBeNull();
    expect(title.length).toBeGreaterThan(5);
    expect(watched.get(id)).toMatch(/[.?!]$/);
    const bare = resolve({ model: experiment["model"], data: experiment["data"], reference: experiment["reference"] }, "strict").experiment;
    const said = (node: unknown, path: string): string[] =>
      typeof node === "object" && node !== null && !Array.isArray(node) && !path.endsWith("stop")
        ? Object.entries(node).flatMap(([name, value]) => said(value, path === "" ? name : `${path}.${name}`))
        : [path];
    const idle = said(experiment, "").filter(
      (path) => !/^(model|data|reference)/.test(path) && same(valueAtPath(bare, path), valueAtPath(found, path)) && !path.endsWith("id"),
    );
    expect(idle).toEqual([]);
  });
});

describe("published links say the same for ever", () => {
  it("there is one for every preset", () => {
    expect(Object.keys(OVER_PRESETS).sort()).toEqual([...presets.keys()].sort());
  });

  it.each(Object.entries(OVER_PRESETS))("%s", (id, { link, says }) => {
    const { experiment, problems, presetId } = decodeLink(link);
    expect(problems.map(printed)).toEqual([]);
    expect(presetId).toBe(id);
    for (const [path, value] of Object.entries(says)) expect(valueAtPath(experiment, path), path).toEqual(value);
  });

  it("version 1, every field", () => {
    const experiment = { ...WHOLE.experiment, version: 2, world: { id: "open", params: {} } };
    expect(decodeLink(WHOLE.link)).toMatchObject({ experiment, view: WHOLE.view, problems: [] });
  });
});
