/** @file Every dynamics of the catalogue, by being there: α, std, σ and f belong together. */
import { expect, it } from "vitest";
import { defaultsOf } from "../../src/catalogue/params.ts";
import { registry } from "../../src/catalogue/registry.ts";
import { random } from "../../src/math/random.ts";
import { drawParams, dynamicsProblems } from "./contract.ts";

it.each([...registry.dynamics.all])("%s: at its defaults and at random parameters", (id, entry) => {
  const stream = random(1, id);
  expect(dynamicsProblems(entry, defaultsOf(entry.spec.params), 1, stream)).toEqual([]);
  for (let trial = 0; trial < 8; trial++)
    expect(dynamicsProblems(entry, drawParams(entry.spec.params, stream), 0.5 + stream.uniform(), stream)).toEqual([]);
});
