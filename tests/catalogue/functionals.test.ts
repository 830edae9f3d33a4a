/** @file Every functional of the catalogue, by being there: its price is its derivative on a random population. */
import { expect, it } from "vitest";
import { defaultsOf } from "../../src/catalogue/params.ts";
import { registry } from "../../src/catalogue/registry.ts";
import { random } from "../../src/math/random.ts";
import { drawParams, functionalProblems } from "./contract.ts";

it.each([...registry.functional.all])("%s: at its defaults and at random parameters", (id, entry) => {
  const stream = random(1, id);
  expect(functionalProblems(entry, defaultsOf(entry.spec.params), stream)).toEqual([]);
  for (let trial = 0; trial < 3; trial++) expect(functionalProblems(entry, drawParams(entry.spec.params, stream), stream)).toEqual([]);
});
