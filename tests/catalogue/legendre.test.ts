/** @file Every running cost of the catalogue, by being there: H is its Legendre transform and the control the maximiser. */
import { expect, it } from "vitest";
import { defaultsOf } from "../../src/catalogue/params.ts";
import { registry } from "../../src/catalogue/registry.ts";
import { random } from "../../src/math/random.ts";
import { drawParams, lagrangianProblems } from "./contract.ts";

it.each([...registry.lagrangian.all])("%s: at its defaults and at random parameters", (id, entry) => {
  const stream = random(1, id);
  expect(lagrangianProblems(entry, defaultsOf(entry.spec.params), stream)).toEqual([]);
  for (let trial = 0; trial < 5; trial++) expect(lagrangianProblems(entry, drawParams(entry.spec.params, stream), stream)).toEqual([]);
});
