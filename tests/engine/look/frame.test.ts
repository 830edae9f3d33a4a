/** @file Frames of a run that plays move a stripe of the particles each; a pause changes no number of a flow. */
import { describe, expect, it } from "vitest";
import { frameMaker } from "../../../src/engine/look/frame.ts";
import { scheduleOf } from "../../../src/engine/game/exact-problem.ts";
import { flowOf } from "../../../src/engine/learn/flow.ts";
import { random } from "../../../src/math/random.ts";
import { sessionOf } from "../experiment-of.ts";

const [N, TIMES] = [50, 5];
const look = { particles: N, times: TIMES, maps: [], mapTime: 1, mapSize: 6, measures: false, rate: 1 };
const status = { seconds: 0, stepsPerSecond: 0, playing: true, checkpoints: [], pinned: null };

/** Indices of the particles whose way differs. */
function moved(before: Float32Array, after: Float32Array): number[] {
  const found = new Set<number>();
  after.forEach((value, q) => {
    if (value !== before[q]) found.add(Math.floor(q / 2) % N);
  });
  return [...found].sort((a, b) => a - b);
}

describe("stripes", () => {
  it.each(["ot-flow", "score-diffusion"])("of %s: after all of them every particle goes where the new weights send it", async (model) => {
    const session = await sessionOf({ model, network: { width: 8 }, training: { batch: 16 } });
    const maker = frameMaker(session, null);
    const first = (await maker.make(look, 0, null, status)).paths;
    await session.advance(0);
    const stripes = 4;
    let before = first;
    for (let k = 0; k < stripes; k += 1) {
      const { paths } = await maker.make(look, 0, null, status, stripes);
      // One in four, spread over all; where it starts stays.
      expect(moved(before, paths)).toEqual(Array.from({ length: N }, (_, i) => i).filter((i) => i % stripes === k));
      expect([...paths.subarray(0, 2 * N)]).toEqual([...first.subarray(0, 2 * N)]);
      before = paths;
    }
    const fresh = frameMaker(session, null);
    expect([...before]).toEqual([...(await fresh.make(look, 0, null, status)).paths]);
    // A frame of all particles does not take a mixture for what it would draw itself.
    await session.advance(0);
    await maker.make(look, 0, null, status, stripes);
    const all = (await maker.make(look, 0, null, status)).paths;
    expect([...all]).toEqual([...(await frameMaker(session, null).make(look, 0, null, status)).paths]);
    session.dispose();
  });

  it("of noisy paths are all particles: they share one noise", async () => {
    const session = await sessionOf({
      model: "score-diffusion",
      sampling: { method: "sde" },
      network: { width: 8 },
      training: { batch: 16 },
    });
    const maker = frameMaker(session, null);
    await maker.make(look, 0, null, status);
    await session.advance(0);
    const { paths } = await maker.make(look, 0, null, status, 4);
    expect([...paths]).toEqual([...(await frameMaker(session, null).make(look, 0, null, status)).paths]);
    session.dispose();
  });
});

describe("a pause", () => {
  it.each(["ode", "sde"])("is taken at every step of an %s and changes nothing", async (method) => {
    const session = await sessionOf({ model: "score-diffusion", sampling: { method, steps: 7 }, network: { width: 8 } });
    const records = (): { times: number[]; record: (k: number, t: number, x: Float32Array) => void } => {
      const times: number[] = [];
      return { times, record: (k, t, x) => times.push(k, t, x[3] ?? 0) };
    };
    let pauses = 0;
    const breathing = flowOf(session, () => {
      pauses += 1;
      return Promise.resolve();
    });
    const [one, other] = [records(), records()];
    const through = await flowOf(session).generate(9, random(1, "test"), { record: one.record });
    const stepwise = await breathing.generate(9, random(1, "test"), { record: other.record });
    expect([...stepwise]).toEqual([...through]);
    expect(other.times).toEqual(one.times);
    expect(pauses).toBe(7);
    session.dispose();
  });

  it("that throws ends the computation there", async () => {
    const session = await sessionOf({ model: "ot-flow", network: { width: 8 } });
    const enough = new Error("enough");
    await expect(flowOf(session, () => Promise.reject(enough)).generate(3, random(1, "test"))).rejects.toBe(enough);
    session.dispose();
  });
});

describe("levels of noise", () => {
  it.each(["vp", "ve", "ou"])("stand evenly in log-SNR of its own schedule, from the reference to the smallest noise: %s", async (id) => {
    const session = await sessionOf({
      model: "score-diffusion",
      game: { dynamics: { id } },
      network: { width: 8 },
      training: { batch: 16 },
    });
    const { noiseTimes, horizon } = await frameMaker(session, null).make({ ...look, particles: 1 }, 0, null, status);
    const schedule = scheduleOf(session.setup())!;
    const logSnr = Array.from(noiseTimes!, (t) => {
      const { alpha, std } = schedule(horizon - t);
      return 2 * Math.log(alpha / std);
    });
    expect(noiseTimes![0]).toBe(0);
    expect(noiseTimes!.at(-1)).toBeCloseTo(horizon - session.setup().smallest, 6);
    const step = (logSnr.at(-1)! - logSnr[0]!) / (logSnr.length - 1);
    expect(step).toBeGreaterThan(0);
    logSnr.forEach((level, k) => expect(Math.abs(level - logSnr[0]! - k * step)).toBeLessThan(0.01 * step));
    session.dispose();
  });

  it("are none where nothing is noised", async () => {
    const session = await sessionOf({ model: "ot-flow", network: { width: 8 }, training: { batch: 16 } });
    expect((await frameMaker(session, null).make({ ...look, particles: 1 }, 0, null, status)).noiseTimes).toBeNull();
    session.dispose();
  });
});
