/** @file Finite differences against a published game with congestion, and what their two equations must keep whatever the game. */
import { describe, expect, it } from "vitest";
import { applied, backward, type Chain, emptyChain, forward, solveChain } from "../../../src/engine/solve/finite-differences/chain.ts";
import { solveByFiniteDifferences } from "../../../src/engine/solve/finite-differences/finite-differences.ts";
import {
  fieldsOn,
  type HamiltonianAt,
  laxFriedrichs,
  splitHamiltonian,
} from "../../../src/engine/solve/finite-differences/numerical-hamiltonian.ts";
import { type FiniteDifferenceProblem, firstUnknown, sweep, sweepSlope } from "../../../src/engine/solve/finite-differences/sweep.ts";
import { type Lattice, latticeOver } from "../../../src/engine/solve/lattice.ts";
import { random } from "../../../src/math/random.ts";

function solved(problem: FiniteDifferenceProblem) {
  const work = solveByFiniteDifferences(problem);
  let step = work.next();
  while (step.done !== true) step = work.next();
  return step.value;
}

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((total, value, i) => total + value * b[i]!, 0);

/** 𝓗 = |p|^β/(β (c₀ + c₁ρ)^α). */
const congested =
  ({ beta, c0, c1, alpha }: Record<"beta" | "c0" | "c1" | "alpha", number>) =>
  (_: number, logDensity: Float64Array): HamiltonianAt => {
    const ease = logDensity.map((log) => (c0 + c1 * Math.exp(log)) ** -alpha);
    return (p, value, slopes) => {
      for (let i = 0; i < value.length; i++) {
        let square = 0;
        for (const own of p) square += own[i]! ** 2;
        const bend = square > 0 ? ease[i]! * (beta === 2 ? 1 : square ** (beta / 2 - 1)) : 0;
        value[i] = (bend * square) / beta;
        p.forEach((own, k) => {
          slopes[k]![i] = bend * own[i]!;
        });
      }
    };
  };

/** A law by its logarithm, its mass on the lattice 1. */
function lawOn({ x, dimension, cell, n }: Lattice, log: (...x: number[]) => number): Float64Array {
  const law = Float64Array.from({ length: n }, (_, i) => Math.exp(log(...x.slice(i * dimension, (i + 1) * dimension))));
  const mass = law.reduce((total, value) => total + value * cell, 0);
  return law.map((value) => value / mass);
}

describe("the published game with congestion, on 201 nodes and 100 steps", () => {
  // x in ]0, 1[, T = 1, σ = .02; 𝓗 = |p|²/(2 √(.1 + ρ)), prices ρ/10 on the way and −exp(−40(x − .7)²) at the end.
  it("mean, deviation and peak at the end, mass to 1e-12", { timeout: 60_000 }, () => {
    const lattice = latticeOver([[0, 1]], 201);
    const found = solved({
      lattice,
      ...{ horizon: 1, steps: 100, discount: 0 },
      diffusion: () => 0.02 ** 2 / 2,
      start: lawOn(lattice, (x) => -300 * (x - 0.2) ** 2),
      hamiltonian: { at: congested({ beta: 2, c0: 0.1, c1: 1, alpha: 0.5 }), crowd: true, even: true },
      end: { crowd: false, fit: () => lattice.x.map((x) => -Math.exp(-40 * (x - 0.7) ** 2)) },
      running: { steps: 100, crowd: true, price: (_, log) => log.map((value) => Math.exp(value) / 10) },
    });
    expect(found.converged).toBe(true);
    for (const density of found.density)
      expect(Math.abs(density.reduce((mass, value) => mass + value * lattice.cell, 0) - 1)).toBeLessThan(1e-12);
    const meanAt = (k: number): number => dot(found.density[k]!, lattice.x) * lattice.cell;
    const end = found.density[100]!;
    const mean = meanAt(100);
    expect(mean).toBeCloseTo(0.68279, 5);
    expect(
      Math.sqrt(
        dot(
          end,
          lattice.x.map((x) => (x - mean) ** 2),
        ) * lattice.cell,
      ),
    ).toBeCloseTo(0.0307, 4);
    expect(Math.max(...end)).toBeCloseTo(12.7528, 3);
    expect(meanAt(50)).toBeCloseTo(0.444441, 5);
    expect(found.U[0]![40]).toBeCloseTo(-0.429305, 5);
  });
});

describe("a chain and its transpose", () => {
  const chainOn = (lattice: Lattice, seed: number): Chain => {
    const draw = random(seed, "test");
    const chain = emptyChain(lattice);
    lattice.axes.forEach(({ nodes }, k) => {
      for (let i = 0; i < lattice.n; i++) {
        const at = k === 0 ? i % nodes : Math.floor(i / nodes);
        chain.down[k]![i] = at === 0 ? 0 : 20 * draw.uniform();
        chain.up[k]![i] = at === nodes - 1 ? 0 : 20 * draw.uniform();
      }
    });
    return chain;
  };

  it.each([
    ["line", latticeOver([[0, 1]], 40)],
    [
      "plane",
      latticeOver(
        [
          [0, 1],
          [-1, 1],
        ],
        17,
      ),
    ],
  ] as const)("on the %s: ⟨A u, m⟩ = ⟨u, Aᵀ m⟩, both are solved, what is positive stays so", (_, lattice) => {
    const draw = random(5, "test");
    const chain = chainOn(lattice, 6);
    const [u, m] = [0, 1].map(() => Float64Array.from({ length: lattice.n }, () => draw.normal())) as [Float64Array, Float64Array];
    expect(dot(applied(backward(chain), u), m)).toBeCloseTo(dot(u, applied(forward(chain), m)), 9);
    expect(Math.max(...applied(backward(chain), new Float64Array(lattice.n).fill(1)).map(Math.abs))).toBeLessThan(1e-13);
    // From one node alone, in steps so short that hardly anybody arrives far away.
    const b = new Float64Array(lattice.n);
    b[3] = 1;
    for (const matrix of [backward(chain, 1e6), forward(chain, 1e6)]) {
      const x = solveChain(matrix, b, new Float64Array(lattice.n), 1e-15);
      const left = applied(matrix, x);
      for (let i = 0; i < lattice.n; i++) expect(Math.abs(left[i]! - b[i]!)).toBeLessThan(1e-12);
      expect(Math.min(...x)).toBeGreaterThan(0);
    }
  });
});

describe("numerical Hamiltonians", () => {
  const plane = latticeOver(
    [
      [0, 1],
      [0, 2],
    ],
    14,
  );
  const wind: HamiltonianAt = (p, value, slopes) => {
    congested({ beta: 1.5, c0: 1, c1: 0, alpha: 0 })(0, value)(p, value, slopes);
    for (let i = 0; i < value.length; i++) {
      value[i]! += 0.7 * p[0]![i]! - 0.4 * p[1]![i]!;
      slopes[0]![i]! += 0.7;
      slopes[1]![i]! -= 0.4;
    }
  };
  const mixed: HamiltonianAt = (p, value, slopes) => {
    for (let i = 0; i < value.length; i++) {
      const [a, b] = [p[0]![i]!, p[1]![i]!];
      value[i] = (a * a + a * b + b * b) / 2 + Math.exp(a / 4);
      slopes[0]![i] = a + b / 2 + Math.exp(a / 4) / 4;
      slopes[1]![i] = b + a / 2;
    }
  };

  it.each([
    ["upwind, with a wind", splitHamiltonian, wind],
    ["Lax-Friedrichs, lopsided and mixed", laxFriedrichs, mixed],
  ] as const)("%s: positive rates, which are the slopes of g; exact where U is linear", (_, scheme, hamiltonian) => {
    const draw = random(8, "test");
    const numerical = scheme({ lattice: plane, viscosity: fieldsOn(plane), diffusion: 0.01, hamiltonian });
    const noise = Float64Array.from({ length: plane.n }, () => draw.normal());
    const U = Float64Array.from({ length: plane.n }, (_, i) => Math.sin(3 * plane.x[2 * i]!) + plane.x[2 * i + 1]! ** 2 + 0.02 * noise[i]!);
    const chain = emptyChain(plane);
    // −(σ²/2)ΔU + g = A U − cost
    const g = (at: Float64Array): Float64Array => {
      const cost = new Float64Array(plane.n);
      numerical(at, chain, cost);
      return applied(backward(chain), at).map((value, i) => value - cost[i]!);
    };
    g(U);
    const slope = applied(backward(chain), noise);
    for (const rates of [...chain.down, ...chain.up]) expect(Math.min(...rates)).toBeGreaterThanOrEqual(0);
    const h = 1e-6;
    const moved = [1, -1].map((sign) => g(U.map((value, i) => value + sign * h * noise[i]!)));
    slope.forEach((own, i) => {
      expect(Math.abs((moved[0]![i]! - moved[1]![i]!) / (2 * h) - own)).toBeLessThan(1e-4 * (1 + Math.abs(own)));
    });
    const [value, slopes] = [new Float64Array(plane.n), fieldsOn(plane)];
    hamiltonian([new Float64Array(plane.n).fill(0.6), new Float64Array(plane.n).fill(-1.1)], value, slopes);
    const linear = g(Float64Array.from({ length: plane.n }, (_, i) => 0.6 * plane.x[2 * i]! - 1.1 * plane.x[2 * i + 1]!));
    for (let row = 1; row < 13; row++)
      for (let column = 1; column < 13; column++) expect(linear[14 * row + column]).toBeCloseTo(value[0]!, 10);
  });
});

/** A game with everything in it, at random. */
function gameAt(seed: number, dimension: 1 | 2): FiniteDifferenceProblem {
  const draw = random(seed, "test");
  const lattice = latticeOver(
    dimension === 1
      ? [[0, 1]]
      : [
          [0, 1],
          [0, 1],
        ],
    dimension === 1 ? 60 : 14,
  ); // prettier-ignore
  const [center, aim] = [0.2 + 0.2 * draw.uniform(), 0.6 + 0.2 * draw.uniform()];
  const hamiltonian = congested({ beta: 1.5 + draw.uniform(), c0: 0.5, c1: draw.uniform(), alpha: 0.5 });
  const [entropy, sigma] = [0.2 * draw.uniform(), 0.1 + 0.2 * draw.uniform()];
  const goal = Float64Array.from({ length: lattice.n }, (_, i) => (lattice.x[i * dimension]! - aim) ** 2);
  return {
    ...{ lattice, horizon: 1, steps: 16, discount: draw.uniform() },
    diffusion: (t) => (sigma * sigma * (1 + t)) / 2,
    start: lawOn(lattice, (x, y) => -40 * (x - center) ** 2 - (dimension === 1 ? 0 : 20 * (y - 0.5) ** 2)),
    hamiltonian: { at: hamiltonian, crowd: true, even: true },
    end: { crowd: true, fit: (log) => log.map((value, i) => entropy * value + 3 * goal[i]!) },
    running: { steps: 16, crowd: true, price: (_, log) => log.map((value) => Math.exp(value) / 10) },
  };
}

describe("games at random, with congestion, discount, prices on the way and at the end", () => {
  it.each([
    [1, 1],
    [2, 1],
    [3, 2],
  ] as const)("seed %i, dimension %i: settled, positive, mass to 1e-12, and both equations hold", (seed, dimension) => {
    const problem = gameAt(seed, dimension);
    const found = solved(problem);
    expect(found.converged).toBe(true);
    for (const density of found.density) {
      expect(Math.min(...density)).toBeGreaterThan(0);
      expect(Math.abs(density.reduce((mass, value) => mass + value * problem.lattice.cell, 0) - 1)).toBeLessThan(1e-12);
    }
    // U(0) against the start is what the population pays: along the chain, and at the end.
    const { steps, discount, lattice, end } = problem;
    const paid = found.costs.map((cost, k) => {
      const there = found.density[k + 1]!;
      const price = problem.running!.price(k + 1, there.map(Math.log));
      return (dot(cost, there) + dot(price, there) - discount * dot(found.U[k]!, there)) / steps;
    });
    const last = found.density[steps]!;
    const total = paid.reduce((a, b) => a + b, 0) + dot(end.fit(last.map(Math.log), last), last);
    expect(total * lattice.cell).toBeCloseTo(dot(found.U[0]!, found.density[0]!) * lattice.cell, 5);
  });

  it("the slope of a sweep is its derivative", () => {
    const problem = gameAt(4, 1);
    const first = sweep(problem, firstUnknown(problem), null);
    const at = sweep(problem, first.to, first);
    const wave = (k: number) => problem.lattice.x.map((x) => Math.sin(5 * x + k / 7));
    const v = { end: wave(0), prices: at.U.map((_, k) => wave(k)), seen: at.U.map((_, k) => wave(3 * k)) };
    const h = 1e-6;
    const moved = [h, -h].map((by) => {
      const along = (from: readonly Float64Array[], way: readonly Float64Array[]) =>
        from.map((field, k) => field.map((value, i) => value + by * way[k]![i]!));
      const { end, prices, seen } = at.from;
      return sweep(problem, { end: along([end], [v.end])[0]!, prices: along(prices!, v.prices), seen: along(seen!, v.seen) }, at).to;
    });
    const slope = sweepSlope(problem, at, v, 1e-6);
    const compare = (own: Float64Array, after: Float64Array, before: Float64Array): void => {
      const largest = Math.max(...own.map(Math.abs));
      own.forEach((value, i) => {
        expect(Math.abs((after[i]! - before[i]!) / (2 * h) - value)).toBeLessThan(1e-4 * largest);
      });
    };
    compare(slope.end, moved[0]!.end, moved[1]!.end);
    for (const k of [1, 7, 16]) {
      compare(slope.prices![k]!, moved[0]!.prices![k]!, moved[1]!.prices![k]!);
      compare(slope.seen![k]!, moved[0]!.seen![k]!, moved[1]!.seen![k]!);
    }
  });
});
