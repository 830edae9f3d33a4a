/** @file The regularised proximal: against its kernel formula by quadrature, against diffusions whose data are the spring, and where it has no value. */
import { describe, expect, it } from "vitest";
import type { Density } from "../../src/catalogue/define.ts";
import { closedFormOf } from "../../src/exact/solution.ts";
import { random } from "../../src/math/random.ts";
import type { ClosedForm, ExactProblem } from "../../src/exact/problem.ts";
import { brownian, costOf, dynamicsOf, gaussianOf, isClosedForm, lagrangianOf } from "./problems.ts";

const stream = random(9, "test");
const draw = (low: number, high: number): number => low + (high - low) * stream.uniform();

interface Given {
  readonly T: number;
  readonly sigma: number;
  readonly w: number;
  readonly q: number;
  readonly c: readonly number[];
  readonly reference: Density;
}

const problemOf = ({ T, sigma, w, q, c, reference }: Given): ExactProblem => ({
  horizon: T,
  discount: 0,
  dynamics: dynamicsOf("constant-noise", { sigma, control: "velocity" }),
  lagrangian: lagrangianOf("kinetic", { weight: w }),
  interactions: [],
  terminal: costOf("potential-energy", { weight: q, x: c[0]!, y: c[1] ?? 0 }),
  data: null,
  reference,
});

function formOf(problem: ExactProblem): ClosedForm {
  const form = closedFormOf(problem);
  if (!isClosedForm(form)) throw new Error(form.reason);
  return form;
}

/** An even grid of the line and sums over it. */
const grid = (from: number, to: number, n: number): number[] => Array.from({ length: n }, (_, i) => from + ((to - from) * (i + 0.5)) / n);

describe("on the line", () => {
  it.each([[0.4], [0.7], [1], [1.3], [-0.3]])("the population is the kernel formula's, and U its logarithm, at q = %s", (q) => {
    const [T, sigma, w, c, m0, s0] = [draw(0.7, 1.5), draw(0.5, 1.2), draw(0.7, 2), draw(-1.5, 1.5), draw(-1.5, 1.5), draw(0.3, 1)];
    const epsilon = w * sigma ** 2;
    const form = formOf(problemOf({ T, sigma, w, q, c: [c], reference: gaussianOf([m0], [[s0 ** 2]]) }));
    const V = (x: number): number => (q / 2) * (x - c) ** 2;
    const kernel = (x: number, y: number): number => Math.exp(-(V(x) + (w * (x - y) ** 2) / (2 * T)) / epsilon);
    const [xs, ys] = [grid(-25, 25, 2000), grid(m0 - 7 * s0, m0 + 7 * s0, 300)];
    const h = 50 / 2000;
    const [moments, start] = [[0, 0, 0], ys.map((y) => Math.exp(-0.5 * ((y - m0) / s0) ** 2))];
    const total = start.reduce((sum, value) => sum + value, 0);
    ys.forEach((y, j) => {
      const column = xs.map((x) => kernel(x, y));
      const Z = column.reduce((sum, value) => sum + value * h, 0);
      column.forEach((k, i) => {
        const mass = ((start[j]! / total) * k * h) / Z;
        moments[0]! += mass;
        moments[1]! += mass * xs[i]!;
        moments[2]! += mass * xs[i]! ** 2;
      });
      // ψ(y, 0) = (4πβT)^(−½) Z(y) with 2β = σ².
      if (j === 150) expect(form.value([y], 0).U).toBeCloseTo(-epsilon * Math.log(Z / Math.sqrt(2 * Math.PI * sigma ** 2 * T)), 8);
    });
    expect(moments[0]).toBeCloseTo(1, 9);
    expect(form.mean[0]).toBeCloseTo(moments[1]!, 7);
    expect(form.covariance[0]![0]).toBeCloseTo(moments[2]! - moments[1]! ** 2, 6);
  });

  it("a point goes where the formula says: ((μT + y w²)/(T + w²), 2βT w²/(T + w²))", () => {
    const [T, beta, width, mu, y] = [0.8, 0.3, 0.9, 1.4, -0.6];
    const form = formOf(
      problemOf({ T, sigma: Math.sqrt(2 * beta), w: 1, q: 1 / width ** 2, c: [mu], reference: gaussianOf([y], [[1e-10]]) }),
    );
    expect(form.mean[0]).toBeCloseTo((mu * T + y * width ** 2) / (T + width ** 2), 7);
    expect(form.covariance[0]![0]).toBeCloseTo((2 * beta * T * width ** 2) / (T + width ** 2), 7);
    // U at the start is all that is left to pay, and nobody else is there.
    expect(form.cost).toBeCloseTo(form.value([y], 0).U, 6);
  });

  it("has no value where everybody flees", () => {
    const answer = closedFormOf(problemOf({ T: 1, sigma: 0.5, w: 1, q: -1.1, c: [0], reference: gaussianOf([0], [[1]]) }));
    expect(answer).toMatchObject({ slot: "terminal" });
  });
});

it("in the plane it is the diffusion whose data are the spring, −λ log π, up to π's constant", () => {
  const [T, sigma, w, lambda, s1, m1] = [1.2, 0.9, 1.5, 2, 0.8, [0.7, -0.4]];
  const reference = gaussianOf(
    [-1, 0.5],
    [
      [0.5, 0.2],
      [0.2, 0.4],
    ],
  );
  const data = gaussianOf(m1, [
    [s1 ** 2, 0],
    [0, s1 ** 2],
  ]);
  const game = problemOf({ T, sigma, w, q: lambda / s1 ** 2, c: m1, reference });
  const form = formOf(game);
  const diffusion = formOf({ ...game, data, terminal: costOf("cross-entropy", { weight: lambda }), alphaStd: brownian(sigma) });
  const constant = lambda * Math.log(2 * Math.PI * s1 ** 2);
  form.mean.forEach((value, i) => expect(value).toBeCloseTo(diffusion.mean[i]!, 8));
  form.covariance.flat().forEach((value, i) => expect(value).toBeCloseTo(diffusion.covariance.flat()[i]!, 8));
  expect(form.cost + constant).toBeCloseTo(diffusion.cost, 8);
  for (const t of [0, 0.5, T]) {
    const [here, there] = [form.value([0.3, -1.1], t), diffusion.value([0.3, -1.1], t)];
    expect(here.U + constant).toBeCloseTo(there.U, 9);
    here.gradient.forEach((value, i) => expect(value).toBeCloseTo(there.gradient[i]!, 9));
    expect(here.laplacian).toBeCloseTo(there.laplacian, 9);
    expect(here.dt).toBeCloseTo(there.dt, 9);
  }
});
