/**
 * @file A crowd at rest around what crosses it, against an independent solve of the same equations (γ 0 and .5, the circle cut) and a field that
 * the papers' authors have stored (a disc of whole nodes). Both depend on the box, which is stated with each.
 */
import { describe, expect, it } from "vitest";
import { type FoundCrossing, solveCrossing } from "../../../src/engine/solve/crossing/crossing.ts";
import { answerAt, crowdAt, crowdNumbers, fieldsOf } from "../../../src/engine/solve/crossing/fields.ts";
import { residualOf } from "../../../src/engine/solve/crossing/newton.ts";
import { walkOf } from "../../../src/engine/solve/crossing/pedestrians.ts";
import { type CrossingProblem, unsound } from "../../../src/engine/solve/crossing/problem.ts";

const SEEN: CrossingProblem = {
  ...{ healing: 0.2, sound: 0.2, speed: 0.6, radius: 0.37, density: 2.5, discount: 0 },
  ...{ halfBox: 3, cells: 81, circle: "cut" },
};

function solved(problem: CrossingProblem, near?: FoundCrossing): FoundCrossing {
  const work = solveCrossing(problem, near);
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

const off = (value: number, wanted: number): number => Math.abs(value / wanted - 1);

describe("a crowd that is crossed", () => {
  it("is the same ahead and behind where everybody sees it coming", () => {
    const found = solved(SEEN);
    expect(found.converged).toBe(true);
    expect(residualOf(found.plane, found.operators, found.problem, found.waves)).toBeLessThan(1e-10);
    const { n } = fieldsOf(found);
    const most = n.reduce((worst, value, k) => Math.max(worst, Math.abs(value - n[(80 - Math.floor(k / 81)) * 81 + (k % 81)]!)), 0);
    expect(most).toBeLessThan(1e-8);
    const sides = n.reduce((worst, value, k) => Math.max(worst, Math.abs(value - n[k - 2 * (k % 81) + 80]!)), 0);
    expect(sides).toBe(0);
  });

  it("has the density of an independent solve: box of 3 m, 121 nodes", () => {
    const found = solved({ ...SEEN, cells: 121 });
    const fields = fieldsOf(found);
    const { densest, excess } = crowdNumbers(fields, found);
    for (const [value, wanted] of [
      [densest, 1.339],
      [crowdAt(fields, 0, 0.77), 0.347],
      [crowdAt(fields, 0, 1), 0.5026],
      [crowdAt(fields, 0, -0.77), 0.347],
      [crowdAt(fields, 0.77, 0), 1.2912],
      [crowdAt(fields, -1, 0), 1.1453],
      [excess, -1.999],
    ] as const)
      expect(off(value, wanted)).toBeLessThan(0.005);
  }, 60_000);

  it("piles up ahead of what it does not see coming: γ = .5, box of 3 m, 121 nodes", () => {
    const found = solved({ ...SEEN, discount: 0.5, cells: 121 });
    const fields = fieldsOf(found);
    for (const [value, wanted] of [
      [crowdNumbers(fields, found).densest, 1.4553],
      ...[0.6, 0.77, 1].map((r, i) => [crowdAt(fields, 0, r), [0.4896, 0.6862, 0.8081][i]!] as const),
      ...[0.6, 0.77, 1].map((r, i) => [crowdAt(fields, 0, -r), [0.1583, 0.2958, 0.4446][i]!] as const),
      ...[0.6, 0.77, 1].map((r, i) => [crowdAt(fields, r, 0), [1.4227, 1.3672, 1.1935][i]!] as const),
      [crowdNumbers(fields, found).excess, -0.928],
    ] as const)
      expect(off(value, wanted)).toBeLessThan(0.01);
  }, 60_000);

  it("is the field that the authors stored: box of 2 m, a disc of nodes, 150 nodes", () => {
    const found = solved({ ...SEEN, speed: 0.3, halfBox: 2, cells: 150, circle: "staircase" });
    const fields = fieldsOf(found);
    expect(off(crowdNumbers(fields, found).densest, 1.1335)).toBeLessThan(0.001);
    [0.5, 0.6, 0.77, 1, 1.5].forEach((r, i) => {
      expect(off(crowdAt(fields, 0, r), [0.2032, 0.4065, 0.6261, 0.7549, 0.851][i]!)).toBeLessThan(0.005);
      expect(off(crowdAt(fields, r, 0), [0.5764, 0.9565, 1.1314, 1.0993, 1.0258][i]!)).toBeLessThan(0.005);
    });
    expect(answerAt(fields, found, 0, 1)!.velocity[1]).toBeCloseTo(0.0799, 3);
    expect(answerAt(fields, found, 0.77, 0)!.velocity[1]).toBeCloseTo(-0.0588, 3);
  }, 90_000);

  it("is found better on finer grids, in second order", () => {
    const at = (cells: number): number => crowdAt(fieldsOf(solved({ ...SEEN, healing: 0.3, cells })), 0, 1);
    const [coarse, middle, fine] = [at(31), at(61), at(121)];
    expect(Math.log2((coarse - middle) / (middle - fine))).toBeGreaterThan(1.7);
  }, 60_000);

  it("ends at the same picture from where the last one stands, in fewer steps", () => {
    const problem = { ...SEEN, discount: 0.6, cells: 61, speed: 0.5 };
    const [cold, drag] = [solved(problem), solved(problem, solved({ ...problem, discount: 0.5 }))];
    expect(drag.steps).toBeLessThan(cold.steps);
    drag.waves.forEach((value, k) => expect(value).toBeCloseTo(cold.waves[k]!, 9));
    // Another box, disc and number of nodes.
    const other = solved(problem, solved({ ...problem, halfBox: 2.5, radius: 0.4, cells: 51 }));
    other.waves.forEach((value, k) => expect(value).toBeCloseTo(cold.waves[k]!, 9));
  });

  it("obeys the equation for U with the velocity that it says", () => {
    const found = solved({ ...SEEN, discount: 0.5 });
    const fields = fieldsOf(found);
    const [x, y, h] = [0.75, 0.6, 0.15];
    const here = answerAt(fields, found, x, y)!;
    const U = (i: number, j: number): number => answerAt(fields, found, x + i * h, y + j * h)!.U;
    expect((U(1, 0) - U(-1, 0)) / (2 * h)).toBeCloseTo(here.gradient[0], 2);
    expect((U(0, 1) - U(0, -1)) / (2 * h)).toBeCloseTo(here.gradient[1], 2);
    const laplacian = (U(1, 0) + U(-1, 0) + U(0, 1) + U(0, -1) - 4 * U(0, 0)) / (h * h);
    const [noise, price] = [0.08, (2 * 0.2 ** 2) / 2.5];
    const left = 0.5 * here.U + 0.6 * here.gradient[1] - (noise / 2) * laplacian + 0.5 * (here.gradient[0] ** 2 + here.gradient[1] ** 2);
    // U is less what is paid far away.
    expect(left).toBeCloseTo(price * (here.density - 2.5), 2);
  });

  it("says why it cannot be asked, and what could", () => {
    expect(unsound({ ...SEEN, radius: 4 })?.reason).toMatch(/half box of 16 m/);
    expect(unsound({ ...SEEN, cells: 41 })?.reason).toMatch(/Take \d+ nodes/);
    const wanted = Number(/Take (\d+) nodes/.exec(unsound({ ...SEEN, cells: 41 })!.reason)![1]);
    expect(unsound({ ...SEEN, cells: wanted })).toBeUndefined();
    const room = Number(/half box of ([\d.]+) m/.exec(unsound({ ...SEEN, speed: 3 })!.reason)![1]);
    expect(unsound({ ...SEEN, speed: 3, cells: 161, halfBox: room })).toBeUndefined();
  });
});

describe("pedestrians of a crossing", () => {
  const found = solved({ ...SEEN, discount: 0.5, cells: 61, speed: 0.5 });
  const fields = fieldsOf(found);

  it("are the same for the same seed, and never in the disc", () => {
    const [a, b] = [1, 1].map((seed) => walkOf(found, fields, { count: 200, frames: 31, seed }));
    expect(a!.positions).toEqual(b!.positions);
    for (let i = 0; i < a!.positions.length; i += 2) expect(Math.hypot(a!.positions[i]!, a!.positions[i + 1]!)).toBeGreaterThan(0.369);
  });

  it("stay spread as the crowd is", () => {
    const { positions } = walkOf(found, fields, { count: 20_000, frames: 41, seed: 3 });
    const last = positions.subarray(positions.length - 40_000);
    const blocks = 4;
    const [seen, wanted] = [new Float64Array(blocks * blocks), new Float64Array(blocks * blocks)];
    const block = (x: number, y: number): number =>
      Math.min(blocks - 1, Math.floor(((y + 3) / 6) * blocks)) * blocks + Math.min(blocks - 1, Math.floor(((x + 3) / 6) * blocks));
    for (let i = 0; i < last.length; i += 2) seen[block(last[i]!, last[i + 1]!)]! += 1 / 20_000;
    const fine = 80;
    let whole = 0;
    for (let i = 0; i < fine * fine; i++) {
      const [x, y] = [-3 + ((i % fine) + 0.5) * (6 / fine), -3 + (Math.floor(i / fine) + 0.5) * (6 / fine)];
      wanted[block(x, y)]! += crowdAt(fields, x, y);
      whole += crowdAt(fields, x, y);
    }
    seen.forEach((share, k) => expect(off(share, wanted[k]! / whole)).toBeLessThan(0.12));
  });
});
