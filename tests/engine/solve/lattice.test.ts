/** @file Heat and reading between nodes, against formulas. */
import { describe, expect, it } from "vitest";
import { heated } from "../../../src/engine/solve/heat.ts";
import { latticeOver, read } from "../../../src/engine/solve/lattice.ts";

/** log of the density of N(m, v) without its constant of 2π. */
const log = (x: number, m: number, v: number): number => -((x - m) ** 2) / (2 * v) - 0.5 * Math.log(v);

describe("heat", () => {
  it.each([
    ["wide against the step", 0.5],
    ["as wide as two steps", 0.0064],
  ])("makes a Gaussian wider, far into tails that no double holds: %s", (_, variance) => {
    const lattice = latticeOver([[-6, 6]], 301);
    // A variance of .01 at 30 deviations and more: densities of e^−1800.
    const out = heated(
      lattice,
      lattice.x.map((x) => log(x, -2, 0.01)),
      variance,
    );
    for (let i = 0; i < lattice.n; i++) {
      const x = lattice.x[i]!;
      // The box is open: nothing comes in over its edge.
      if (x > -5.5) expect(Math.abs(out[i]! - log(x, -2, 0.01 + variance))).toBeLessThan(1e-7 * (1 + Math.abs(out[i]!)));
    }
  });

  it("below a step carries steep and wavy fields to the sixth order of the step, and as little heat as there may be", () => {
    const f = (x: number): number => 8 * x + Math.sin(2 * x);
    const truth = (x: number, v: number): number => {
      const [sd, each] = [Math.sqrt(v), 1 / 200];
      let total = 0;
      for (let k = -2400; k <= 2400; k++) total += Math.exp(f(x + sd * k * each) - f(x) - (k * each) ** 2 / 2) * each;
      return f(x) + Math.log(total / Math.sqrt(2 * Math.PI));
    };
    const error = (nodes: number, share: number): number => {
      const lattice = latticeOver([[-2, 2]], nodes);
      const v = share * lattice.axes[0]!.step ** 2;
      const out = heated(lattice, lattice.x.map(f), v);
      // Away from the walls, where the last polynomial goes on.
      const off = out.map((value, i) => (Math.abs(lattice.x[i]!) < 1 ? Math.abs(value - truth(lattice.x[i]!, v)) : 0));
      return off.reduce((most, each) => Math.max(most, each), 0);
    };
    expect(Math.log2(error(21, 0.4) / error(41, 0.4))).toBeGreaterThan(5.4);
    expect(error(41, 0.9)).toBeLessThan(2e-6);
    expect(error(41, 1e-4)).toBeLessThan(1e-8);
  });

  it("between walls is that of the cosine series, whether summed or read between the nodes, and keeps the mass", () => {
    const nodes = 60;
    const lattice = latticeOver([[0, 1]], nodes, true);
    const { step } = lattice.axes[0]!;
    const wave = (i: number, k: number): number => Math.cos((Math.PI * k * (i + 0.5)) / nodes);
    for (const variance of [0.3 * step * step, 0.01, 0.5, 4]) {
      const out = heated(
        lattice,
        lattice.x.map((_, i) => Math.log(1 + 0.6 * wave(i, 1) - 0.3 * wave(i, 3))),
        variance,
      );
      const fading = (k: number): number => Math.exp((-variance * ((Math.PI * k) / (nodes * step)) ** 2) / 2);
      out.forEach((value, i) => {
        expect(Math.exp(value)).toBeCloseTo(1 + 0.6 * fading(1) * wave(i, 1) - 0.3 * fading(3) * wave(i, 3), 5);
      });
      expect(out.reduce((mass, value) => mass + Math.exp(value) / nodes, 0)).toBeCloseTo(1, variance < step * step ? 6 : 11);
    }
  });

  it("below a step keeps mass and mean, and adds its variance", () => {
    const lattice = latticeOver([[-2, 2]], 81);
    const out = heated(
      lattice,
      lattice.x.map((x) => log(x, 0.2, 0.04)),
      0.0009,
    );
    const mass = out.map((value) => Math.exp(value));
    const sum = (f: (x: number) => number): number =>
      mass.reduce((total, m, i) => total + m * f(lattice.x[i]!), 0) / mass.reduce((a, b) => a + b, 0);
    const mean = sum((x) => x);
    expect(mean).toBeCloseTo(0.2, 10);
    expect(sum((x) => (x - mean) ** 2)).toBeCloseTo(0.0409, 10);
  });

  it("in the plane is one axis after the other, and of nothing is nothing", () => {
    const lattice = latticeOver(
      [
        [-3, 3],
        [-4, 5],
      ],
      61,
    );
    const at = (i: number): readonly [number, number] => [lattice.x[2 * i]!, lattice.x[2 * i + 1]!];
    const field = Float64Array.from({ length: lattice.n }, (_, i) => log(at(i)[0], 0.3, 0.1) + log(at(i)[1], -0.5, 0.2));
    const out = heated(lattice, field, 0.3);
    for (let i = 0; i < lattice.n; i += 7) {
      const [x, y] = at(i);
      if (Math.abs(x) < 1.5 && Math.abs(y) < 2) expect(out[i]).toBeCloseTo(log(x, 0.3, 0.4) + log(y, -0.5, 0.5), 6);
    }
    expect(heated(lattice, new Float64Array(lattice.n).fill(-Infinity), 0.3).every((value) => value === -Infinity)).toBe(true);
  });
});

describe("reading between nodes", () => {
  const f = (x: number, y: number): number => Math.sin(1.3 * x) * Math.cos(0.7 * y) + 0.2 * x * y;
  const errors = (nodes: number): number[] => {
    const lattice = latticeOver(
      [
        [-2, 2],
        [-1, 3],
      ],
      nodes,
    );
    const field = Float64Array.from({ length: lattice.n }, (_, i) => f(lattice.x[2 * i]!, lattice.x[2 * i + 1]!));
    const worst = [0, 0, 0];
    for (let k = 0; k < 60; k++) {
      const [x, y] = [-2 + ((k * 0.618) % 1) * 4, -1 + ((k * 0.414) % 1) * 4];
      const { value, gradient, laplacian } = read(lattice, field, [x, y]);
      const slope = 1.3 * Math.cos(1.3 * x) * Math.cos(0.7 * y) + 0.2 * y;
      const bend = -(1.69 + 0.49) * Math.sin(1.3 * x) * Math.cos(0.7 * y);
      worst[0] = Math.max(worst[0]!, Math.abs(value - f(x, y)));
      worst[1] = Math.max(worst[1]!, Math.abs(gradient[0]! - slope));
      worst[2] = Math.max(worst[2]!, Math.abs(laplacian - bend));
    }
    return worst;
  };

  it("converges with the orders that are promised: values 6, slopes 5, bends 4", () => {
    const [coarse, fine] = [errors(21), errors(41)];
    [6, 5, 4].forEach((order, k) => expect(Math.log2(coarse[k]! / fine[k]!)).toBeGreaterThan(order - 0.6));
    expect(fine[2]).toBeLessThan(5e-4);
  });
});
