/** @file Every functional of the catalogue, by being there: its price is its derivative on a random population. */
import { expect, it } from "vitest";
import { entropyWeightOf } from "../../src/catalogue/entropy-weight.ts";
import { defaultsOf } from "../../src/catalogue/params.ts";
import { registry } from "../../src/catalogue/registry.ts";
import { bindFunctional } from "../../src/engine/game/functional.ts";
import { input, leaves, num, substitute } from "../../src/math/expressions/expression.ts";
import { gradient } from "../../src/math/expressions/gradient.ts";
import { random } from "../../src/math/random.ts";
import { drawParams, functionalProblems } from "./contract.ts";

it.each([...registry.functional.all])("%s: at its defaults and at random parameters", (id, entry) => {
  const stream = random(1, id);
  expect(functionalProblems(entry, defaultsOf(entry.spec.params), stream)).toEqual([]);
  for (let trial = 0; trial < 3; trial++) expect(functionalProblems(entry, drawParams(entry.spec.params, stream), stream)).toEqual([]);
});

it.each([...registry.functional.all])(
  "%s: its price hangs on the crowd as much as its weight of the entropy says, and not otherwise",
  (id, entry) => {
    const params = drawParams(entry.spec.params, random(2, id));
    const weight = entropyWeightOf(entry.spec, params);
    const none = num(0);
    const place = {
      ...{
        t: input("t"),
        s: none,
        horizon: num(1),
        dimension: 1 as const,
        x: [input("x1")],
        f: [none],
        divF: none,
        g: num(1),
        sigma: none,
      },
      of: input,
      mean: () => [input("mean1")],
      score: () => [input("score1")],
    };
    const price = bindFunctional(entry, "f", params, 1).price(place);
    if (weight === undefined || price === null) return;
    const numbers = Object.entries(params).flatMap(([name, value]) =>
      typeof value === "number" ? [[`f.params.${name}`, num(value)] as const] : [],
    );
    const [bound] = substitute([price], new Map(numbers));
    const asked = [...leaves([bound!])].filter((name) => !name.startsWith("f.params.") && !["x1", "t", "targetLogDensity"].includes(name));
    expect(asked).toEqual(weight === 0 ? [] : ["logDensity"]);
    const [slope] = gradient(bound!, ["logDensity"]);
    expect(slope).toMatchObject({ op: "num", value: weight });
  },
);
