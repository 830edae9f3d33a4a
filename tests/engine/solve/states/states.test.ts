/** @file Games of finitely many states against published numbers, against themselves on other grids, and against other ways to the same number. */
import { describe, expect, it } from "vitest";
import { readGame, StatesRefusal } from "../../../../src/catalogue/finite-game.ts";
import { checkRates } from "../../../../src/engine/solve/states/check.ts";
import { jumpsIn, outbreakOf, smallestOf } from "../../../../src/engine/solve/states/figures.ts";
import { reproductionOf } from "../../../../src/engine/solve/states/reproduction.ts";
import {
  among,
  bestResponse,
  columnsOf,
  type Course,
  courseUnder,
  idlePolicy,
  meanCost,
  type StatesSolver,
} from "../../../../src/engine/solve/states/sweeps.ts";
import { walkersOf } from "../../../../src/engine/solve/states/walkers.ts";
import { epidemic, onGrid, settled } from "./game.ts";

const columnsFor = (solver: StatesSolver, { policy, shares, values }: Course) =>
  columnsOf(solver, shares, { own: policy, others: policy }, shares, values);

describe("the contact game of Elie, Hubert and Turinici", () => {
  const solver = onGrid(epidemic("epidemic-contact"));
  const nash = settled(solver, "equilibrium");

  it("has the published attack rate, peak, contacts and cost", () => {
    const { attackRate, peak, peakDay, cost } = outbreakOf(solver, nash, "first");
    expect(nash.converged).toBe(true);
    expect(attackRate).toBeCloseTo(0.647346, 5);
    expect(peak).toBeCloseTo(0.086474, 5);
    expect(peakDay).toBeCloseTo(35.4, 0);
    expect(cost).toBeCloseTo(211.3266, 3);
    expect(smallestOf(solver, nash)["S"]).toBeCloseTo(0.656343, 4);
  });

  it("obeys the final-size equation where nobody minds", () => {
    const idle = courseUnder(solver, idlePolicy(solver), solver.felt);
    const { attackRate, peak, peakDay, cost } = outbreakOf(solver, idle, "first");
    expect(attackRate).toBeCloseTo(0.800204, 5);
    expect([peak, peakDay, cost]).toEqual([expect.closeTo(0.158452, 5), expect.closeTo(43.8, 1), expect.closeTo(239.4557, 3)]);
    const left = 1 - attackRate;
    expect(left).toBeCloseTo(0.99 * Math.exp(-2 * (1 - left)), 6);
  });

  it("has the reproduction number R₀ S at the idle contact rate", () => {
    const idle = courseUnder(solver, idlePolicy(solver), solver.felt);
    const R = reproductionOf(solver.game, columnsFor(solver, idle))!;
    expect(R[0]).toBeCloseTo(2 * 0.99, 12);
    expect(R[600]).toBeCloseTo(2 * idle.shares[0]![600]!, 12);
  });
});

describe("the vaccination game of Doncel, Gast and Gaujal", () => {
  const solver = onGrid(epidemic("epidemic-vaccination"));

  it("jumps where it is published, at the published costs", () => {
    const [nash, best] = [settled(solver, "equilibrium"), settled(solver, "optimum")];
    expect(jumpsIn(solver, nash)).toEqual([expect.closeTo(0.02464, 4)]);
    expect(jumpsIn(solver, best)).toEqual([expect.closeTo(0.03245, 4)]);
    expect(meanCost(solver, nash)).toBeCloseTo(0.682301, 5);
    expect(meanCost(solver, courseUnder(solver, best.policy, solver.paid))).toBeCloseTo(0.681671, 5);
    expect(meanCost(solver, courseUnder(solver, idlePolicy(solver), solver.felt))).toBeCloseTo(0.701695, 5);
  });

  it("has the same jump on a grid four times as coarse", () => {
    const coarse = onGrid(epidemic("epidemic-vaccination"), 250);
    expect(jumpsIn(coarse, settled(coarse, "equilibrium"))[0]).toBeCloseTo(jumpsIn(solver, settled(solver, "equilibrium"))[0]!, 5);
  });
});

describe("the activity game after Olmez et al.", () => {
  it.each([
    ["full", 0, 0.91563, 0.561564, [0.07638, 1, 1]],
    ["partial", 0, 0.992833, 0.638771, [0.683931, 0.683931, 1]],
    ["full", 1, 0.909259, 0.450518, [0.161614, 0.500972, 0.500972]],
  ] as const)("with %s information and altruism %d has the table's row", (information, altruism, attack, top, least) => {
    const solver = onGrid(epidemic("epidemic-activity", { information }, { altruism }), 2000);
    const nash = settled(solver, "equilibrium");
    const { attackRate, peak } = outbreakOf(solver, nash, "first");
    expect([attackRate, peak]).toEqual([expect.closeTo(attack, 4), expect.closeTo(top, 4)]);
    expect(Object.values(smallestOf(solver, nash))).toEqual(least.map((a) => expect.closeTo(a, 4) as unknown));
    const own = meanCost(solver, among(solver, nash.policy, nash, solver.felt));
    expect(Math.abs(own - meanCost(solver, bestResponse(solver, nash)))).toBeLessThan(1e-6 * own);
  });

  it("lets nothing grow among the altruistic who know, and grows among those who do not", () => {
    const [full, partial] = (["full", "partial"] as const).map((information) =>
      onGrid(epidemic("epidemic-activity", { information }, { altruism: 5 }), 400),
    );
    expect(outbreakOf(full!, settled(full!, "equilibrium"), "first").attackRate).toBeCloseTo(0.001, 4);
    expect(outbreakOf(partial!, settled(partial!, "equilibrium"), "first").attackRate).toBeGreaterThan(0.5);
  });

  it("keeps everybody somewhere", () => {
    const solver = onGrid(epidemic("epidemic-activity"));
    const { shares } = settled(solver, "equilibrium");
    for (let t = 0; t <= 2000; t += 2) expect(Math.abs(shares.reduce((total, share) => total + share[t]!, 0) - 1)).toBeLessThan(1e-12);
  });
});

it("is of order four in time where nothing is clipped", () => {
  // Nobody minds, so that no bound is met: the shares at the end of an outbreak.
  const errorOf = (steps: number): number => {
    const end = (n: number): number => {
      const solver = onGrid({ ...epidemic("epidemic-contact"), horizon: 60 }, n);
      return courseUnder(solver, idlePolicy(solver), solver.felt).values[0]![0]!;
    };
    return Math.abs(end(steps) - end(1600));
  };
  expect(Math.log2(errorOf(20) / errorOf(40))).toBeCloseTo(4, 0);
});

it("answers a course best as dynamic programming by Euler's method does", () => {
  const solver = onGrid(epidemic("epidemic-contact"), 2000);
  const idle = courseUnder(solver, idlePolicy(solver), solver.felt);
  const h = 360 / 4000;
  let [U, V] = [0, 0];
  for (let t = 4000; t > 0; t--) {
    const I = idle.shares[1]![t]!;
    const b = Math.min(0.2, Math.max(0.05, Math.sqrt(0.2 / Math.max(1e-12, I * (V - U)))));
    [U, V] = [U + h * (0.2 / b - 1 + b * I * (V - U)), V + h * (30 - 0.1 * V)];
  }
  const best = bestResponse(solver, idle);
  expect(Math.abs(best.values[0]![0]! / U - 1)).toBeLessThan(2e-3);
  expect(meanCost(solver, best)).toBeLessThan(meanCost(solver, idle));
});

it("has the slope of the planner's cost in its costates", () => {
  const solver = onGrid(epidemic("epidemic-contact"), 400);
  const { policy } = settled(solver, "equilibrium");
  const costOf = (change: number): number =>
    meanCost(
      solver,
      courseUnder(
        solver,
        {
          slopes: policy.slopes,
          controls: policy.controls.map((field) => field.map((b, t) => b + change * Math.sin((Math.PI * t) / 800))),
        },
        solver.paid,
      ),
    );
  const { shares, values } = courseUnder(solver, policy, solver.costate);
  // ∫ ∂H/∂b δb,  H = S (β₀/b − 1) + b S I (L_I − L_S)
  const h = 360 / 800;
  const slope = policy.controls[0]!.reduce((total, b, t) => {
    const [S, I] = [shares[0]![t]!, shares[1]![t]!];
    return total + h * Math.sin((Math.PI * t) / 800) * ((-0.2 * S) / (b * b) + S * I * (values[1]![t]! - values[0]![t]!));
  }, 0);
  const numeric = (costOf(1e-5) - costOf(-1e-5)) / 2e-5;
  expect(Math.abs(slope / numeric - 1)).toBeLessThan(1e-4);
});

it("finds a minimum that has no closed form", () => {
  const game = epidemic("epidemic-contact");
  const square = onGrid({ ...epidemic("epidemic-activity"), costs: { S: "kappa/2*(1-a)^2", I: "c_I" } }, 200);
  const same = onGrid({ ...epidemic("epidemic-activity"), costs: { S: "kappa/2*abs(1-a)^2", I: "c_I" } }, 200);
  expect([square.agent[0]!.form, same.agent[0]!.form]).toEqual(["quadratic", "other"]);
  expect(onGrid(game, 100).agent[0]!.form).toBe("reciprocal");
  const [a, b] = [square, same].map(
    (solver) => outbreakOf(solver, settled(solver, "equilibrium", { tolerance: 1e-5 }), "first").attackRate,
  );
  expect(a).toBeCloseTo(b!, 5);
});

describe("agents", () => {
  const solver = onGrid(epidemic("epidemic-activity"));
  const columns = columnsFor(solver, courseUnder(solver, idlePolicy(solver), solver.felt));

  it("are in the states in the shares of the population, the nearer the more there are", () => {
    const count = 20000;
    const { states } = walkersOf(solver.game, columns, { count, frames: 21 }, 1);
    for (let frame = 0; frame < 21; frame++)
      solver.game.ids.forEach((id, i) => {
        const share = states.subarray(frame * count, (frame + 1) * count).filter((state) => state === i).length / count;
        expect(Math.abs(share - columns.get(id)![frame * 100]!)).toBeLessThan(4 * Math.sqrt(0.25 / count));
      });
  });

  it("repeat with their seed, and never go back", () => {
    const run = (seed: number) => walkersOf(solver.game, columns, { count: 2000, frames: 50 }, seed).states;
    expect(run(3)).toEqual(run(3));
    expect(run(3)).not.toEqual(run(4));
    const states = run(3);
    for (let k = 2000; k < states.length; k++) expect(states[k]).toBeGreaterThanOrEqual(states[k - 2000]!);
  });
});

describe("typed rates and costs", () => {
  const game = epidemic("epidemic-contact");
  const withRate = (rate: string) => () => checkRates(readGame({ ...game, transitions: [{ from: "S", to: "I", rate }] }));

  it.each([
    ["b*(I-0.5)", /is -.*and a rate is not negative/],
    ["b*log(I)", /no finite number|not negative/],
    ["b*K", /“K” means nothing/],
    ["b*x", /“x” means nothing/],
    ["b*(I", /never closed/],
  ])("refuses the rate %s with its reason", (rate, reason) => {
    expect(withRate(rate)).toThrow(StatesRefusal);
    expect(withRate(rate)).toThrow(reason);
  });

  it("refuses a cost that is no number", () => {
    expect(() => checkRates(readGame({ ...game, costs: { S: "1/(b-R_0*gamma)" } }))).toThrow(/to be in S is no finite number/);
  });
});
