/** @file Hopf and Lax's formula: the envelope against all pairs of nodes, games against closed forms, and what the crowd does at a kink. */
import { describe, expect, it } from "vitest";
import { registry } from "../../../src/catalogue/registry.ts";
import { exactOf } from "../../../src/engine/game/exact-problem.ts";
import { setUp, type Setup } from "../../../src/engine/game/setup.ts";
import { measure } from "../../../src/engine/measure/measure.ts";
import { LIVE } from "../../../src/engine/measure/subject.ts";
import { lowerEnvelope } from "../../../src/engine/solve/hopf-lax/envelope.ts";
import { type HopfLax, logDensityAtNodes, solved } from "../../../src/engine/solve/hopf-lax/hopf-lax.ts";
import type { HopfLaxProblem } from "../../../src/engine/solve/hopf-lax/problem.ts";
import { hopfLaxProblem, whyNotHopfLax } from "../../../src/engine/solve/hopf-lax/hopf-lax-game.ts";
import { type Lattice, latticeOver } from "../../../src/engine/solve/lattice.ts";
import { solveOnGrid } from "../../../src/engine/solve/solve.ts";
import type { GridSolution } from "../../../src/engine/solve/grid-solution.ts";
import type { ClosedForm } from "../../../src/exact/problem.ts";
import { presets } from "../../../src/experiment/presets.ts";
import { resolve } from "../../../src/experiment/resolve.ts";
import { random } from "../../../src/math/random.ts";
import { experimentOf, sessionOf } from "../experiment-of.ts";

const line = (mean: number, variance: number) => ({ id: "gaussian", params: { mean: [mean], covariance: [[variance]] } });

const spring = (weight: number, more: Record<string, unknown> = {}) => ({
  model: "ot-flow",
  data: line(0.8, 0.64),
  reference: line(-0.6, 0.5),
  objective: { id: "hopf-lax" },
  regularisers: { hjb: { weight: 0 } },
  game: { terminal: { id: "potential-energy", params: { weight, x: 0.7, y: -0.4 } }, ...more },
});

async function solvedGrid(setup: Setup, nodes?: number): Promise<GridSolution> {
  const found = await solveOnGrid(setup, { nodes });
  if ("slot" in found) throw new Error(found.reason);
  return found;
}

/** The least of all pairs of nodes, and where. */
function allPairs({ n, dimension: d, x }: Lattice, f: Float64Array, c: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => {
    let least = Infinity;
    for (let j = 0; j < n; j++) {
      let squared = 0;
      for (let k = 0; k < d; k++) squared += (x[i * d + k]! - x[j * d + k]!) ** 2;
      least = Math.min(least, f[j]! + (c / 2) * squared);
    }
    return least;
  });
}

describe("the lower envelope", () => {
  it.each<[string, Lattice]>([
    ["on the line", latticeOver([[-2, 3]], 90)],
    ["in the plane, one axis after the other", latticeOver([[-2, 3], [-1, 1]], 18)], // biome-ignore format: a box
  ])("%s is the least of all pairs of nodes, whatever f is", (_name, lattice) => {
    const stream = random(5, "envelope");
    for (let trial = 0; trial < 12; trial++) {
      const f = Float64Array.from({ length: lattice.n }, () => (stream.uniform() < 0.1 ? Infinity : 3 * stream.normal()));
      const c = 10 ** (4 * stream.uniform() - 1.5);
      const { least, from } = lowerEnvelope(lattice, f, c);
      const truth = allPairs(lattice, f, c);
      const own = (i: number) => lattice.axes.reduce((sum, _, k) => sum + (lattice.x[i * lattice.dimension + k]! - lattice.x[from[i]! * lattice.dimension + k]!) ** 2, 0); // biome-ignore format: a sum
      least.forEach((value, i) => {
        expect(Math.abs(value - truth[i]!)).toBeLessThan(1e-12 * (1 + Math.abs(truth[i]!)));
        expect(Math.abs(f[from[i]!]! + (c / 2) * own(i) - truth[i]!)).toBeLessThan(1e-12 * (1 + Math.abs(truth[i]!)));
      });
    }
  });
});

describe("a spring at the end", () => {
  it("is the closed form at random places, to rounding", async () => {
    const stream = random(6, "spring");
    for (const [weight, w, horizon] of [
      [2, 1.5, 1],
      [-0.4, 1, 0.7],
      [9, 0.6, 2],
    ] as const) {
      const setup = setUp(experimentOf(spring(weight, { horizon, lagrangian: { params: { weight: w } } })), registry);
      const form = exactOf(setup) as ClosedForm;
      const grid = await solvedGrid(setup);
      expect(grid.found).toMatchObject({ solver: "hopf-lax", converged: true });
      expect(Math.abs(grid.cost() - form.cost)).toBeLessThan(1e-6 * (1 + Math.abs(form.cost)));
      expect(Math.abs(grid.energy! - form.energy!)).toBeLessThan(1e-6 * (1 + form.energy!));
      for (let trial = 0; trial < 8; trial++) {
        const [x, t] = [[stream.normal()], horizon * (trial === 0 ? 0 : trial === 1 ? 1 : stream.uniform())];
        const [found, truth] = [grid.value(x, t), form.value(x, t)];
        expect(Math.abs(found.U - truth.U)).toBeLessThan(1e-9 * (1 + Math.abs(truth.U)));
        expect(Math.abs(found.gradient[0]! - truth.gradient[0]!)).toBeLessThan(1e-8 * (1 + Math.abs(truth.gradient[0]!)));
        expect(Math.abs(found.laplacian - truth.laplacian)).toBeLessThan(1e-6 * (1 + Math.abs(truth.laplacian)));
        expect(Math.abs(found.density - truth.density)).toBeLessThan(1e-7);
        const [mine, its] = [grid.moments(t), form.moments(t)];
        expect(Math.abs(mine.mean[0]! - its.mean[0]!)).toBeLessThan(1e-6);
        expect(Math.abs(mine.covariance[0]![0]! - its.covariance[0]![0]!)).toBeLessThan(1e-5 * its.covariance[0]![0]!);
      }
    }
  });

  it("in the plane is Riccati's equation", async () => {
    const covariance = [
      [0.6, -0.2],
      [-0.2, 0.5],
    ];
    const start = { id: "gaussian", params: { mean: [-0.8, 0.2], covariance } };
    const setup = setUp(experimentOf({ ...spring(2), data: start, reference: start }), registry);
    const grid = await solvedGrid(setup, 40);
    // With g = (q/2)|x − c|²: y = (x + Tq c)/(1 + Tq), U = (q/2)|x − c|²/(1 + (T − t)q).
    const [x, t, q] = [[0.3, -0.9], 0.25, 2];
    const squared = (0.3 - 0.7) ** 2 + (-0.9 + 0.4) ** 2;
    const { U, gradient, laplacian } = grid.value(x, t);
    expect(U).toBeCloseTo(((q / 2) * squared) / (1 + 0.75 * q), 10);
    expect(gradient[1]).toBeCloseTo((q * -0.5) / (1 + 0.75 * q), 9);
    expect(laplacian).toBeCloseTo((2 * q) / (1 + 0.75 * q), 7);
    const { mean, covariance: end } = grid.moments(1);
    expect(mean[0]).toBeCloseTo((-0.8 + q * 0.7) / (1 + q), 5);
    expect(end[0]![1]).toBeCloseTo(-0.2 / (1 + q) ** 2, 4);
  });
});

/** g = a cos(kx) from N(0, .36), by hand. */
function waves(nodes: number): HopfLaxProblem {
  const lattice = latticeOver([[-4, 4]], nodes);
  const cost = lattice.x.map((x) => 0.4 * Math.cos(2 * x));
  return {
    ...{ lattice, horizon: 0.5, weight: 1, cost },
    logReference: (x, n) => Float64Array.from({ length: n }, (_, i) => -(x[i]! ** 2) / 0.72),
  };
}

/** min over y near by Newton's method on the formula itself. */
function wavesAt(x: number, left: number): { readonly U: number; readonly slope: number } {
  let [best, least] = [0, Infinity];
  for (let y = -4; y < 4; y += 0.01) {
    const paid = 0.4 * Math.cos(2 * y) + (x - y) ** 2 / (2 * left);
    if (paid < least) [best, least] = [y, paid];
  }
  for (let k = 0; k < 8; k++) best -= (-0.8 * Math.sin(2 * best) + (best - x) / left) / (-1.6 * Math.cos(2 * best) + 1 / left);
  return { U: 0.4 * Math.cos(2 * best) + (x - best) ** 2 / (2 * left), slope: (x - best) / left };
}

describe("between the nodes", () => {
  it("the error falls with the fifth power of their distance", () => {
    const errors = [32, 64, 128].map((nodes) => {
      const at = solved(waves(nodes)).U(0.1);
      const places = Array.from({ length: 40 }, (_, i) => 0.13 + 0.03 * i);
      return Math.max(...places.map((x) => Math.abs(at([x], 0).gradient[0]! - wavesAt(x, 0.4).slope)));
    });
    expect(errors[0]! / errors[1]!).toBeGreaterThan(20);
    expect(errors[1]! / errors[2]!).toBeGreaterThan(20);
    expect(errors[2]!).toBeLessThan(1e-5);
  });
});

describe("at a watershed", () => {
  const setup = setUp(experimentOf(presets.get("watershed")!.experiment), registry);
  const problem = hopfLaxProblem(setup) as HopfLaxProblem;
  const found: HopfLax = solved(problem);
  const [k, c] = [0.25, 1.5];
  /** Who starts from the ridge lands here, or as far on the other side. */
  const lands = Math.sqrt(c * c - 1 / (4 * k));

  it("U has the kink that the two wells give it, and holds the equation on either side", async () => {
    const grid = await solvedGrid(setup);
    for (const side of [-1, 1]) expect(found.U(0)([side * 1e-9], 0).gradient[0]).toBeCloseTo(-side * lands, 6);
    const x = Float32Array.from({ length: 120 }, (_, i) => (i % 2 === 0 ? 1 : -1) * (0.05 + 0.02 * i));
    for (const t of [0.02, 0.3, 0.8]) {
      const { residual } = await grid.at(["residual"], x, x.length, t);
      expect(Math.max(...Array.from(residual!, Math.abs))).toBeLessThan(1e-4);
    }
    expect(grid.found.about).toContain("parts where U has a kink");
  });

  it("the crowd parts: nobody is between those who left the ridge, and nobody is lost", () => {
    const { lattice } = problem;
    for (const t of [0, 0.2, 0.6, 1]) {
      const log = logDensityAtNodes(found, t);
      const mass = log.reduce((total, value) => total + Math.exp(value) * lattice.cell, 0);
      expect(Math.abs(mass - 1)).toBeLessThan(1e-12);
      const at = found.logDensity(t);
      const edge = t * lands;
      if (t > 0) for (const x of [0, 0.9 * edge, -0.9 * edge]) expect(Math.exp(at([x], 0).value)).toBe(1e-300 * 1.0000000000000237);
      // Points and cells say the same where no cell is only partly empty.
      log.forEach((value, i) => {
        const x = lattice.x[i]!;
        if (Math.abs(Math.abs(x) - edge) < 0.05 || Math.abs(x) > 2.8 || value < -12) return;
        expect(Math.abs(Math.exp(value) - Math.exp(at([x], 0).value))).toBeLessThan(3e-3);
      });
    }
  });

  it("is a run of one pass, whose particles pay what the formula says", async () => {
    const session = await sessionOf(presets.get("watershed")!.experiment);
    expect(session.outcome()).toMatchObject({ ended: false, sweeps: 0, of: 1, counts: "passes" });
    const before = session.outcome()!.change;
    await session.advance(0);
    const after = session.outcome()!;
    expect(after).toMatchObject({ solver: "hopf-lax", ended: true, converged: true, sweeps: 1, nodes: [512] });
    expect(after.change).toBeLessThan(before);
    expect(after.says).toContain("parts");
    expect(Math.abs(after.mass! - 1)).toBeLessThan(1e-12);
    const { metrics, failed } = await measure(session, ["cost", "mean"], LIVE);
    expect(failed).toEqual({});
    expect(Math.abs(metrics.cost!.total - after.change)).toBeLessThan(4 * metrics.cost!.error);
  });
});

describe("at a kink of the end cost", () => {
  it("the crowd gathers, and that is said", async () => {
    const found = await solvedGrid(
      setUp(
        experimentOf({
          ...spring(1, { terminal: { id: "typed-potential", params: { potential: { text: "norm(x)", values: {} } } } }),
        }),
        registry,
      ),
    );
    // Who starts within T of 0 ends there.
    expect(found.found.about).toMatch(/gathers more closely than the grid shows: at the end \d\d %/);
    expect(found.moments(1).mass).toBeCloseTo(1, 12);
  });
});

describe("what does not fit is refused", () => {
  it.each<[string, Record<string, unknown>, RegExp, Record<string, unknown>]>([
    ["noise", { dynamics: { id: "constant-noise", params: { sigma: 0.5 } } }, /straight paths/, { "game.dynamics.id": "deterministic" }],
    ["a cost on the way", { interactions: [{ id: "potential-energy" }] }, /nothing to pay on the way/, { "game.interactions": [] }],
    [
      "an end that looks at the crowd",
      { terminal: { id: "reverse-kl" } },
      /crowd does not change/,
      { "game.terminal.id": "cross-entropy" },
    ],
    ["a discount", { discount: 0.4 }, /no discount/, { "game.discount": 0 }],
  ])("%s", (_name, game, reason, nearest) => {
    const { experiment, misfits } = resolve(spring(1, game), "strict");
    expect(experiment).toBeNull();
    const found = misfits.find((misfit) => reason.test(misfit.reason));
    expect(found?.nearest).toEqual(nearest);
  });

  it("an end that draws the crowd out of any box", () => {
    const text = { text: "-norm(x)^2", values: {} };
    const setup = setUp(experimentOf(spring(1, { terminal: { id: "typed-potential", params: { potential: text } } })), registry);
    expect(whyNotHopfLax(setup)).toBeUndefined();
    expect(hopfLaxProblem(setup)).toMatchObject({ slot: "terminal", reason: expect.stringContaining("out of any box") as string });
  });
});
