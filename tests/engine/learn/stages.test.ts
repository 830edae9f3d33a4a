/** @file Flows that are trained in stages: networks asked as one, who starts where, checkpoints of any stage, and the closed form. */
import { describe, expect, test } from "vitest";
import { exactOf } from "../../../src/engine/game/exact-problem.ts";
import { stagedKernel } from "../../../src/engine/kernels/staged.ts";
import { flowOf } from "../../../src/engine/learn/flow.ts";
import type { Session } from "../../../src/engine/learn/session.ts";
import { stageTimes } from "../../../src/engine/learn/stages.ts";
import { withinStages } from "../../../src/engine/learn/through-stages.ts";
import { measure } from "../../../src/engine/measure/measure.ts";
import { LIVE } from "../../../src/engine/measure/subject.ts";
import type { ClosedForm } from "../../../src/exact/problem.ts";
import { resolve } from "../../../src/experiment/resolve.ts";
import { logGaussian } from "../../../src/math/laws/gaussian.ts";
import { random } from "../../../src/math/random.ts";
import { sessionOf, wasmFactory } from "../experiment-of.ts";

const line = (mean: number, variance: number) => ({ id: "gaussian", params: { mean: [mean], covariance: [[variance]] } });
const EVERY = 12;

const small = (more: object = {}) => ({
  model: "jko",
  data: line(0.3, 0.9),
  reference: line(1.5, 0.4),
  objective: { params: { stages: 3, every: EVERY, steps: 2 } },
  network: { width: 8, depth: 1 },
  training: { batch: 32, stop: { steps: 3 * EVERY } },
  ...more,
});

async function stepsTo(session: Session, last: number): Promise<void> {
  while (session.step() < last) await session.advance(0);
}

describe("networks asked as one", () => {
  const shape = { dimension: 2, outputs: 1, width: 6, depth: 1, activation: "tanh", fourier: 0, quadraticRank: 1 } as const;
  const channels = { gradient: true, time: true, second: "laplacian" } as const;

  test("answer by the stage of each point's time, with the time channel in the whole flow's time, and hand cotangents back to it", async () => {
    const factory = await wasmFactory();
    const parts = [0, 1, 2].map(() => factory(shape));
    const stream = random(4, "staged");
    for (const kernel of parts) for (let i = 0; i < kernel.theta.length; i++) kernel.theta[i] = stream.normal();
    const whole = stagedKernel(parts);
    const times = [0, 0.2, 1 / 3, 0.5, 0.9, 2 / 3, 1, 0.1];
    const stages = [0, 0, 1, 1, 2, 2, 2, 0];
    const n = times.length;
    const points = Float32Array.from({ length: 3 * n }, (_, q) => (q % 3 === 2 ? times[Math.floor(q / 3)]! : stream.normal()));
    const width = 5;
    const [jets, bars, slopes] = [new Float32Array(n * width), new Float32Array(n * width), new Float32Array(2 * n)];
    for (let q = 0; q < bars.length; q++) bars[q] = stream.normal();
    await whole.forward({ n, points, channels }, jets);
    for (const kernel of parts) kernel.gTheta.fill(0);
    await whole.backward({ n, points, channels }, bars, slopes);
    const gradients = parts.map((kernel) => kernel.gTheta.slice());
    for (const kernel of parts) kernel.gTheta.fill(0);
    for (let i = 0; i < n; i++) {
      const own = Float32Array.of(points[3 * i]!, points[3 * i + 1]!, 3 * points[3 * i + 2]! - stages[i]!);
      const [out, back, slope] = [new Float32Array(width), bars.slice(i * width, (i + 1) * width), new Float32Array(2)];
      await parts[stages[i]!]!.forward({ n: 1, points: own, channels }, out);
      out[3]! *= 3;
      back[3]! *= 3;
      out.forEach((value, c) => {
        expect(jets[i * width + c]).toBeCloseTo(value, 4);
      });
      await parts[stages[i]!]!.backward({ n: 1, points: own, channels }, back, slope);
      expect(slopes[2 * i]).toBeCloseTo(slope[0]!, 4);
      expect(slopes[2 * i + 1]).toBeCloseTo(slope[1]!, 4);
    }
    parts.forEach((kernel, k) => {
      kernel.gTheta.forEach((value, i) => {
        expect(gradients[k]![i]).toBeCloseTo(value, 3);
      });
    });
    for (const kernel of parts) kernel.dispose();
  });
});

test("a way through stages is cut where they meet, and stops short of an end that is the next one's start", () => {
  const forth = withinStages(0.1, 1.2, 1.5, 3);
  expect(forth.map(([a]) => a)).toEqual([0.1, 0.5, 1]);
  expect(forth.map(([, b]) => b < 0.5 || (b > 0.9 && b < 1) || b === 1.2)).toEqual([true, true, true]);
  expect(withinStages(1.2, 0.1, 1.5, 3)).toEqual([...forth].reverse().map(([a, b]) => [b, a]));
  // What ends at the end of a stage stays in it, as its training does.
  expect(withinStages(0.5, 1, 1.5, 3)).toEqual([[0.5, stageTimes(1.5, 3, 1, 4)[4]]]);
  expect(stageTimes(1.5, 3, 2, 4)[4]).toBe(1.5);
});

describe("a run in stages", () => {
  test("moves one network at a time, hands its average on, and leaves those to come at rest", async () => {
    const session = await sessionOf(small());
    await stepsTo(session, EVERY);
    const [first, second, third] = session.networks().map(({ kernel }) => kernel);
    const learned = first!.average.slice();
    expect(second!.theta.every((weight) => weight === 0)).toBe(true);
    const still: number[][] = [];
    await flowOf(session).generate(4, random(1, "still"), {
      times: [0, 2 / 3, 4 / 3, 2],
      record: (_k, _t, x) => still.push([...x.subarray(0, 4)]),
    });
    expect(still[1]).not.toEqual(still[0]);
    expect(still[3]).toEqual(still[1]);
    await session.advance(0);
    // One small step from the weights that were handed on.
    expect(Math.max(...second!.theta.map((weight, i) => Math.abs(weight - learned[i]!)))).toBeLessThan(0.011);
    await stepsTo(session, 2 * EVERY + 2);
    expect(first!.average).toEqual(learned);
    expect(third!.theta.some((weight) => weight !== 0)).toBe(true);
    session.dispose();
  });

  test("goes on from a checkpoint of any stage as it would have, in another session too", async () => {
    const factory = await wasmFactory();
    const through = await sessionOf(small(), factory);
    const kept = [];
    for (const mark of [5, EVERY, EVERY + 5, 2 * EVERY + 1]) {
      await stepsTo(through, mark);
      kept.push(through.checkpoint());
    }
    await stepsTo(through, 3 * EVERY);
    const end = through.checkpoint();
    for (const checkpoint of kept) {
      const other = await sessionOf(small(), factory);
      for (const session of [other, through]) {
        session.restore(checkpoint);
        await stepsTo(session, 3 * EVERY);
        expect(session.checkpoint()).toEqual(end);
      }
      other.dispose();
    }
    // Weights of all stages open in a run of as many stages, and in no other.
    const [same, fewer] = [
      await sessionOf(small(), factory),
      await sessionOf(small({ objective: { params: { stages: 2, every: EVERY } } }), factory),
    ];
    same.load(end.average);
    const [mine, theirs] = await Promise.all([same, through].map((session) => flowOf(session).generate(5, random(2, "opened"))));
    expect(mine).toEqual(theirs);
    expect(() => {
      fewer.load(end.average);
    }).toThrow("another network");
    // Training on, a stage that has weights keeps them.
    await stepsTo(same, EVERY + 1);
    const second = same.networks()[1]!.kernel.theta;
    const size = second.length;
    expect(Math.max(...second.map((weight, i) => Math.abs(weight - end.average[size + i]!)))).toBeLessThan(0.011);
  });

  test("comes to the closed form: the flow of every stage, and what it costs", { timeout: 60_000 }, async () => {
    const session = await sessionOf(
      small({
        game: { horizon: 1.2 },
        objective: { params: { stages: 3, every: 250, steps: 2 } },
        training: { batch: 96, optimiser: { params: { rate: 0.02 } }, stop: { steps: 750 } },
      }),
    );
    await stepsTo(session, 750);
    const exact = exactOf(session.setup()) as ClosedForm;
    expect(exact.kind).toBe("gaussian-stages");
    const { metrics, failed } = await measure(session, ["valueError", "mean", "covariance", "kineticEnergy"], LIVE);
    expect(failed).toEqual({});
    expect(metrics.valueError!.gradient).toBeLessThan(0.15);
    expect(Math.abs(metrics.mean![0]! - exact.mean[0]!)).toBeLessThan(0.05 * Math.abs(1.5 - exact.mean[0]!) + 0.03);
    expect(Math.abs(metrics.covariance![0]![0]! / exact.covariance[0]![0]! - 1)).toBeLessThan(0.1);
    expect(Math.abs(metrics.kineticEnergy! / exact.energy! - 1)).toBeLessThan(0.1);
    // The density is pulled back through all stages: on average over the generated points it is that of the exact law, less a small divergence.
    const flow = flowOf(session);
    const x = await flow.generate(400, random(3, "density"));
    const logs = await flow.logDensity(x, 400, 30)!;
    const { mean, covariance } = exact;
    const apart = logs.reduce((sum, log, i) => sum + (log - logGaussian([x[i]!], { mean, covariance })) / 400, 0);
    expect(Math.abs(apart)).toBeLessThan(0.02);
    session.dispose();
  });
});

test("what is no proximal step is refused with the nearest that is", () => {
  const nearestOf = (more: Record<string, unknown>) =>
    resolve({ model: "jko", ...more }, "lenient").misfits.flatMap(({ nearest }) => Object.entries(nearest ?? {}));
  expect(nearestOf({ game: { discount: 2 } })).toContainEqual(["game.discount", 0]);
  expect(nearestOf({ game: { terminal: { id: "forward-kl" } } })).toContainEqual(["game.terminal.id", "reverse-kl"]);
  expect(nearestOf({ data: { id: "points" }, game: { terminal: { id: "reverse-kl" } } }).length).toBeGreaterThan(0);
  expect(nearestOf({ regularisers: { hjb: { weight: 1, points: "box" } } })).toContainEqual(["regularisers.hjb.points", "particles"]);
});
