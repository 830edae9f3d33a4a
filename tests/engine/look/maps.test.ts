/** @file Maps and particles against each other: speed is the length of the velocity, the score is minus the slope of U. */
import { describe, expect, it } from "vitest";
import { registry } from "../../../src/catalogue/registry.ts";
import type { GridMap, MapKind } from "../../../src/engine/results.ts";
import { exactSolution } from "../../../src/engine/game/closed-form.ts";
import { exactOf } from "../../../src/engine/game/exact-problem.ts";
import { frameMaker, mapPlace } from "../../../src/engine/look/frame.ts";
import { type Flow, flowOf } from "../../../src/engine/learn/flow.ts";
import { learnedSolution } from "../../../src/engine/learn/learned-solution.ts";
import { mapsOf } from "../../../src/engine/look/maps.ts";
import { particleOf } from "../../../src/engine/look/particle.ts";
import { createSession } from "../../../src/engine/learn/session.ts";
import type { Solution } from "../../../src/engine/solution.ts";
import { setUp } from "../../../src/engine/game/setup.ts";
import { experimentOf, wasmFactory } from "../experiment-of.ts";
import { plain, sessionKnowing } from "../measure/known-kernel.ts";

const small = { network: { width: 8 }, training: { batch: 32, stop: { steps: 40 } } };

async function trained(partial: Readonly<Record<string, unknown>>) {
  const session = createSession(experimentOf({ ...partial, ...small }), registry, await wasmFactory());
  for (let k = 0; k < 20; k += 1) await session.advance(0);
  return { session, flow: flowOf(session), exact: exactSolution(session.setup()) };
}

/** Maps of a session's own networks, and of its exact solution. */
function mapsFor(flow: Flow, exact: Solution | null, kinds: readonly MapKind[], fraction: number, size: number): Promise<GridMap[]> {
  return mapsOf(learnedSolution(flow), exact, mapPlace(flow), { kinds, fraction, size });
}

const SIZE = 48;

/** Central differences inside the grid, against a map that claims to be the derivative; the largest miss over the largest value. */
function slopeError(of: GridMap, slope: GridMap, axis: 0 | 1, sign: 1 | -1, cell: number): number {
  let [worst, most] = [0, 0];
  const stride = axis === 0 ? 1 : of.width;
  for (let row = 1; row < of.height - 1; row += 1)
    for (let column = 1; column < of.width - 1; column += 1) {
      const at = row * of.width + column;
      const difference = (sign * (of.values[at + stride]! - of.values[at - stride]!)) / (2 * cell);
      worst = Math.max(worst, Math.abs(difference - slope.values[at]!));
      most = Math.max(most, Math.abs(slope.values[at]!));
    }
  return worst / most;
}

describe("the residual's map of a game with a crowd", () => {
  const line = (mean: number, variance: number) => ({ id: "gaussian", params: { mean: [mean], covariance: [[variance]] } });

  it.each([
    ["entropy", 0.02],
    // The mean of 512 particles, with an arm of the box's half width.
    ["mean-attraction", 0.5],
    // No closed form: the map is drawn.
    ["kernel-congestion", Infinity],
  ])("is drawn, and nothing at the exact value: %s", async (id, bar) => {
    const given = {
      ...{ model: "ot-flow", data: line(1, 0.5), reference: line(-1, 0.8) },
      game: { interactions: [{ id }], terminal: { id: "reverse-kl", params: { weight: 4 } } },
    };
    const solution = exactOf(setUp(experimentOf({ ...plain, ...given }), registry));
    const session = sessionKnowing(given, (x, t, n) => {
      const out = { U: new Float64Array(n), gradient: new Float64Array(n), dt: new Float64Array(n), laplacian: new Float64Array(n) };
      if (!("reason" in solution)) solution.values(x, n, t, out);
      return [{ value: out.U, gradient: out.gradient, time: out.dt, laplacian: out.laplacian }];
    });
    const [map] = await mapsFor(flowOf(session), null, ["residual"], 0, 16);
    expect(map!.values.every(Number.isFinite)).toBe(true);
    expect(Math.max(...map!.values)).toBeLessThan(bar);
    session.dispose();
  });
});

describe("maps", () => {
  it("come in the order asked for; speed is the length of the velocity", async () => {
    const { session, flow, exact } = await trained({ model: "ot-flow", data: { id: "moons" } });
    const kinds: MapKind[] = ["velocity-x2", "speed", "score-x1", "velocity-x1"];
    const maps = await mapsFor(flow, exact, kinds, 0.4, 12);
    // A flow without noise has no score from its potential.
    expect(maps.map(({ kind }) => kind)).toEqual(["velocity-x2", "speed", "velocity-x1"]);
    const [v2, speed, v1] = maps;
    for (let i = 0; i < 144; i += 1) expect(speed!.values[i]).toBeCloseTo(Math.hypot(v1!.values[i]!, v2!.values[i]!), 4);
    session.dispose();
  });

  it("of a diffusion: the score is −∇U, learned and exact", async () => {
    const { session, flow, exact } = await trained({
      model: "hjb-score-diffusion",
      data: {
        id: "gaussian",
        params: {
          mean: [0.4, -0.3],
          covariance: [
            [0.7, 0.2],
            [0.2, 0.5],
          ],
        },
      },
    });
    const kinds: MapKind[] = ["value", "score-x1", "score-x2", "exact-value", "exact-score-x1", "exact-score-x2"];
    const [U, s1, s2, exactU, e1, e2] = await mapsFor(flow, exact, kinds, 0.5, SIZE);
    const cell = (2 * flow.setup.radius) / SIZE;
    expect(slopeError(U!, s1!, 0, -1, cell)).toBeLessThan(0.02);
    expect(slopeError(U!, s2!, 1, -1, cell)).toBeLessThan(0.02);
    expect(slopeError(exactU!, e1!, 0, -1, cell)).toBeLessThan(0.02);
    expect(slopeError(exactU!, e2!, 1, -1, cell)).toBeLessThan(0.02);
    session.dispose();
  });
});

describe("a frame", () => {
  it("at rest moves its maps in time, not its paths; other weights give other paths", async () => {
    const { session, exact } = await trained({ model: "ot-flow", data: { id: "moons" } });
    const maker = frameMaker(session, exact);
    const look = { particles: 50, times: 3, maps: ["value"] as const, mapTime: 0.2, mapSize: 6, measures: false, rate: 1 };
    const status = { seconds: 0, stepsPerSecond: 0, playing: false, checkpoints: [], pinned: null };
    const first = await maker.make(look, 0, null, status);
    const given = Float32Array.from(first.paths);
    // What was handed over is gone for the worker.
    structuredClone(first.paths, { transfer: [first.paths.buffer] });
    const second = await maker.make({ ...look, mapTime: 0.9 }, 0, null, status);
    expect([...second.paths]).toEqual([...given]);
    expect([...second.maps[0]!.values]).not.toEqual([...first.maps[0]!.values]);
    await session.advance(0);
    const third = await maker.make(look, 0, null, status);
    expect([...third.paths]).not.toEqual([...given]);
    session.dispose();
  });
});

describe("a particle's account", () => {
  it("carries ∇U along its path, and the flow's velocity is −∇U/λ for kinetic energy", async () => {
    const { session, flow } = await trained({ model: "ot-flow", data: { id: "moons" } });
    const { path, times, momenta, momentum, interaction } = await particleOf(flow, { x: [0.5, -0.8], t: 0 });
    expect(momentum).toEqual([momenta![0], momenta![1]]);
    expect(interaction).toBe(0);
    // The default weight of the kinetic energy is 1: v = −∇U. Central differences of the path against it.
    let [worst, most] = [0, 0];
    for (let k = 1; k + 1 < times.length; k += 1)
      for (const axis of [0, 1]) {
        const velocity = (path![2 * (k + 1) + axis]! - path![2 * (k - 1) + axis]!) / (times[k + 1]! - times[k - 1]!);
        worst = Math.max(worst, Math.abs(velocity + momenta![2 * k + axis]!));
        most = Math.max(most, Math.abs(velocity));
      }
    expect(worst / most).toBeLessThan(0.02);
    session.dispose();
  });
});
