/**
 * @file The probability flow learned from Brownian bridges: what the loss is least at, between Gaussians of the line, is the flow of the
 * closed form; its points have the law of the bridge at each time (docs/mathematics.md, Fisher information).
 */
import { expect, test } from "vitest";
import { registry } from "../../../src/catalogue/registry.ts";
import { exactOf } from "../../../src/engine/game/exact-problem.ts";
import { setUp } from "../../../src/engine/game/setup.ts";
import { bridges } from "../../../src/engine/game/sources.ts";
import { tradedSpread } from "../../../src/engine/game/traded-noise.ts";
import { drawer } from "../../../src/engine/learn/draws.ts";
import { flowOf } from "../../../src/engine/learn/flow.ts";
import { learnedSolution } from "../../../src/engine/learn/learned-solution.ts";
import { experimentOf, sessionOf } from "../experiment-of.ts";

const law = (mean: number, sd: number) => ({ id: "gaussian", params: { mean: [mean], covariance: [[sd * sd]] } });
const game = {
  model: "probability-flow",
  data: law(1.2, 0.9),
  reference: law(-0.8, 0.6),
  game: { horizon: 1.3, lagrangian: { params: { weight: 1.4 } }, interactions: [{ id: "fisher", params: { sigma: 0.9 } }] },
  objective: { id: "flow-matching", params: { coupling: "bridge", pairs: 256 } },
};

test("the loss is least at the flow of the closed form, at all times at once", () => {
  const setup = setUp(experimentOf(game), registry);
  const form = exactOf(setup);
  if ("reason" in form) throw new Error(form.reason);
  const n = 1024;
  const T = setup.experiment.game.horizon;
  const columns = Object.fromEntries(["t", "x1", "e1", "balance"].map((name) => [name, new Float32Array(n)]));
  const given = { seed: 2, capacity: n, samplers: setup.samplers, reference: setup.reference, uniform: setup.uniformNames };
  const draw = drawer(bridges(1, 256, tradedSpread(setup)), given);
  // Slopes of the loss along b → b + ε f for f = (1, x, t, x t): a least loss has none, within what so many samples show.
  const slopes = Array.from({ length: 4 }, () => ({ sum: 0, square: 0 }));
  const spread = { sum: 0, count: 0 };
  let count = 0;
  for (let step = 1; step <= 30; step++) {
    draw(step, n, setup.uniforms, columns);
    for (let i = 0; i < n; i++) {
      const [t, x, e, balance] = [columns["t"]![i]!, columns["x1"]![i]!, columns["e1"]![i]!, columns["balance"]![i]!];
      const u = new Float64Array(1);
      form.velocity([x], 1, t, u);
      const miss = balance * (balance * T * u[0]! - e);
      [1, x, t, x * t].forEach((f, k) => {
        slopes[k]!.sum += miss * f;
        slopes[k]!.square += (miss * f) ** 2;
      });
      count++;
      const { mean, covariance } = form.moments(t);
      spread.sum += (x - mean[0]!) ** 2 / covariance[0]![0]!;
      spread.count++;
    }
  }
  // Pairs of a block are a little nearer to one another than the laws' own: 3 % of a deviation at 256.
  slopes.forEach(({ sum, square }) => expect(Math.abs(sum / count)).toBeLessThan(0.03 * Math.sqrt(square / count)));
  expect(Math.abs(spread.sum / spread.count - 1)).toBeLessThan(0.02);
});

test("a network comes to it", async () => {
  const session = await sessionOf({
    ...game,
    objective: { id: "flow-matching", params: { coupling: "bridge", pairs: 64 } },
    network: { width: 16, depth: 2, quadraticRank: 2 },
    training: { batch: 256, optimiser: { id: "adam", params: { rate: 0.01 } }, warmup: 20, ema: 0.99, stop: { steps: 600 } },
  });
  for (let step = 0; step < 600; step++) await session.advance(0);
  await session.settle();
  const form = exactOf(session.setup());
  if ("reason" in form) throw new Error(form.reason);
  const learned = learnedSolution(flowOf(session));
  for (const t of [0.3, 0.65, 1]) {
    const [m, s] = [form.moments(t).mean[0]!, Math.sqrt(form.moments(t).covariance[0]![0]!)];
    const x = Float32Array.of(m - s, m, m + s);
    const { velocity } = await learned.at(["velocity"], x, 3, t);
    const truth = new Float64Array(3);
    form.velocity(x, 3, t, truth);
    truth.forEach((value, i) => expect(Math.abs(velocity![i]! - value)).toBeLessThan(0.12));
  }
  session.dispose();
});
