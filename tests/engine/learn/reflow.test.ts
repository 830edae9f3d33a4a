/**
 * @file Rounds of rectified flow between Gaussians, where each has a closed form (docs/mathematics.md, Flow matching).
 *
 *     round 0      v = ½ Σ̇ Σ⁻¹ x,  Σ = (1−t)² A + t² B          which carries N(0, A) by M = (A # B) A⁻¹
 *     round 1 …    v = (M − I) B_t⁻¹ x,  B_t = I + t (M − I)     straight, by the same M: ½E|v|² = ½ tr(A + B − 2 A # B) ≥ ½ W₂²
 */
import { describe, expect, test } from "vitest";
import type { Carrying } from "../../../src/catalogue/lines.ts";
import { registry } from "../../../src/catalogue/registry.ts";
import { setUp } from "../../../src/engine/game/setup.ts";
import { lines } from "../../../src/engine/game/sources.ts";
import { carriedEnds } from "../../../src/engine/learn/carried.ts";
import { drawer } from "../../../src/engine/learn/draws.ts";
import { flowOf } from "../../../src/engine/learn/flow.ts";
import { learnedSolution } from "../../../src/engine/learn/learned-solution.ts";
import type { Session } from "../../../src/engine/learn/session.ts";
import { RK4, uniformTimes } from "../../../src/math/integrators.ts";
import { rectifiedMap, transportMap } from "../../../src/math/laws/gaussian.ts";
import { combination, identity, inverse, type Matrix, product, trace } from "../../../src/math/matrices.ts";
import { type Random, random } from "../../../src/math/random.ts";
import { experimentOf, sessionOf, wasmFactory } from "../experiment-of.ts";

const I = identity(2);
const transposed = (m: Matrix): Matrix => m[0]!.map((_, j) => m.map((row) => row[j]!));

function someCovariance(draw: Random): Matrix {
  const [a, b, angle] = [0.3 + draw.uniform(), 0.3 + draw.uniform(), Math.PI * draw.uniform()];
  const turn = [
    [Math.cos(angle), -Math.sin(angle)],
    [Math.sin(angle), Math.cos(angle)],
  ];
  return product(
    product(turn, [
      [a * a, 0],
      [0, b * b],
    ]),
    transposed(turn),
  );
}

/** ½ tr((M − I) A (M − I)ᵀ). */
function energyOf(map: Matrix, from: Matrix): number {
  const way = combination(1, map, -1, I);
  return trace(product(way, product(from, transposed(way)))) / 2;
}

/** Where ẋ = V(t) x sends the unit vectors, by Runge-Kutta. */
function flowMap(velocity: (t: number) => Matrix): Matrix {
  const n = 200;
  const h = 1 / n;
  let x = I;
  for (let k = 0; k < n; k++) {
    const slope = (t: number, at: Matrix): Matrix => product(velocity(t), at);
    const one = slope(k * h, x);
    const two = slope((k + 0.5) * h, combination(1, x, h / 2, one));
    const three = slope((k + 0.5) * h, combination(1, x, h / 2, two));
    const four = slope((k + 1) * h, combination(1, x, h, three));
    x = combination(1, x, h / 6, combination(1, combination(1, one, 2, two), 1, combination(2, three, 1, four)));
  }
  return x;
}

test("the mean velocity of lines carries a Gaussian by its geometric mean with the other, which is the transport only along common axes", () => {
  const draw = random(1, "covariances");
  for (let k = 0; k < 5; k++) {
    const [a, b] = [someCovariance(draw), someCovariance(draw)];
    const map = rectifiedMap(a, b);
    const found = flowMap((t) => {
      const slope = combination(-(1 - t), a, t, b);
      return product(slope, inverse(combination((1 - t) ** 2, a, t ** 2, b)));
    });
    found.flat().forEach((value, i) => {
      expect(value).toBeCloseTo(map.flat()[i]!, 6);
    });
    // Lines by M do not cross, so that the next round's flow is those lines, by the same map.
    for (const t of [0.3, 0.7]) expect(Math.abs(trace(combination(1 - t, I, t, map)))).toBeGreaterThan(0.1);
    expect(energyOf(map, a)).toBeGreaterThan(energyOf(transportMap(a, b), a) * (1 + 1e-9));
    const along = combination(0.7, a, 0.4, I);
    expect(energyOf(rectifiedMap(a, along), a)).toBeCloseTo(energyOf(transportMap(a, along), a), 12);
  }
});

const SMALL = {
  model: "flow-matching",
  network: { width: 8, depth: 2 },
  training: { batch: 32, stop: { steps: 100 } },
};
const ROUNDS: Carrying = { count: 2, every: 10, from: "reference", by: "previous", copies: "velocity" };
const small = (more: object = {}) => ({ ...SMALL, objective: { params: { rounds: ROUNDS.count, every: ROUNDS.every } }, ...more });

async function stepsTo(session: Session, last: number): Promise<void> {
  while (session.step() < last) await session.advance(0);
}

describe("a run in rounds", () => {
  test("is the plain one through round 0, and another one after it", async () => {
    const [plain, rounds] = [await sessionOf(SMALL), await sessionOf(small())];
    await stepsTo(plain, 11);
    await stepsTo(rounds, 11);
    const [once, again] = [plain.history().since(0), rounds.history().since(0)];
    expect(again.subarray(0, 30)).toEqual(once.subarray(0, 30));
    expect(again[31]).not.toBe(once[31]);
    plain.dispose();
    rounds.dispose();
  });

  test.each(["field", "potential"])("ends lines where the average of the round before sends their origins: a %s", async (output) => {
    const session = await sessionOf(small({ network: { ...SMALL.network, output, lastLayerScale: 1 } }));
    await stepsTo(session, ROUNDS.every);
    const flow = flowOf(session);
    const start = session.checkpoint();
    await stepsTo(session, ROUNDS.every + 3);
    const [mine, previous] = [session.networks()[0]!, session.networks()[1]!];
    const count = mine.kernel.theta.length;
    expect(previous.kernel.theta).toEqual(start.average.subarray(0, count));
    const setup = session.setup();
    const given = { seed: 1, capacity: 32, samplers: setup.samplers, reference: setup.reference, uniform: setup.uniformNames };
    const carried = carriedEnds({ ...ROUNDS, copies: mine.role }, session.networks(), given, setup.sigmaAt);
    await carried.carry(ROUNDS.every + 2, setup.uniforms);
    session.restore(start);
    const { x } = await flow.move(carried.origins, 32, uniformTimes(0, 1, 100), [], { tableau: RK4 });
    carried.ends.forEach((value, i) => {
      expect(value).toBeCloseTo(x[i]!, 4);
    });
    session.dispose();
  });

  test("goes on from a checkpoint of any round as it would have, in another session too", async () => {
    const factory = await wasmFactory();
    const through = await sessionOf(small(), factory);
    const marks = [7, 10, 13, 20, 26];
    const kept = [];
    for (const mark of marks) {
      await stepsTo(through, mark);
      kept.push(through.checkpoint());
    }
    await stepsTo(through, 31);
    const [end, losses] = [through.checkpoint(), through.history().since(0)];
    for (const checkpoint of kept) {
      const other = await sessionOf(small(), factory);
      for (const session of [other, through]) {
        session.restore(checkpoint);
        await stepsTo(session, 31);
        expect(session.checkpoint()).toEqual(end);
        expect(session.history().since(checkpoint.step)).toEqual(losses.subarray(3 * checkpoint.step));
      }
      other.dispose();
    }
    through.dispose();
  });
});

test("a Gaussian path ends a share of its origin beside the data, and lines of later rounds end where they were carried", () => {
  const n = 4096;
  const from = { mean: [0.5], covariance: [[0.8]] };
  const setup = setUp(
    experimentOf({
      ...SMALL,
      data: { id: "gaussian", params: { mean: [2], covariance: [[0.3]] } },
      reference: { id: "gaussian", params: from },
    }),
    registry,
  );
  const stream = random(5, "carried");
  const [origins, ends] = [0, 1].map(() => Float32Array.from({ length: n }, () => stream.normal())) as [Float32Array, Float32Array];
  const given = { seed: 2, capacity: n, samplers: setup.samplers, reference: setup.reference, uniform: setup.uniformNames };
  const drawn = (step: number, deviation: number) => {
    const columns = Object.fromEntries(["t", "x1", "e1"].map((name) => [name, new Float32Array(n)]));
    drawer(lines(1, { deviation, rounds: ROUNDS }), { ...given, carried: { origins, ends } })(step, n, setup.uniforms, columns);
    const [t, x, way] = [columns["t"]!, columns["x1"]!, columns["e1"]!];
    return { start: x.map((value, i) => value - t[i]! * way[i]!), end: x.map((value, i) => value + (1 - t[i]!) * way[i]!) };
  };
  const [straight, gaussian] = [drawn(3, 0), drawn(3, 0.4)];
  gaussian.start.forEach((value, i) => {
    expect(value).toBeCloseTo(straight.start[i]!, 4);
    expect(gaussian.end[i]).toBeCloseTo(straight.end[i]! + 0.4 * value, 4);
  });
  const mean = gaussian.end.reduce((sum, value) => sum + value / n, 0);
  const variance = gaussian.end.reduce((sum, value) => sum + (value - mean) ** 2 / n, 0);
  expect(Math.abs(mean - (2 + 0.4 * 0.5))).toBeLessThan(4.5 * Math.sqrt(0.43 / n));
  expect(Math.abs(variance / (0.3 + 0.16 * 0.8) - 1)).toBeLessThan(4.5 * Math.sqrt(2 / n));
  const later = drawn(ROUNDS.every + 1, 0.4);
  later.start.forEach((value, i) => {
    expect(value).toBeCloseTo(origins[i]!, 4);
    expect(later.end[i]).toBeCloseTo(ends[i]!, 4);
  });
});

/** ½E∫|v|² along paths from N(0, A), A diagonal, and the share of it that the way from end to end would take. */
async function learnedEnergy(session: Session, from: Matrix): Promise<{ energy: number; straightness: number }> {
  const n = 4000;
  const root = [
    [Math.sqrt(from[0]![0]!), 0],
    [0, Math.sqrt(from[1]![1]!)],
  ];
  const stream = random(3, "start");
  const start = Float32Array.from({ length: 2 * n }, (_, q) => root[q % 2]![q % 2]! * stream.normal());
  const times = uniformTimes(0, 1, 16);
  const paths = (await learnedSolution(flowOf(session)).trajectories(start, n, times))!;
  let [ways, whole] = [0, 0];
  for (let q = 0; q < 2 * n; q++) {
    for (let k = 0; k < 16; k++) ways += (16 * (paths[(k + 1) * 2 * n + q]! - paths[k * 2 * n + q]!) ** 2) / n;
    whole += (paths[32 * n + q]! - paths[q]!) ** 2 / n;
  }
  return { energy: ways / 2, straightness: whole / ways };
}

const A = [
  [1.44, 0],
  [0, 0.16],
];
const B = [
  [1.12, 0.554],
  [0.554, 0.48],
];

test.each([
  ["a free velocity keeps the turn of round 0, and pays twice the transport's energy", "field", 1],
  ["a potential has no turn to keep, and comes to the transport", "potential", 1],
] as const)("%s: its paths are straight in round 1", async (_, output, rounds) => {
  const every = 600;
  const session = await sessionOf({
    model: "flow-matching",
    data: { id: "gaussian", params: { mean: [0, 0], covariance: B } },
    reference: { id: "gaussian", params: { mean: [0, 0], covariance: A } },
    objective: { params: { rounds, every } },
    network: { width: 16, depth: 2, output, quadraticRank: output === "potential" ? 2 : 0 },
    training: { batch: 256, ema: 0.99, stop: { steps: (rounds + 1) * every } },
  });
  const found = [];
  for (let round = 0; round <= rounds; round++) {
    await stepsTo(session, (round + 1) * every);
    found.push(await learnedEnergy(session, A));
  }
  const { energy, straightness } = found[rounds]!;
  const wanted = energyOf(output === "field" ? rectifiedMap(A, B) : transportMap(A, B), A);
  expect(Math.abs(energy / wanted - 1)).toBeLessThan(0.08);
  expect(straightness).toBeGreaterThan(0.95);
  expect(found[0]!.straightness).toBeLessThan(0.8);
  expect(found[0]!.energy).toBeGreaterThan(1.3 * energy);
  session.dispose();
});
