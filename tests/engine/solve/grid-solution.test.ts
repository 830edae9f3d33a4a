/** @file Games of the catalogue solved on a grid: against closed forms, and against their two equations by differences. */
import { describe, expect, it } from "vitest";
import { registry } from "../../../src/catalogue/registry.ts";
import { exactOf } from "../../../src/engine/game/exact-problem.ts";
import { setUp } from "../../../src/engine/game/setup.ts";
import type { GridSolution } from "../../../src/engine/solve/grid-solution.ts";
import { solveOnGrid } from "../../../src/engine/solve/solve.ts";
import { resolve } from "../../../src/experiment/resolve.ts";
import { random } from "../../../src/math/random.ts";
import { IN_THE_PLANE, ON_THE_LINE } from "../gaussians.ts";

interface Given {
  readonly data?: unknown;
  readonly reference?: unknown;
  readonly game: Readonly<Record<string, unknown>>;
}

const noise = (sigma: number, control = "velocity") => ({ id: "constant-noise", params: { sigma, control } });

/** The game alone: whether it can be trained is another question. */
const setupOf = (given: Given) => setUp(resolve({ model: "ot-flow", ...given }, "strict").draft!, registry);

async function solved(given: Given, nodes?: number): Promise<GridSolution> {
  const found = await solveOnGrid(setupOf(given), { nodes });
  if ("slot" in found) throw new Error(found.reason);
  return found;
}

/** ∂ₜρ + ∇·(bρ) on the line, by differences of what the solution says; relative to what ∂ₜρ is. */
async function continuityError(found: GridSolution, points: readonly number[], t: number): Promise<number> {
  const h = 1e-3;
  const at = async (x: readonly number[], time: number) => found.at(["density", "velocity"], Float32Array.from(x), x.length, time);
  const flux = async (by: number) => {
    const { density, velocity } = await at(
      points.map((x) => x + by),
      t,
    );
    return points.map((_, i) => density![i]! * velocity![i]!);
  };
  const [before, after, left, right] = await Promise.all([at(points, t - h), at(points, t + h), flux(-h), flux(h)]);
  const changes = points.map((_, i) => (after.density![i]! - before.density![i]!) / (2 * h));
  const size = Math.max(...changes.map(Math.abs));
  return Math.max(...changes.map((change, i) => Math.abs(change + (right[i]! - left[i]!) / (2 * h)))) / size;
}

async function residualError(found: GridSolution, points: readonly number[], t: number): Promise<number> {
  const x = Float32Array.from(points);
  const { residual } = await found.at(["residual"], x, points.length, t);
  const size = Math.max(...points.map((point) => Math.abs(found.value([point], t).dt)));
  return Math.max(...Array.from(residual!, Math.abs)) / size;
}

const POINTS = [-1.5, -0.8, -0.3, 0.1, 0.6, 1.1, 1.7];

describe("between Gaussians, reverse KL and noise: the stationary point of the stated cost", () => {
  it("at random parameters: mean and deviation", async () => {
    const draw = random(11, "test");
    for (let k = 0; k < 4; k++) {
      const [m0, m1, s0, s1] = [draw.normal(), 1 + draw.normal(), 0.4 + 0.5 * draw.uniform(), 0.4 + 0.5 * draw.uniform()];
      const [sigma, lambda, T] = [0.4 + 0.8 * draw.uniform(), 0.5 + 8 * draw.uniform(), 0.5 + draw.uniform()];
      const law = (m: number, s: number) => ({ id: "gaussian", params: { mean: [m], covariance: [[s * s]] } });
      const terminal = { id: "reverse-kl", params: { weight: lambda } };
      const found = await solved({ data: law(m1, s1), reference: law(m0, s0), game: { horizon: T, dynamics: noise(sigma), terminal } });
      const { mean, covariance, mass } = found.moments(T);
      const sd = Math.sqrt(covariance[0]![0]!);
      expect(found.found.converged).toBe(true);
      expect(Math.abs(mass - 1)).toBeLessThan(1e-9);
      expect(mean[0]).toBeCloseTo((m0 * s1 * s1 + lambda * T * m1) / (s1 * s1 + lambda * T), 7);
      // Energy of the Gaussian bridge to a law of deviation s, and λ KL: cheapest at the deviation found.
      const v = sigma * sigma * T;
      const cost = (s: number): number => {
        const D = Math.sqrt(4 * s0 * s0 * s * s + v * v);
        const spread = (s0 * s0 + s * s - D) / 2 - (v / 2) * Math.log((D - v) / (2 * s0 * s0));
        return spread / T + lambda * (Math.log(s1 / s) + (s * s) / (2 * s1 * s1));
      };
      const h = 1e-4;
      expect(Math.abs(cost(sd + h) - cost(sd - h)) / (cost(sd + h) - 2 * cost(sd) + cost(sd - h))).toBeLessThan(0.02);
      const energy = cost(sd) - lambda * (Math.log(s1 / sd) + (sd * sd) / (2 * s1 * s1)) + (mean[0]! - m0) ** 2 / (2 * T);
      expect(found.energy! / energy).toBeCloseTo(1, 6);
    }
  });
});

describe("diffusions: the closed form", () => {
  it.each([
    [
      "velocity control on the line",
      { ...ON_THE_LINE, game: { dynamics: noise(0.8), terminal: { id: "cross-entropy", params: { weight: 0.64 } } } },
      256,
    ],
    [
      "a lopsided mixture on the line, from a reference that the noise does not end in",
      {
        data: { id: "mixture", params: { means: [[-1], [1.2]], covariances: [[[0.15]], [[0.3]]], weights: [1, 3] } },
        reference: { id: "gaussian", params: { mean: [0.5], covariance: [[0.8]] } },
        game: { dynamics: noise(0.9, "noise"), lagrangian: { id: "diffusion" }, terminal: { id: "cross-entropy", params: { weight: 1 } } },
      },
      512,
    ],
    [
      "control in units of a noise that grows",
      {
        ...IN_THE_PLANE,
        game: {
          dynamics: { id: "ve", params: { sigmaMin: 0.05, sigmaMax: 2 } },
          lagrangian: { id: "diffusion" },
          terminal: { id: "cross-entropy", params: { weight: 1 } },
        },
      },
      96,
    ],
    [
      "in the plane",
      {
        ...IN_THE_PLANE,
        game: { dynamics: noise(1, "noise"), lagrangian: { id: "diffusion" }, terminal: { id: "cross-entropy", params: { weight: 1 } } },
      },
      64,
    ],
  ] as const)("%s: U, its derivatives, and the population on its way", async (_, given, nodes) => {
    const form = exactOf(setupOf(given));
    if ("reason" in form) throw new Error(form.reason);
    const found = await solved(given, nodes);
    const T = found.found.problem.horizon;
    const d = form.dimension;
    for (const t of [0, 0.4 * T, 0.8 * T])
      for (const x of [
        [0.3, -0.7],
        [-0.9, 0.4],
        [0.8, 1.1],
      ]) {
        const [mine, its] = [found.value(x.slice(0, d), t), form.value(x.slice(0, d), t)];
        const close = (a: number, b: number, bar: number): void => expect(Math.abs(a - b)).toBeLessThan(bar * (1 + Math.abs(b)));
        close(mine.U, its.U, 1e-3);
        mine.gradient.forEach((slope, k) => close(slope, its.gradient[k]!, 2e-3));
        close(mine.laplacian, its.laplacian, 0.01);
        close(mine.dt, its.dt, 0.01);
      }
    for (const t of [0, 0.4 * T, 0.8 * T, T]) {
      const [mine, its] = [found.moments(t), form.moments(t)];
      mine.mean.forEach((m, k) => expect(Math.abs(m - its.mean[k]!)).toBeLessThan(3e-3));
      mine.covariance.forEach((row, a) =>
        row.forEach((c, b) => expect(Math.abs(c - its.covariance[a]![b]!)).toBeLessThan(0.01 * (1 + Math.abs(c)))),
      );
      if (d === 2) expect([mine.skew, its.skew]).toEqual([null, null]);
      else expect(Math.abs(mine.skew! - its.skew!)).toBeLessThan(5e-3);
    }
    expect(Math.abs(found.cost() - form.cost)).toBeLessThan(3e-3 * (1 + Math.abs(form.cost)));
  });
});

describe("linear-quadratic games: Riccati's equations", () => {
  // Backward P and Π, then forward mean and variance, in small steps of Heun's method.
  function riccati({ q, bar, theta, end, sigma, m0, v0 }: Record<"q" | "bar" | "theta" | "end" | "sigma" | "m0" | "v0", number>) {
    const n = 4000;
    const h = 1 / n;
    const slope = (P: number, Pi: number): [number, number] => [P * P - (q + bar), 2 * P * Pi + Pi * Pi + bar * theta];
    const along: [number, number][] = [[end, 0]];
    for (let k = 0; k < n; k++) {
      const [P, Pi] = along.at(-1)!;
      const [a, b] = slope(P, Pi);
      const [c, d] = slope(P - h * a, Pi - h * b);
      along.push([P - (h / 2) * (a + c), Pi - (h / 2) * (b + d)]);
    }
    let [m, v] = [m0, v0];
    for (let k = n; k > 0; k--) {
      const [[P, Pi], [P1, Pi1]] = [along[k]!, along[k - 1]!];
      const [dm, dv] = [-(P + Pi) * m, -2 * P * v + sigma ** 2];
      const [m1, v1] = [m + h * dm, v + h * dv];
      m += (h / 2) * (dm - (P1 + Pi1) * m1);
      v += (h / 2) * (dv - 2 * P1 * v1 + sigma ** 2);
    }
    return { mean: m, variance: v };
  }

  it.each([
    ["nash", 0.8],
    ["social", 0.8 * 1.2],
  ])("%s: mean and variance at the end", async (kind, theta) => {
    const [q, bar, sigma, weight] = [0.5, 2, 0.6, 1.5];
    const law = (m: number, v: number) => ({ id: "gaussian", params: { mean: [m], covariance: [[v]] } });
    const interactions = [
      { id: "potential-energy", params: { weight: q } },
      { id: "mean-attraction", params: { weight: bar, share: 0.8, kind } },
    ];
    const terminal = { id: "cross-entropy", params: { weight } };
    const found = await solved(
      { data: law(0, 0.7), reference: law(1.5, 0.3), game: { dynamics: noise(sigma), terminal, interactions } },
      192,
    );
    const wanted = riccati({ q, bar, theta, end: weight / 0.7, sigma, m0: 1.5, v0: 0.3 });
    const { mean, covariance } = found.moments(1);
    expect(Math.abs(mean[0]! - wanted.mean)).toBeLessThan(1e-3);
    expect(Math.abs(covariance[0]![0]! / wanted.variance - 1)).toBeLessThan(1e-3);
  });
});

describe("with something on the way, both equations hold", () => {
  it.each([
    ["a spring", [{ id: "potential-energy", params: { weight: 2, x: 0.5 } }]],
    ["entropy", [{ id: "entropy", params: { weight: 0.5 } }]],
    ["attraction", [{ id: "mean-attraction", params: { weight: 1.5, share: 0.7 } }]],
    [
      "congestion and an obstacle",
      [
        { id: "kernel-congestion", params: { weight: 2 } },
        { id: "obstacle", params: { height: 2, radius: 0.8 } },
      ],
    ],
  ])("%s", async (_, interactions) => {
    const given = { ...ON_THE_LINE, game: { dynamics: noise(0.8), terminal: { id: "reverse-kl", params: { weight: 3 } }, interactions } };
    const found = await solved(given, 192);
    expect(found.found.converged).toBe(true);
    for (const t of [0.25, 0.6]) {
      expect(await residualError(found, POINTS, t)).toBeLessThan(0.02);
      expect(await continuityError(found, POINTS, t)).toBeLessThan(0.02);
      expect(Math.abs(found.moments(t).mass - 1)).toBeLessThan(1e-5);
    }
    // Ends: ρ(0) = ρ₀; U(·, T) is the price of the reverse KL.
    const start = found.moments(0);
    expect(start.mean[0]).toBeCloseTo(-0.5, 6);
    expect(start.covariance[0]![0]).toBeCloseTo(1.1, 5);
    for (const x of [-0.5, 0.4, 1.2]) {
      const { U, density } = found.value([x], 1);
      const logPi = -((x - 1.2) ** 2) / 0.8 - 0.5 * Math.log(2 * Math.PI * 0.4);
      expect(U).toBeCloseTo(3 * (Math.log(density) - logPi + 1), 5);
    }
  });
});

describe("terminal costs that look at the whole population", () => {
  const toward = (id: string, weight: number) =>
    solved({ ...ON_THE_LINE, game: { dynamics: noise(0.8), terminal: { id, params: { weight } } } }, 128);

  it.each(["mmd", "energy-distance", "l2"])("%s: the population moves towards the data, the further the more it costs", async (id) => {
    const [weak, strong] = [await toward(id, 1), await toward(id, 5)];
    expect(weak.found.converged && strong.found.converged).toBe(true);
    const [near, far] = [weak.moments(1).mean[0]!, strong.moments(1).mean[0]!];
    expect(near).toBeGreaterThan(-0.5);
    expect(far).toBeGreaterThan(near);
    expect(far).toBeLessThan(1.2);
  });

  it("L²: U(·, T) is λ times the twice blurred difference, by a sum of our own", async () => {
    const found = await toward("l2", 5);
    const y = Float32Array.from({ length: 2000 }, (_, i) => -8 + 16 * ((i + 0.5) / 2000));
    const { density } = await found.at(["density"], y, y.length, 1);
    for (const x of [-0.5, 0.4, 1.2]) {
      let price = 0;
      y.forEach((at, i) => {
        const pi = Math.exp(-((at - 1.2) ** 2) / 0.8) / Math.sqrt(2 * Math.PI * 0.4);
        price += 5 * (density![i]! - pi) * (Math.exp(-((x - at) ** 2) / 0.64) / Math.sqrt(2 * Math.PI * 0.32)) * (16 / 2000);
      });
      expect(found.value([x], 1).U).toBeCloseTo(price, 4);
    }
  });
});

describe("particles follow the flow that carries the density", () => {
  it("their mean and spread at the end are those of ρ(T)", async () => {
    const given = { ...ON_THE_LINE, game: { dynamics: noise(0.8), terminal: { id: "reverse-kl", params: { weight: 3 } } } };
    const found = await solved(given, 192);
    const draw = random(3, "test");
    const n = 4000;
    const x0 = Float32Array.from({ length: n }, () => -0.5 + Math.sqrt(1.1) * draw.normal());
    const paths = await found.trajectories(x0, n, [0, 1]);
    const { mean, covariance } = found.moments(1);
    // Between Gaussians the flow is affine: exact, whatever was drawn.
    const affine = (x: number): number => mean[0]! + Math.sqrt(covariance[0]![0]! / 1.1) * (x + 0.5);
    for (let i = 0; i < n; i += 50) if (Math.abs(x0[i]! + 0.5) < 2.5) expect(paths![n + i]).toBeCloseTo(affine(x0[i]!), 3);
  });
});

describe("a lattice that cannot see a law", () => {
  it("is refused, with the distance of its nodes", async () => {
    const found = await solveOnGrid(setupOf({ ...ON_THE_LINE, game: { dynamics: noise(10), terminal: { id: "reverse-kl" } } }), {
      nodes: 32,
    });
    expect(found).toMatchObject({
      slot: expect.stringMatching(/data|reference/) as string,
      reason: expect.stringMatching(/32 nodes .* apart/) as string,
    });
  });
});

describe("what scaling cannot do is refused by slot and reason", () => {
  it.each([
    ["dynamics", /without it/, { game: { dynamics: { id: "deterministic" } } }],
    ["dynamics", /without a drift/, { game: { dynamics: { id: "ou" }, lagrangian: { id: "diffusion" } } }],
    ["discount", /discount/, { game: { dynamics: noise(1), discount: 0.5 } }],
    ["lagrangian", /kinetic energy/, { game: { dynamics: noise(1), lagrangian: { id: "power", params: { exponent: 3 } } } }],
    ["terminal", /no price/, { game: { dynamics: noise(1), terminal: { id: "sliced-w2" } } }],
    ["terminal", /no price/, { game: { dynamics: noise(1), terminal: { id: "lipschitz-kl" } } }],
  ] as const)("%s", async (slot, reason, given) => {
    const found = await solveOnGrid(setupOf({ ...ON_THE_LINE, ...given }), { solver: "scaling", nodes: 64 });
    if (!("slot" in found)) throw new Error("accepted");
    expect(found.slot).toBe(slot);
    expect(found.reason).toMatch(reason);
  });
});
