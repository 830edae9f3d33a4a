import { expect, it } from "vitest";
import { matters } from "../../src/catalogue/params.ts";
import { specs } from "../../src/catalogue/specs.ts";

it("a parameter is shown where it says something: block and blur of a coupling", () => {
  const { params } = specs.objective.get("flow-matching")!;
  const shown = (coupling: string): string[] => Object.keys(params).filter((name) => matters(params[name]!, { coupling }));
  expect(shown("independent")).toEqual(["coupling"]);
  expect(shown("minibatch")).toEqual(["coupling", "pairs"]);
  expect(shown("entropic")).toEqual(["coupling", "pairs", "blur"]);
});
