/** @file Where a parameter is shown: beside the choices under which it says something. */
import { expect, it } from "vitest";
import { defaultsOf, matters } from "../../src/catalogue/params.ts";
import { specs } from "../../src/catalogue/specs.ts";

it("a parameter is shown where it says something: block and blur of a coupling, the end of a path, the length of a round", () => {
  const { params } = specs.objective.get("flow-matching")!;
  const shown = (given: object): string[] =>
    Object.keys(params).filter((name) => matters(params[name]!, { ...defaultsOf(params), ...given }));
  const always = ["coupling", "path", "rounds"];
  expect(shown({})).toEqual(always);
  expect(shown({ coupling: "minibatch" })).toEqual(["coupling", "pairs", "path", "rounds"]);
  expect(shown({ coupling: "entropic" })).toEqual(["coupling", "pairs", "blur", "path", "rounds"]);
  expect(shown({ path: "gaussian" })).toEqual(["coupling", "path", "deviation", "rounds"]);
  expect(shown({ rounds: 2 })).toEqual([...always, "every"]);
});
