/** @file Every entry's spec: references, sentences, TeX, ranges, and the heading that its card's ? opens. */
import { describe, expect, it } from "vitest";
import { defaultsOf } from "../../src/catalogue/params.ts";
import { references } from "../../src/catalogue/references.ts";
import { registry } from "../../src/catalogue/registry.ts";
import { specs } from "../../src/catalogue/specs.ts";
import { specProblems } from "./spec-contract.ts";

type AnySpec = Parameters<typeof specProblems>[0];

describe.each(Object.entries(specs) as [keyof typeof references, ReadonlyMap<string, AnySpec>][])("%s", (kind, entries) => {
  it.each([...entries])("%s", (id, spec) => {
    // The formula of a density or an activation says everything.
    expect(specProblems(spec, references[kind].get(id), kind !== "density" && kind !== "activation")).toEqual([]);
  });
});

it("every spec has its numerics, under the same id", () => {
  const ids = (entries: { keys(): Iterable<string> }): string[] => [...entries.keys()];
  // Rates and costs of states are formulas, and their specs say them.
  const numeric = (kind: keyof typeof registry): string[] =>
    ids(specs[kind]).filter(
      (id) => kind === "objective" || (specs[kind].get(id) as { setting?: string } | undefined)?.setting !== "states",
    );
  for (const kind of Object.keys(registry) as (keyof typeof registry)[]) expect(ids(registry[kind].all), kind).toEqual(numeric(kind));
});

it("every objective has a plan, or is solved or simulated: one of the two, and its spec says which, and what is then drawn", () => {
  for (const [id, { spec, plan, solve }] of registry.objective.all) {
    const params = defaultsOf(spec.params);
    const untrained = spec.at === "grid" || spec.at === "particles" || spec.at === "data";
    expect(plan === undefined, id).toBe(untrained || spec.at === "at once");
    expect(solve !== undefined, id).toBe(untrained);
    if (untrained) expect(spec.curves?.(params), id).toHaveLength(1);
  }
});
