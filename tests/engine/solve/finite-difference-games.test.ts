/** @file Games of the catalogue by finite differences: against closed forms and the scaling solver, with the order that is seen. */
import { describe, expect, it } from "vitest";
import { registry } from "../../../src/catalogue/registry.ts";
import { exactOf } from "../../../src/engine/game/exact-problem.ts";
import { setUp } from "../../../src/engine/game/setup.ts";
import { finiteDifferenceProblem } from "../../../src/engine/solve/finite-differences/finite-difference-game.ts";
import { solveByFiniteDifferences } from "../../../src/engine/solve/finite-differences/finite-differences.ts";
import type { FiniteDifferenceProblem } from "../../../src/engine/solve/finite-differences/sweep.ts";
import type { GridSolution } from "../../../src/engine/solve/grid-solution.ts";
import { read } from "../../../src/engine/solve/lattice.ts";
import { type GridSolver, solveOnGrid } from "../../../src/engine/solve/solve.ts";
import { resolve } from "../../../src/experiment/resolve.ts";
import { IN_THE_PLANE, ON_THE_LINE } from "../gaussians.ts";

type Given = Readonly<Record<string, unknown>>;

const noise = (sigma: number) => ({ id: "constant-noise", params: { sigma, control: "velocity" } });
const reverseKl = { id: "reverse-kl", params: { weight: 3 } };

const setupOf = (game: Given, laws: Given = ON_THE_LINE) => setUp(resolve({ model: "ot-flow", ...laws, game }, "strict").draft!, registry);

async function solved(game: Given, nodes: number, solver?: GridSolver, laws?: Given): Promise<GridSolution> {
  const found = await solveOnGrid(setupOf(game, laws), { nodes, solver });
  if ("slot" in found) throw new Error(found.reason);
  expect(found.found.converged).toBe(true);
  return found;
}

/** Errors fall like the distance of the nodes: by half for each doubling. */
const ofOrderOne = (errors: readonly number[]): void => {
  for (let k = 1; k < errors.length; k++) {
    const order = Math.log2(errors[k - 1]! / errors[k]!);
    expect(order, errors.join(" ")).toBeGreaterThan(0.75);
    expect(order, errors.join(" ")).toBeLessThan(1.35);
  }
};

describe("order 1, nodes and time steps together", () => {
  it.each([
    ["without noise", { dynamics: { id: "deterministic" }, terminal: { id: "cross-entropy", params: { weight: 0.4 } } }],
    ["discounted", { dynamics: { id: "deterministic" }, discount: 0.7, terminal: { id: "cross-entropy", params: { weight: 0.4 } } }],
    [
      "a power of the speed",
      {
        dynamics: noise(0.6),
        lagrangian: { id: "power", params: { exponent: 1.5 } },
        terminal: { id: "cross-entropy", params: { weight: 0.4 } },
      },
    ],
    ["with noise", { dynamics: noise(0.8), terminal: { id: "cross-entropy", params: { weight: 0.64 } } }],
  ] as const)("%s: U and the mean, against the closed form or the next finer lattice", async (_, game) => {
    const form = "lagrangian" in game ? { reason: "only the kinetic energy has one" } : exactOf(setupOf(game));
    const runs: GridSolution[] = [];
    for (const nodes of "reason" in form ? [64, 128, 256, 512] : [64, 128, 256]) runs.push(await solved(game, nodes, "finite-differences"));
    const errorsOf = (f: (found: Pick<GridSolution, "value" | "moments">) => number): number[] => {
      const own = runs.map(f);
      return "reason" in form
        ? own.slice(1).map((value, k) => Math.abs(value - own[k]!))
        : own.map((value) => Math.abs(value - f(form as unknown as GridSolution)));
    };
    ofOrderOne(errorsOf((found) => found.value([0.2], 0.25).U - found.value([-0.9], 0.25).U));
    if ("reason" in form) ofOrderOne(errorsOf(({ moments }) => moments(1).mean[0]!));
  });

  it("apart: in the distance of the nodes, and in the time step", () => {
    const setup = setupOf({ dynamics: noise(0.8), terminal: { id: "cross-entropy", params: { weight: 0.64 } } });
    const at = (nodes: number, steps: number): number => {
      const problem = finiteDifferenceProblem(setup, nodes) as FiniteDifferenceProblem;
      const { value: found, done } = solveByFiniteDifferences({ ...problem, steps }).next();
      if (done !== true) throw new Error("A game without a crowd takes one sweep.");
      return read(problem.lattice, found.U[0]!, [0.2]).value;
    };
    const changes = (values: readonly number[]): number[] => values.slice(1).map((value, k) => Math.abs(value - values[k]!));
    ofOrderOne(changes([48, 96, 192, 384].map((nodes) => at(nodes, 32))));
    ofOrderOne(changes([16, 32, 64, 128].map((steps) => at(96, steps))));
  });
});

describe("the same game by scaling", () => {
  it.each([
    ["reverse KL", { dynamics: noise(0.8), terminal: reverseKl }],
    ["forward KL", { dynamics: noise(0.7), terminal: { id: "forward-kl", params: { weight: 1 } } }],
    ["entropy on the way", { dynamics: noise(0.8), terminal: reverseKl, interactions: [{ id: "entropy", params: { weight: 0.5 } }] }],
    [
      "attraction",
      { dynamics: noise(0.8), terminal: reverseKl, interactions: [{ id: "mean-attraction", params: { weight: 1.5, share: 0.7 } }] },
    ],
    [
      "between walls that many run into",
      { dynamics: noise(0.8), terminal: reverseKl },
      { world: { id: "room", params: { from: -1.5, to: 2 } } },
    ],
  ] as const)("%s: mean, variance and cost come nearer by half", async (_, game, world: Given = {}) => {
    const laws = { ...ON_THE_LINE, ...world };
    const truth = await solved(game, 192, "scaling", laws);
    const [coarse, fine] = [await solved(game, 64, "finite-differences", laws), await solved(game, 128, "finite-differences", laws)];
    const miss = (found: GridSolution): number[] => {
      const [mine, its] = [found.moments(1), truth.moments(1)];
      return [mine.mean[0]! - its.mean[0]!, mine.covariance[0]![0]! - its.covariance[0]![0]!, found.cost() - truth.cost()].map(Math.abs);
    };
    miss(fine).forEach((error, k) => {
      expect(error).toBeLessThan(0.15);
      expect(error).toBeLessThan(0.65 * miss(coarse)[k]! + 2e-3);
    });
  });
});

describe("games that only finite differences can do are theirs", () => {
  it("reverse KL without noise, discounted: near the closed form, particles follow the density", async () => {
    const game = { dynamics: { id: "deterministic" }, discount: 0.7, terminal: reverseKl };
    const form = exactOf(setupOf(game));
    if ("reason" in form) throw new Error(form.reason);
    const found = await solved(game, 96);
    expect(found.found.solver).toBe("finite-differences");
    const { mean, covariance, mass } = found.moments(1);
    expect(Math.abs(mass - 1)).toBeLessThan(1e-12);
    expect(Math.abs(mean[0]! - form.mean[0]!)).toBeLessThan(0.02);
    expect(Math.abs(covariance[0]![0]! - form.covariance[0]![0]!)).toBeLessThan(0.04);
    expect(Math.abs(found.cost() / form.cost - 1)).toBeLessThan(0.1);
    const paths = await found.trajectories(Float32Array.of(-0.5), 1, [1]);
    expect(Math.abs(paths![0]! - form.mean[0]!)).toBeLessThan(0.05);
  });

  it("in the plane, a power of the speed: mass and symmetry", async () => {
    const law = (x: number) => ({
      id: "gaussian",
      params: {
        mean: [x, 0],
        covariance: [
          [0.5, 0],
          [0, 0.5],
        ],
      },
    });
    const game = { dynamics: noise(0.7), lagrangian: { id: "power", params: { exponent: 3 } }, terminal: { id: "reverse-kl" } };
    const found = await solved(game, 16, undefined, { data: law(1), reference: law(-1) });
    const { mean, covariance, mass } = found.moments(1);
    expect(Math.abs(mass - 1)).toBeLessThan(1e-12);
    expect(mean[0]).toBeGreaterThan(0);
    expect(Math.abs(mean[1]!)).toBeLessThan(1e-5);
    expect(Math.abs(covariance[0]![1]!)).toBeLessThan(1e-5);
  });

  it("a mixed Hamiltonian goes by Lax-Friedrichs, and turns the population", async () => {
    const hamiltonian = { text: "(p1^2+p1*p2+p2^2)/2", values: {} };
    const game = {
      dynamics: noise(0.8),
      lagrangian: { id: "typed-hamiltonian", params: { hamiltonian } },
      terminal: { id: "cross-entropy", params: { weight: 0.64 } },
    };
    const found = await solved(game, 32, undefined, IN_THE_PLANE);
    expect(found.found.about).toMatch(/Lax-Friedrichs/);
    expect(Math.abs(found.moments(1).mass - 1)).toBeLessThan(1e-12);
  });
});

describe("what finite differences cannot do is refused by slot and reason", () => {
  it.each([
    ["lagrangian", /Hamiltonian/, { lagrangian: { id: "none" } }],
    ["terminal", /no price/, { terminal: { id: "sliced-w2" } }],
  ] as const)("%s", async (slot, reason, game) => {
    const found = await solveOnGrid(setupOf({ dynamics: { id: "deterministic" }, ...game }), { nodes: 64 });
    if (!("slot" in found)) throw new Error("accepted");
    expect(found.slot).toBe(slot);
    expect(found.reason).toMatch(reason);
  });
});
