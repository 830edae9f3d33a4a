/** @file What a dynamics says of itself is what its formulas do: whether it drifts, and what the player's gain is. */
import { expect, it } from "vitest";
import { registry } from "../../src/catalogue/registry.ts";
import { defaultsOf } from "../../src/catalogue/params.ts";
import { input, isNumber, num, sub } from "../../src/math/expressions/expression.ts";
import { sameExpression } from "../../src/math/expressions/same.ts";
import { paramLeaves } from "../../src/engine/game/functional.ts";

it.each([...registry.dynamics.all].map(([id, entry]) => [id, entry] as const))("%s", (_id, entry) => {
  const instant = { t: input("t"), s: sub(input("game.horizon"), input("t")), horizon: input("game.horizon"), dimension: 2 as const };
  const params = defaultsOf(entry.spec.params);
  const leaves = paramLeaves("dynamics", entry.spec.params, params);
  const drift = entry.drift({ ...instant, x: [input("x1"), input("x2")] }, leaves);
  expect(drift.every((f) => isNumber(f, 0))).toBe(!entry.spec.drifts);
  expect(sameExpression(entry.gain(instant, leaves), entry.spec.gain(params) === "one" ? num(1) : entry.sigma(instant, leaves))).toBe(true);
});
