/** @file Every model of the catalogue, by being there: its defaults are a whole experiment, without a problem. */
import { expect, it } from "vitest";
import { specs } from "../../src/catalogue/specs.ts";
import { printed } from "../../src/experiment/report.ts";
import { resolve } from "../../src/experiment/resolve.ts";

it.each([...specs.model.keys()])("%s", (model) => {
  const { experiment, problems } = resolve({ model }, "strict");
  expect(problems.map(printed)).toEqual([]);
  expect(experiment?.model).toBe(model);
});
