/** @file What the weights' preconditioning goes by, through resets and files; and what is said when training cannot go on. */
import { describe, expect, it } from "vitest";
import { registry } from "../../../src/catalogue/registry.ts";
import { adviceOn, GRADIENT } from "../../../src/engine/learn/divergence.ts";
import { flowOf } from "../../../src/engine/learn/flow.ts";
import type { Session } from "../../../src/engine/learn/session.ts";
import { experimentOf, sessionOf } from "../experiment-of.ts";

const small = { network: { width: 12 }, training: { batch: 48 } };
const data = {
  id: "gaussian",
  params: {
    mean: [1, 0],
    covariance: [
      [1, 0.2],
      [0.2, 0.5],
    ],
  },
};

describe("preconditioning goes by the data that the weights started with", () => {
  const ring = (radius: number) => ({ model: "score-diffusion", data: { id: "ring-mixture", params: { radius } }, ...small });
  const train = async (session: Session): Promise<readonly number[]> => {
    for (let i = 0; i < 12; i++) await session.advance(0);
    return [...session.history().since(0)];
  };
  const valueAt = async (session: Session) =>
    (await flowOf(session).probe([session.setup().composed.here.value()], [1, 2], 0.9, 1, false))[0]![0]!;

  it("a reset is the run of its link, bit for bit, also after other data have been chosen", async () => {
    const opened = await train(await sessionOf(ring(6)));
    const session = await sessionOf(ring(2));
    await train(session);
    const started = session.dataVariance();
    session.update(experimentOf(ring(6)));
    expect(session.dataVariance()).toBe(started); // weights are kept, and with them what they mean
    session.reset();
    expect(await train(session)).toEqual(opened);
  });

  it("weights take it along, and give the same potential wherever they are put in", async () => {
    const session = await sessionOf(ring(2));
    await train(session);
    const { theta } = session.checkpoint();
    const [value, variance] = [await valueAt(session), session.dataVariance()];
    const other = await sessionOf(ring(6));
    other.load(theta);
    expect(await valueAt(other)).not.toBeCloseTo(value, 1);
    other.load(theta, variance);
    expect(await valueAt(other)).toBe(value);
    expect(() => other.load(theta, Number.NaN)).toThrow("variance");
  });
});

describe("a divergence", () => {
  it("names the cause of a divergence, not always the learning rate", async () => {
    const { logDensity } = registry.density.get("uniform").build({ centre: 0, width: 2 });
    const bounded = { dimension: 1 as const, logDensity, mean: [0], covariance: [[1]], sample: () => undefined };
    expect(adviceOn("terminal", Infinity, bounded)).toMatch(/no mass where a particle has arrived.*no learning rate helps/);
    const session = await sessionOf({ model: "ot-flow", data, ...small, game: { terminal: { id: "reverse-kl" } } });
    const known = session.setup().data;
    expect(adviceOn("terminal", Infinity, known)).toMatch(/beyond the largest number.*weight of the terminal cost/);
    expect(adviceOn(GRADIENT, undefined, known)).toMatch(/loss is finite, its gradient is not/);
    session.network().kernel.theta[0] = Number.NaN;
    await expect(session.advance(0)).rejects.toMatchObject({ advice: expect.stringMatching(/is no number/) as string });
  });
});
