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

describe("a typed Lagrangian and a typed Hamiltonian train", () => {
  const game = (id: string, text: string) => ({
    lagrangian: { id, params: { [id === "typed-lagrangian" ? "cost" : "hamiltonian"]: text } },
  });
  it.each([
    ["typed-lagrangian", "w/2*norm(v)^2", PLANE],
    ["typed-lagrangian", "(1 + 6*exp(-norm(x)^2))/2*norm(v)^2", PLANE],
    ["typed-lagrangian", "norm(v)^4/4 + norm(v)^2/2", PLANE],
    ["typed-lagrangian", "cosh(v) + t*v^2", LINE],
    ["typed-lagrangian", "((v1 - c)^2 + 2*v2^2 + v1*v2)/2", PLANE],
    ["typed-hamiltonian", "norm(p)^2/2 - c*p1*exp(-4*y^2)", PLANE],
    ["typed-hamiltonian", "c*sqrt(norm(p)^2 + 1)", PLANE],
    ["typed-hamiltonian", "p^4/4 + p^2", LINE],
  ])("%s %s", async (id, text, data) => {
    const hjb = { regularisers: { hjb: { weight: 1 } } };
    expect((await losses({ ...SMALL, ...hjb, model: "ot-flow", data, game: game(id, text) })).every(Number.isFinite)).toBe(true);
  });

  it("by a free velocity field too, which has no momentum", async () => {
    for (const [id, text] of [
      ["typed-lagrangian", "norm(v)^4/4 + norm(v)^2/2"],
      ["typed-hamiltonian", "norm(p)^4/4 + norm(p)^2/2"],
    ] as const)
      expect((await losses({ ...SMALL, model: "boltzmann-generator", data: PLANE, game: game(id, text) })).every(Number.isFinite)).toBe(
        true,
      );
  });

  it("with the losses of the kinetic energy where they are the kinetic energy", async () => {
    const common = { ...SMALL, model: "ot-flow", data: PLANE, regularisers: { hjb: { weight: 1 } } };
    const known = await losses({ ...common, game: { lagrangian: { id: "kinetic" } } });
    for (const [id, text] of [
      ["typed-lagrangian", "norm(v)^2/2"],
      ["typed-hamiltonian", "norm(p)^2/2"],
    ] as const) {
      const ours = await losses({ ...common, game: game(id, text) });
      ours.forEach((loss, k) => expect(loss).toBeCloseTo(known[k]!, 4));
    }
  });
});

describe("a typed density trains", () => {
  it.each([
    [{ logDensity: "-(b*(x^2 - 1)^2 + y^2)" }],
    [{ logDensity: { text: "-b*(norm(x) - r)^2", values: { b: 8, r: 2 } } }],
    [{ logDensity: "-(x^2 - 1)^2*2", space: "line" }],
  ])("%j", async (params) => {
    for (const model of ["boltzmann-generator", "ot-flow", "score-diffusion"])
      expect((await losses({ ...SMALL, model, data: { id: "typed-density", params } })).every(Number.isFinite)).toBe(true);
  });
});
