/** @file Linear-quadratic games that gain without end are refused, with a horizon over which they do not; what is accepted has a closed form. */
import { expect, it } from "vitest";
import { registry } from "../../src/catalogue/registry.ts";
import { exactOf } from "../../src/engine/game/exact-problem.ts";
import { setUp } from "../../src/engine/game/setup.ts";
import { setPaths } from "../../src/experiment/edit.ts";
import { misfits } from "../../src/experiment/misfits.ts";
import { resolve } from "../../src/experiment/resolve.ts";
import type { Tree } from "../../src/experiment/tree.ts";
import { random } from "../../src/math/random.ts";

const springs = (weight: number, share: number, kind: string, end: number): Tree => ({
  model: "linear-quadratic",
  game: {
    horizon: 3,
    interactions: [{ id: "mean-attraction", params: { weight, share, kind } }],
    terminal: { id: "potential-energy", params: { weight: end } },
  },
});

it.each([
  ["each runs after the mean", springs(4, 2, "nash", 1), "The mean runs away"],
  ["all are pushed outwards at the end", springs(0.1, 0.5, "social", -2), "Pushed outwards this hard"],
])("%s: refused, and over the horizon that is offered not", (_, given, reason) => {
  const { experiment, draft } = resolve(given, "strict");
  expect(experiment).toBeNull();
  const [misfit] = misfits(draft!);
  expect(misfit).toMatchObject({ path: "game.horizon", reason: expect.stringContaining(reason) as string });
  expect(resolve(setPaths(given, misfit!.nearest!), "strict").problems).toEqual([]);
  const inRoom = setPaths(given, { world: { id: "room", params: { from: -4, to: 4 } }, "objective.id": "finite-differences" });
  expect(resolve(inRoom, "strict").problems, "walls hold everybody").toEqual([]);
});

it("what is offered is not refused in turn, whatever the horizon", () => {
  const { uniform } = random(2, "unbounded");
  let refused = 0;
  for (let trial = 0; trial < 150; trial++) {
    const costs = springs(3 * uniform(), 2.4 * uniform() - 0.4, uniform() < 0.5 ? "nash" : "social", 3 * uniform() - 2);
    const given = setPaths(costs, {
      "game.horizon": 0.05 * 60 ** uniform(),
      "game.lagrangian": { id: "kinetic", params: { weight: 0.05 * 40 ** uniform() } },
    });
    const { draft } = resolve(given, "strict");
    const [misfit] = misfits(draft!);
    if (misfit === undefined) continue;
    refused++;
    expect(resolve(setPaths(given, misfit.nearest!), "strict").problems, JSON.stringify(given)).toEqual([]);
  }
  expect(refused).toBeGreaterThan(30);
});

it("is refused where the closed form says that there is none, and nowhere else", () => {
  const { uniform } = random(1, "unbounded");
  let refused = 0;
  for (let trial = 0; trial < 40; trial++) {
    const given = springs(3 * uniform(), 2.4 * uniform() - 0.4, uniform() < 0.5 ? "nash" : "social", 3 * uniform() - 1);
    const { experiment, draft } = resolve(given, "strict");
    expect("reason" in exactOf(setUp(draft!, registry))).toBe(experiment === null);
    if (experiment === null) refused++;
  }
  expect(refused).toBeGreaterThan(5);
  expect(refused).toBeLessThan(35);
});
