/** @file The error budget as bars: what was not measured has none. */
import { describe, expect, it } from "vitest";
import { budgetPicture, type BudgetRow } from "../../src/plots/budget.ts";
import type { ErrorBudget } from "../../src/engine/results.ts";

const budget: ErrorBudget = {
  points: 4096,
  floor: 0.004,
  steps: { value: 0.008, error: 0.001, coarse: 8, fine: 32 },
  data: { value: 0, error: 0 },
  training: { value: -0.0002, error: 0.001 },
  overlap: { value: 0, error: 1e-4 },
  total: { value: 0.0078, error: 0.001 },
};
const row = (of: ErrorBudget, id: BudgetRow["id"]): BudgetRow | undefined => budgetPicture(of).rows.find((one) => one.id === id);

describe("the error budget's bars", () => {
  it("stand on one scale, the widest with its error filling it", () => {
    const { mark } = budgetPicture(budget);
    expect(mark).toBeCloseTo(4 / 9);
    const steps = row(budget, "steps");
    expect(steps).toMatchObject({ state: "measured", high: 1 });
    expect(steps?.bar).toBeCloseTo(8 / 9);
    expect(steps?.low).toBeCloseTo(7 / 9);
    expect(row(budget, "floor")?.bar).toBe(mark);
  });
  it("are missing where nothing was measured, above or below zero", () => {
    expect(row(budget, "training")).toMatchObject({ state: "below", bar: 0, value: 0.002 });
    expect(row({ ...budget, training: { value: -0.01, error: 0.001 } }, "training")).toMatchObject({
      state: "below",
      bar: 0,
      value: 0.002,
    });
    expect(row({ ...budget, training: { value: 0.0019, error: 0.001 } }, "training")).toMatchObject({ state: "below", bar: 0 });
  });
  it("know nothing from unknown", () => {
    expect(row(budget, "data")).toMatchObject({ state: "none", bar: 0 });
    expect(row({ ...budget, data: null }, "data")).toMatchObject({ state: "unknown", value: null });
  });
  it("leave an overlap to words, and out where it cannot be seen", () => {
    expect(row(budget, "overlap")).toBeUndefined();
    expect(row({ ...budget, overlap: { value: -0.003, error: 1e-4 } }, "overlap")).toMatchObject({
      state: "undoes",
      bar: 0,
      value: -0.003,
    });
    expect(row({ ...budget, overlap: { value: 0.003, error: 1e-4 } }, "overlap")).toMatchObject({ state: "measured" });
  });
  it("are all nothing when everything is", () => {
    const zero = { value: 0, error: 0 };
    const { mark, rows } = budgetPicture({ ...budget, floor: 0, steps: { ...zero, coarse: 1, fine: 4 }, training: zero, overlap: zero });
    expect([mark, ...rows.map(({ bar }) => bar)].every((value) => value === 0)).toBe(true);
  });
});
