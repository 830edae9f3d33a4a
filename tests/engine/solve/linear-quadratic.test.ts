/** @file Linear-quadratic games without data on a grid, in a room whose walls stand so far out that nobody comes by: against the closed forms without walls. */
import { describe, expect, it } from "vitest";
import { registry } from "../../../src/catalogue/registry.ts";
import { exactOf } from "../../../src/engine/game/exact-problem.ts";
import { setUp } from "../../../src/engine/game/setup.ts";
import type { ClosedForm } from "../../../src/exact/problem.ts";
import type { GridSolution } from "../../../src/engine/solve/grid-solution.ts";
import { type GridSolver, solveOnGrid } from "../../../src/engine/solve/solve.ts";
import { resolve } from "../../../src/experiment/resolve.ts";

const attraction = (weight: number, share: number, kind: string) => ({ id: "mean-attraction", params: { weight, share, kind } });

const gameOf = (kind: string, sigma: number, inRoom: boolean) => {
  const { draft } = resolve(
    {
      model: "linear-quadratic",
      ...(inRoom ? { world: { id: "room", params: { from: -3, to: 4.5 } } } : {}),
      reference: { id: "gaussian", params: { mean: [1.5], covariance: [[0.4]] } },
      game: {
        dynamics: sigma > 0 ? { id: "constant-noise", params: { sigma } } : { id: "deterministic", params: {} },
        interactions: [{ id: "potential-energy", params: { weight: 0.5 } }, attraction(1, 0.4, kind)],
        terminal: attraction(1, 0.4, kind),
      },
    },
    "strict",
  );
  return setUp(draft!, registry);
};

async function solved(kind: string, sigma: number, nodes: number, solver: GridSolver): Promise<GridSolution> {
  const found = await solveOnGrid(gameOf(kind, sigma, true), { nodes, solver });
  if ("slot" in found) throw new Error(found.reason);
  expect(found.found.converged).toBe(true);
  return found;
}

const numbersOf = ({ moments, cost, value }: Pick<ClosedForm, "moments" | "value"> & { readonly cost: number }, T: number): number[] => {
  const { mean, covariance } = moments(T);
  return [mean[0]!, covariance[0]![0]!, cost, value([0.3], 0).U];
};

describe.each(["nash", "social"])("%s", (kind) => {
  const truthOf = (sigma: number): number[] => {
    const form = exactOf(gameOf(kind, sigma, false));
    if ("reason" in form) throw new Error(form.reason);
    return numbersOf(form, 1.5);
  };
  const numbers = (found: GridSolution): number[] => numbersOf({ ...found, cost: found.cost() }, 1.5);

  it("with noise, by scaling", async () => {
    const found = numbers(await solved(kind, 0.6, 128, "scaling"));
    truthOf(0.6).forEach((value, k) => expect(Math.abs(found[k]! / value - 1)).toBeLessThan(2e-3));
  });

  it("without, by finite differences, as far as two grids say", async () => {
    const [coarse, fine] = [
      numbers(await solved(kind, 0, 96, "finite-differences")),
      numbers(await solved(kind, 0, 192, "finite-differences")),
    ];
    truthOf(0).forEach((value, k) => {
      const [once, extrapolated] = [fine[k]!, 2 * fine[k]! - coarse[k]!].map((found) => Math.abs(found / value - 1));
      expect(extrapolated).toBeLessThan(0.06);
      expect(extrapolated).toBeLessThan(0.5 * once!);
    });
  });
});
