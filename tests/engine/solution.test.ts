/** @file Two solutions of one game, one a closed form, one the networks with that formula in their place: every field and path agrees. */
import { describe, expect, it } from "vitest";
import { registry } from "../../src/catalogue/registry.ts";
import { solutionOf } from "../../src/engine/game/closed-form.ts";
import { exactOf } from "../../src/engine/game/exact-problem.ts";
import { setUp } from "../../src/engine/game/setup.ts";
import { flowOf } from "../../src/engine/learn/flow.ts";
import { learnedSolution } from "../../src/engine/learn/learned-solution.ts";
import type { FieldName } from "../../src/engine/solution.ts";
import { random } from "../../src/math/random.ts";
import { IN_THE_PLANE, ON_THE_LINE } from "./gaussians.ts";
import { experimentOf, sessionOf } from "./experiment-of.ts";
import { plain, sessionKnowing } from "./measure/known-kernel.ts";

const FIELDS: readonly FieldName[] = ["density", "value", "momentum", "velocity", "residual"];

describe("what was learned, and the closed form of the same game", () => {
  it.each([
    ["reverse KL on the line", { ...ON_THE_LINE, game: { terminal: { id: "reverse-kl", params: { weight: 6 } } } }],
    ["reverse KL in the plane", { ...IN_THE_PLANE, game: { terminal: { id: "reverse-kl", params: { weight: 6 } } } }],
    [
      "with entropy",
      { ...ON_THE_LINE, game: { terminal: { id: "reverse-kl" }, interactions: [{ id: "entropy", params: { weight: 0.4 } }] } },
    ],
    ["pulled back", { ...IN_THE_PLANE, game: { terminal: { id: "forward-kl", params: { weight: 3 } } } }],
  ])("%s: the same density, value, momentum, velocity, no residual, and the same paths", async (_, game) => {
    const given = { model: "ot-flow", ...game };
    const form = exactOf(setUp(experimentOf({ ...plain, ...given }), registry));
    if ("reason" in form) throw new Error(form.reason);
    const d = form.dimension;
    const session = sessionKnowing(given, (x, t, n) => {
      const out = { U: new Float64Array(n), gradient: new Float64Array(n * d), dt: new Float64Array(n), laplacian: new Float64Array(n) };
      form.values(x, n, t, out);
      return [{ value: out.U, gradient: out.gradient, time: out.dt, laplacian: out.laplacian }];
    });
    const [learned, exact] = [learnedSolution(flowOf(session)), solutionOf(form)];
    const stream = random(5, "test");
    const n = 12;
    const x = Float32Array.from({ length: n * d }, () => stream.normal());
    for (const t of [0, 0.4, 1]) {
      const [mine, its] = [await learned.at(FIELDS, x, n, t), await exact.at(FIELDS, x, n, t)];
      for (const field of FIELDS) {
        expect(learned.unknown(field)).toBeUndefined();
        expect(mine[field]).toHaveLength(its[field]!.length);
        // Sixteen steps of Runge-Kutta to a density: a picture.
        const bar = field === "density" ? 2e-3 : 1e-4;
        Array.from(its[field]!, (value, i) => expect(Math.abs(mine[field]![i]! - value)).toBeLessThan(bar * (1 + Math.abs(value))));
      }
    }
    const times = [0, 0.3, 0.6, 1];
    const [walked, known] = [await learned.trajectories(x, n, times), await exact.trajectories(x, n, times)];
    expect(walked).toHaveLength(times.length * n * d);
    // A third of the horizon is one step of the experiment's own integrator.
    walked!.forEach((value, i) => expect(Math.abs(value - known![i]!)).toBeLessThan(5e-3));
    session.dispose();
  });
});

describe("what is not known is said, and left out", () => {
  it.each([
    ["a free field has no value", { model: "normalizing-flow" }, ["value", "momentum", "residual"]],
    [
      "noisy paths without a score have no density",
      {
        model: "ot-flow",
        game: { dynamics: { id: "constant-noise" }, terminal: { id: "mmd" } },
        objective: { params: { integrator: "euler-maruyama" } },
        sampling: { method: "sde" },
      },
      ["density"],
    ],
  ])("%s", async (_, given, lacking) => {
    const session = await sessionOf({ ...given, network: { width: 4, ...("objective" in given ? {} : { output: "field" }) } });
    const solution = learnedSolution(flowOf(session));
    expect(FIELDS.filter((field) => solution.unknown(field) !== undefined)).toEqual(lacking);
    const fields = await solution.at(FIELDS, new Float32Array(4), 2, 0.5);
    for (const field of FIELDS) expect(field in fields).toBe(!lacking.includes(field));
    session.dispose();
  });
});
