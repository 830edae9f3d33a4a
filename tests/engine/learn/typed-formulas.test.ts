/** @file Typed formulas in every slot train: five finite steps each; and what they compute is what was typed. */
import { describe, expect, it } from "vitest";
import { sessionOf, wasmFactory } from "../experiment-of.ts";

const factory = wasmFactory();

async function losses(partial: unknown, steps = 5): Promise<readonly number[]> {
  const session = await sessionOf(partial, await factory);
  try {
    for (let k = 0; k < steps; k++) await session.advance(0);
    const width = 2 + session.history().names.length;
    const rows = Array.from(session.history().since(0));
    return Array.from({ length: steps }, (_, k) => rows[k * width + 1] ?? Number.NaN);
  } finally {
    session.dispose();
  }
}

const SMALL = { network: { width: 4, depth: 1 }, training: { batch: 64 } };

const LINE = { id: "gaussian", params: { mean: [1], covariance: [[0.5]] } };
const PLANE = { id: "gaussian", params: { mean: [1, 0] } };

describe("a typed potential trains", () => {
  it.each([
    ["k/2*norm(x)^2", PLANE],
    ["h*exp(-norm(x)^2/(2*r^2))", PLANE],
    ["sin(3*x2) + max(x1, 0)^2 + t*abs(y)", PLANE],
    ["norm(x)", PLANE],
    ["h*(1 + sin(k*x))", LINE],
    ["where(x, x^2, -x)", LINE],
  ])("%s", async (text, data) => {
    const game = { interactions: [{ id: "typed-potential", params: { potential: text } }] };
    for (const model of ["ot-flow", "boltzmann-generator"])
      expect((await losses({ ...SMALL, model, data, game })).every(Number.isFinite)).toBe(true);
  });
});
