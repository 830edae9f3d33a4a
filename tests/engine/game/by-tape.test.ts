/** @file Costs that are written as tensors: their contract, the Fréchet distance against its closed form, and what a step leaves behind. */
import { memory } from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import type { Functional } from "../../../src/catalogue/define.ts";
import { frechet } from "../../../src/catalogue/functionals/frechet.ts";
import { defaultsOf } from "../../../src/catalogue/params.ts";
import { registry } from "../../../src/catalogue/registry.ts";
import { exactOf } from "../../../src/engine/game/exact-problem.ts";
import { bindFunctional } from "../../../src/engine/game/functional.ts";
import { setUp } from "../../../src/engine/game/setup.ts";
import type { ClosedForm } from "../../../src/exact/problem.ts";
import { squaredDistance, transportMap, type Gaussian } from "../../../src/math/laws/gaussian.ts";
import { apply } from "../../../src/math/matrices.ts";
import { random } from "../../../src/math/random.ts";
import { drawParams } from "../../catalogue/contract.ts";
import { tensorProblems } from "../../catalogue/tensor-contract.ts";
import { experimentOf } from "../experiment-of.ts";

const written = [...registry.functional.all].filter(([, { tensors }]) => tensors !== undefined);

it.each(written)("%s keeps its contract", async (id, entry) => {
  const stream = random(1, id);
  expect(await tensorProblems(entry, defaultsOf(entry.spec.params), stream)).toEqual([]);
  expect(await tensorProblems(entry, drawParams(entry.spec.params, stream), stream)).toEqual([]);
});

describe("planted mistakes", () => {
  const mistakes: Record<string, [Functional["tensors"], string]> = {
    "a number that the tape does not see": [
      (tf, { population }) => tf.sum(tf.square(tf.add(population, tf.tensor2d(population.arraySync())))),
      "the tape's slope is not that of the value",
    ],
    "a first point that counts twice": [
      (tf, { population }) => tf.add(tf.sum(tf.square(population)), tf.sum(tf.square(tf.slice(population, [0, 0], [1, 1])))),
      "hangs on the order of the points",
    ],
    "a distance whose root has no slope at 0": [
      (tf, { population, target }) => tf.sqrt(tf.sum(tf.square(tf.sub(tf.mean(population, 0), tf.mean(target, 0))))),
      "has no slope where the samples are the same",
    ],
    "a cost of the data": [(tf, { population, target }) => tf.add(tf.sum(tf.mul(0, population)), tf.sum(target)), "moves nobody"],
  };
  it.each(Object.entries(mistakes))("%s", async (_, [tensors, said]) => {
    expect(await tensorProblems({ spec: frechet.spec, tensors: tensors! }, {}, random(2, "mistakes"))).toContain(said);
  });
});

/** Of n points [n, d]: the law that has their moments. */
function gaussianOf(points: ArrayLike<number>, n: number, d: number): Gaussian {
  const mean = Array.from({ length: d }, (_, k) => Array.from({ length: n }, (__, i) => points[i * d + k]!).reduce((a, b) => a + b) / n);
  const covariance = mean.map((_, k) =>
    mean.map(
      (__, l) =>
        Array.from({ length: n }, (___, i) => (points[i * d + k]! - mean[k]!) * (points[i * d + l]! - mean[l]!)).reduce((a, b) => a + b) /
        n,
    ),
  );
  return { mean, covariance };
}

describe.each([1, 2] as const)("the Fréchet distance in dimension %d", (d) => {
  const stream = random(5, `frechet/${String(d)}`);
  const n = 40;
  const draw = () => {
    const [a, b, c] = [0.5 + stream.uniform(), stream.normal(), 0.5 + stream.uniform()];
    // Not Gaussian: what it sees of them are the moments.
    return Float64Array.from({ length: n * d }, (_, i) => (i % 2 === 0 ? a : c) * (stream.normal() + stream.uniform() ** 2) + b);
  };
  const row = (points: ArrayLike<number>, i: number) => Array.from({ length: d }, (_, k) => points[i * d + k]!);
  const costOf = async (weight: number, population: ArrayLike<number>, target: ArrayLike<number>) => {
    const gradient = new Float64Array(n * d);
    const { particles } = bindFunctional(frechet, "game.terminal", { weight }, d);
    const value = await particles!({ dimension: d, population, target, n, random: stream, gradient });
    return { value, gradient };
  };

  it("is W₂² of the two Gaussians, and sends every point to where the map between them does", async () => {
    for (let trial = 0; trial < 3; trial++) {
      const [population, target, weight] = [draw(), draw(), 1 + 10 * stream.uniform()];
      const [own, data] = [gaussianOf(population, n, d), gaussianOf(target, n, d)];
      const { value, gradient } = await costOf(weight, population, target);
      expect(value / ((weight / 2) * squaredDistance(own, data))).toBeCloseTo(1, 4);
      const map = transportMap(own.covariance, data.covariance);
      for (let i = 0; i < n; i++) {
        const sent = apply(
          map,
          row(population, i).map((x, k) => x - own.mean[k]!),
        ).map((y, k) => y + data.mean[k]!);
        sent.forEach((y, k) => {
          expect(Math.abs((n / weight) * gradient[i * d + k]! - (population[i * d + k]! - y))).toBeLessThan(1e-4);
        });
      }
    }
  });

  it("with kinetic energy stops a crowd at λT/(1 + λT) of its straight way to the data's ellipse: v(T) = −∇δℳ/δρ there", async () => {
    const [start, target, weight, horizon] = [draw(), draw(), 3, 1.4];
    const [own, data] = [gaussianOf(start, n, d), gaussianOf(target, n, d)];
    const map = transportMap(own.covariance, data.covariance);
    const share = (weight * horizon) / (1 + weight * horizon);
    const way = Float64Array.from({ length: n * d }, (_, j) => {
      const [i, k] = [Math.floor(j / d), j % d];
      return (
        data.mean[k]! +
        apply(
          map,
          row(start, i).map((x, l) => x - own.mean[l]!),
        )[k]! -
        start[j]!
      );
    });
    const { gradient } = await costOf(
      weight,
      start.map((x, j) => x + share * way[j]!),
      target,
    );
    for (let j = 0; j < n * d; j++) expect(Math.abs(n * gradient[j]! + (share * way[j]!) / horizon)).toBeLessThan(2e-4);
  });

  it("leaves no tensor behind, and has a slope where all stand in one line", async () => {
    const before = memory().numTensors;
    const { gradient } = await costOf(
      2,
      draw().map((x, j) => (j % d === 0 ? x : 0.3)),
      draw(),
    );
    expect(gradient.every(Number.isFinite)).toBe(true);
    expect(memory().numTensors).toBe(before);
  });
});

describe.each([
  ["two moons", { id: "moons" }],
  ["on the line", { id: "bimodal" }],
])("the game of the moments, %s", (_, data) => {
  const partial = { model: "ot-flow", data, game: { horizon: 1.4, terminal: { id: "frechet", params: { weight: 3 } } } };
  const form = (lagrangian: unknown = { id: "kinetic", params: { weight: 1.7 } }) =>
    exactOf(setUp(experimentOf({ ...partial, game: { ...partial.game, lagrangian } }), registry));

  it("is solved, its end condition is the slope of the cost, and no other affine way is cheaper", () => {
    const exact = form() as ClosedForm;
    const { dimension: d, mean, covariance } = exact;
    const setup = setUp(experimentOf(partial), registry);
    const law = { mean: setup.data!.mean, covariance: setup.data!.covariance };
    expect(exact.kind).toBe("moments");
    // −w v(T) = λ (x − A(x)) with A the map from where the crowd ends to the data's moments.
    const map = transportMap(covariance, law.covariance);
    const x = Array.from({ length: d }, (_, k) => 0.7 - k);
    const sent = apply(
      map,
      x.map((value, k) => value - mean[k]!),
    ).map((value, k) => value + law.mean[k]!);
    exact.value(x, 1.4).gradient.forEach((slope, k) => {
      expect(slope).toBeCloseTo(3 * (x[k]! - sent[k]!), 9);
    });
    const paid = (end: Gaussian) => (1.7 * squaredDistance(setup.reference.gaussian!, end)) / 2.8 + 1.5 * squaredDistance(end, law);
    expect(paid({ mean, covariance })).toBeCloseTo(exact.cost, 9);
    for (const by of [-0.02, 0.02]) {
      expect(paid({ mean: mean.map((m) => m + by), covariance })).toBeGreaterThan(exact.cost);
      expect(paid({ mean, covariance: covariance.map((row) => row.map((entry) => entry * (1 + by))) })).toBeGreaterThan(exact.cost);
    }
  });

  it("has no closed form here with another cost of the speed, and says of the rest which slot stands in the way", () => {
    expect(form({ id: "power" })).toHaveProperty("reason");
    const slotOf = (game: unknown) => {
      const exact = exactOf(setUp(experimentOf({ ...partial, game: { ...partial.game, ...(game as object) } }), registry));
      return "slot" in exact ? exact.slot : exact.kind;
    };
    expect(slotOf({})).toBe("moments");
    expect(slotOf({ discount: 0.5 })).toBe("discount");
    expect(slotOf({ interactions: [{ id: "entropy" }] })).toBe("interactions");
  });
});
