/** @file Weights that are put in for a picture, where kernels answer late: the run's own are back afterwards, whatever happened. */
import { beforeEach, describe, expect, it } from "vitest";
import { flowOf } from "../../../src/engine/learn/flow.ts";
import { frameMaker } from "../../../src/engine/look/frame.ts";
import { weightsOf, withWeightsOf } from "../../../src/engine/look/rewind.ts";
import type { Session } from "../../../src/engine/learn/session.ts";
import type { Checkpoint } from "../../../src/engine/learn/training.ts";
import { random } from "../../../src/math/random.ts";
import { sessionOf, wasmFactory } from "../experiment-of.ts";
import { late, turn } from "../late.ts";

const partial = { model: "ot-flow", network: { width: 8 }, training: { batch: 16 }, objective: { params: { steps: 2 } } };

const draw = async (session: Session): Promise<number[]> => [...(await flowOf(session).generate(5, random(1, "test")))];
const steps = async (session: Session, count: number): Promise<void> => {
  for (let i = 0; i < count; i++) await session.advance(0);
};
const plain = ({ theta, average }: { theta: Float32Array; average: Float32Array }) => [[...theta], [...average]];
const held = (session: Session) => plain(session.network().kernel);

describe("lent weights", () => {
  let session: Session;
  let [start, third]: Checkpoint[] = [];
  let past: number[];
  beforeEach(async () => {
    session = await sessionOf(partial, late(await wasmFactory()));
    start = session.checkpoint();
    past = await draw(session);
    await steps(session, 3);
    third = session.checkpoint();
  });

  it("are taken back when two have borrowed at the same time, and both have drawn with theirs", async () => {
    const now = await draw(session);
    const [one, other, present] = [
      withWeightsOf(session, start!, () => draw(session)),
      turn().then(() => withWeightsOf(session, start!, () => draw(session))),
      turn().then(() => withWeightsOf(session, null, () => draw(session))),
    ];
    expect([await one, await other, await present]).toEqual([past, past, now]);
    expect(held(session)).toEqual(plain(third!));
  });

  it("leave what a reset, a load or a restore has put in meanwhile", async () => {
    const other = third!.theta.map((weight) => weight + 1);
    const changes: readonly [() => void, Pick<Checkpoint, "theta" | "average">][] = [
      [() => session.reset(), start!],
      [() => session.load(other), { theta: other, average: other }],
      [() => session.restore(third!), third!],
    ];
    for (const [change, expected] of changes) {
      session.restore(third!);
      const drawing = withWeightsOf(session, start!, () => draw(session));
      await turn();
      change();
      await drawing;
      expect(held(session)).toEqual(plain(expected));
    }
  });

  it("are no part of a checkpoint, nor of a copy of the weights", async () => {
    const drawing = withWeightsOf(session, start!, () => draw(session));
    await turn();
    const [between, copy] = [session.checkpoint(), weightsOf(session)];
    await drawing;
    expect(plain(between)).toEqual(plain(third!));
    expect(plain(copy)).toEqual(plain(third!));
  });

  it("are not trained", async () => {
    await steps(session, 2);
    const truth = held(session);
    session.restore(third!);
    const drawing = withWeightsOf(session, start!, () => draw(session));
    await turn();
    await steps(session, 2);
    await drawing;
    expect(held(session)).toEqual(truth);
  });

  it("that a reset took away in the middle of a picture are not taken for those it was drawn with", async () => {
    const look = { particles: 20, times: 5, maps: [], mapTime: 1, mapSize: 6, measures: false, rate: 1 };
    const status = { seconds: 0, stepsPerSecond: 0, playing: false, checkpoints: [], pinned: null };
    const maker = frameMaker(session, null);
    const early = maker.make(look, 0, null, status);
    for (let k = 0; k < 3; k++) await turn();
    session.reset();
    await early;
    const { paths } = await maker.make(look, 0, null, status);
    expect([...paths]).toEqual([...(await frameMaker(session, null).make(look, 0, null, status)).paths]);
  });
});

it("a step that a reset, a load or an update overtakes is none", async () => {
  const session = await sessionOf(partial, late(await wasmFactory()));
  const start = session.checkpoint();
  await steps(session, 3);
  const stepping = session.advance(0);
  await turn();
  session.reset();
  expect(await stepping).toBe(0);
  expect(session.step()).toBe(0);
  expect(held(session)).toEqual(plain(start));
  expect(session.history().since(0)).toHaveLength(0);
  await steps(session, 2);
  const truth = held(session);
  session.reset();
  const again = session.advance(0);
  await turn();
  session.update(session.setup().experiment);
  expect(await again).toBe(0);
  await steps(session, 2);
  expect(held(session)).toEqual(truth);
});
