/** @file Kernels around training points: their loss by differences, the mixture they make, what a fit finds, and that U solves its equation. */
import { describe, expect, it } from "vitest";
import { registry } from "../../../src/catalogue/registry.ts";
import { flowOf } from "../../../src/engine/learn/flow.ts";
import { fitKernels, type FitProblem, type Fitted } from "../../../src/engine/solve/mixture/fit.ts";
import { implicitLoss } from "../../../src/engine/solve/mixture/implicit-loss.ts";
import { factorCount, localFactor, type Kernels, noisedTable } from "../../../src/engine/solve/mixture/kernels.ts";
import { createSolveSession } from "../../../src/engine/solve/solving.ts";
import { gaussianMixture, mixtureFields } from "../../../src/math/laws/gaussian-mixture.ts";
import { random } from "../../../src/math/random.ts";
import { experimentOf } from "../experiment-of.ts";

const stream = random(4, "test");
const normals = (n: number, by = 1): Float64Array => Float64Array.from({ length: n }, () => by * stream.normal());

const someKernels = (d: 1 | 2, N: number): Kernels => ({
  dimension: d,
  centres: normals(N * d),
  factors: normals(N * factorCount(d), 0.4),
});

/** Γ⁻¹. */
function covarianceOf(kernels: Kernels, k: number): number[][] {
  const [a, b, c] = localFactor(kernels, k);
  if (kernels.dimension === 1) return [[1 / (a * a)]];
  const det = (a * c) ** 2;
  return [
    [(b * b + c * c) / det, (-a * b) / det],
    [(-a * b) / det, (a * a) / det],
  ];
}

const lawOf = (kernels: Kernels, without = -1) => {
  const d = kernels.dimension;
  const all = Array.from({ length: kernels.centres.length / d }, (_, k) => k).filter((k) => k !== without);
  return gaussianMixture({
    means: all.map((k) => [...kernels.centres.subarray(k * d, (k + 1) * d)]),
    covariances: all.map((k) => covarianceOf(kernels, k)),
  });
};

describe.each([[1], [2]] as const)("in dimension %i", (d) => {
  it("noise spreads the kernels as it spreads any mixture", () => {
    const kernels = someKernels(d, 5);
    const x = normals(6 * d, 2);
    const [mine, known] = [new Float64Array(6), new Float64Array(6)];
    mixtureFields(d, noisedTable(kernels, 0.7, 0.5))(x, 6, { laplacian: mine });
    lawOf(kernels).diffused(0.7, 0.5).laplacianLogDensity(x, 6, known);
    mine.forEach((value, i) => expect(value).toBeCloseTo(known[i]!, 9));
    mixtureFields(d, noisedTable(kernels, 1, 0))(x, 6, { logDensity: mine });
    lawOf(kernels).logDensity(x, 6, known);
    mine.forEach((value, i) => expect(value).toBeCloseTo(known[i]!, 9));
  });

  it("the loss is |s|² + 2 div s of the mixture without a row's own kernel, and its slope that of differences", () => {
    const kernels = someKernels(d, 6);
    const x = Float64Array.from([...normals(2 * d), ...kernels.centres.subarray(2 * d, 4 * d)]);
    const own = Int32Array.of(-1, -1, 2, 3);
    const slope = new Float64Array(kernels.factors.length);
    const loss = implicitLoss(kernels, x, own, slope);
    const due = [...own].reduce((sum, k, i) => {
      const law = lawOf(kernels, k);
      const [s, bend] = [new Float64Array(d), new Float64Array(1)];
      law.score(x.subarray(i * d, (i + 1) * d), 1, s);
      law.laplacianLogDensity(x.subarray(i * d, (i + 1) * d), 1, bend);
      return sum + (s.reduce((square, value) => square + value * value, 0) + 2 * bend[0]!) / own.length;
    }, 0);
    expect(loss).toBeCloseTo(due, 9);
    const scratch = slope.slice();
    slope.forEach((value, q) => {
      const at = (by: number): number => {
        const factors = kernels.factors.slice();
        factors[q]! += by;
        return implicitLoss({ ...kernels, factors }, x, own, scratch);
      };
      const found = (at(1e-5) - at(-1e-5)) / 2e-5;
      expect(Math.abs(value - found)).toBeLessThan(1e-6 * (1 + Math.abs(found)));
    });
  });
});

const normalRows = normals(400);
const problem: FitProblem = {
  ...{ dimension: 1, rows: normalRows, centres: 40, precisions: "one", width: 0.3, sharing: 1, narrowest: 0.01, widest: 3, steps: 200 },
};

function ended(given: FitProblem): Fitted {
  const work = fitKernels(given);
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}

describe("a fit", () => {
  it("finds the width whose loss is least", () => {
    const { kernels, loss } = ended(problem);
    const at = (by: number): number =>
      implicitLoss(
        { ...kernels, factors: kernels.factors.map((log) => log + by) },
        normalRows,
        Int32Array.from({ length: 400 }, (_, i) => (i < 40 ? i : -1)),
        new Float64Array(40),
      );
    expect(loss).toBeCloseTo(at(0), 9);
    for (const by of [-0.1, 0.1]) expect(at(by)).toBeGreaterThan(loss);
    const width = 1 / localFactor(kernels, 0)[0];
    expect(width).toBeGreaterThan(0.2);
    expect(width).toBeLessThan(1);
  });

  it("leaves fixed kernels as they are, and says what they lose", () => {
    const { kernels, of, loss } = ended({ ...problem, precisions: "fixed" });
    expect(of).toBe(1);
    expect(1 / localFactor(kernels, 3)[0]).toBeCloseTo(0.3, 12);
    expect(loss).toBeGreaterThan(ended(problem).loss);
  });

  it("gives near kernels near precisions, and far ones their own", () => {
    // Half of the rows ten times as dense as the others.
    const rows = Float64Array.from({ length: 400 }, (_, i) => (i % 2 === 0 ? 5 + normalRows[i]! : normalRows[i]! / 10));
    const { kernels } = ended({ ...problem, rows, width: 0.3, precisions: "local" });
    const widths = (even: boolean): number[] => Array.from({ length: 20 }, (_, i) => 1 / localFactor(kernels, 2 * i + (even ? 0 : 1))[0]);
    expect(Math.min(...widths(true))).toBeGreaterThan(2 * Math.max(...widths(false)));
  });
});

const few = {
  model: "wasserstein-proximal",
  data: { id: "moons", samples: 60 },
  game: { dynamics: { id: "vp" } },
  objective: { params: { centres: 30, steps: 10 } },
};

it("a session's U solves its equation, and its flow leads to the training points where kernels are narrow", async () => {
  const narrow = experimentOf({
    ...few,
    objective: { params: { precisions: "fixed", centres: 60, width: 0.01 } },
    sampling: { steps: 40 },
  });
  const session = createSolveSession(narrow, registry);
  while (session.used(0) < 1) await session.advance(0);
  expect(session.outcome()).toMatchObject({ counts: "fitting steps", ended: true, sweeps: 1, of: 1, nodes: [60] });
  const flow = flowOf(session);
  const { composed, training } = session.setup();
  const x = Float32Array.from(normals(20));
  const [r, size] = await flow.probe([composed.here.hjbResidual(), composed.here.valueTime()], x, 0.4, 10);
  r!.forEach((value, i) => expect(Math.abs(value)).toBeLessThan(2e-3 * (1 + Math.abs(size![i]!))));
  const generated = await flow.generate(50, random(1, "test"));
  const nearest = Array.from({ length: 50 }, (_, i) =>
    Math.min(
      ...Array.from({ length: 60 }, (_one, k) =>
        Math.hypot(generated[2 * i]! - training![2 * k]!, generated[2 * i + 1]! - training![2 * k + 1]!),
      ),
    ),
  );
  expect(nearest.toSorted((a, b) => a - b)[25]).toBeLessThan(0.03);
  session.dispose();
});

it("fits step by step, and anew where a number changes", async () => {
  const session = createSolveSession(experimentOf(few), registry);
  expect(session.outcome()).toMatchObject({ ended: false, sweeps: 0, of: 10 });
  await session.advance(0);
  expect(session.left()).toBe(9);
  while (session.used(0) < 1) await session.advance(0);
  const loss = session.outcome()!.change;
  session.update(experimentOf({ ...few, objective: { params: { centres: 20, steps: 10 } } }));
  expect(session.outcome()).toMatchObject({ ended: false, nodes: [20] });
  session.reset();
  session.update(experimentOf(few));
  while (session.used(0) < 1) await session.advance(0);
  expect(session.outcome()!.change).toBe(loss);
  session.dispose();
});
