/** @file The end cost on the way: its formulas are κ times those of the end, on paths and on grids, and what cannot be repeated is refused. */
import { expect, it } from "vitest";
import { specs } from "../../../src/catalogue/specs.ts";
import { registry } from "../../../src/catalogue/registry.ts";
import { setUp } from "../../../src/engine/game/setup.ts";
import { mul, input } from "../../../src/math/expressions/expression.ts";
import { sameExpression } from "../../../src/math/expressions/same.ts";
import { resolve } from "../../../src/experiment/resolve.ts";
import { experimentOf } from "../experiment-of.ts";

const game = (terminal: string, objective = "adjoint-matching") => ({
  model: "wasserstein-gradient-flow",
  objective: { id: objective },
  game: { discount: 3, terminal: { id: terminal } },
});

it.each(["reverse-kl", "entropy", "potential-energy"])("%s: cost and price are κ times those of the end", (terminal) => {
  const { composed } = setUp(experimentOf(game(terminal)), registry);
  const [along, end] = [composed.interactions[0]!, composed.terminal];
  const rate = input("game.discount");
  expect(sameExpression(composed.prices[0]!, mul(rate, end.price(composed.at)!))).toBe(true);
  expect(sameExpression(along.integrand(composed.at)!, mul(rate, end.integrand(composed.at)!))).toBe(true);
  expect(along.spec.needs).toEqual(specs.functional.get(terminal)!.needs);
});

it.each(["mmd", "sliced-w2", "forward-kl", "lipschitz-kl", "hard"])(
  "%s cannot be paid on the way, and what is offered can be run",
  (terminal) => {
    const { experiment, problems } = resolve(game(terminal), "strict");
    expect(experiment).toBeNull();
    expect(problems.map(({ path }) => path)).toContain("game.interactions");
  },
);
