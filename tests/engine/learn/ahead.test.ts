/** @file Steps ahead on a device that is a list of what it was asked to do: what overtakes a launch, and what comes too late. */
import { describe, expect, it } from "vitest";
import { registry } from "../../../src/catalogue/registry.ts";
import { type Ahead, createAhead, WentWrong } from "../../../src/engine/learn/ahead.ts";
import { history } from "../../../src/engine/learn/history.ts";
import type { AdamSettings, JetKernel } from "../../../src/engine/kernels/jets.ts";
import { createSession, type Session } from "../../../src/engine/learn/session.ts";
import { experimentOf, wasmFactory } from "../experiment-of.ts";
import { device } from "../fake-device.ts";
import { turn } from "../late.ts";

const NO_KERNEL = {} as JetKernel;
const settings = (step: number): AdamSettings => ({ step, rate: 0, beta1: 0, beta2: 0, epsilon: 1, clip: 0, ema: 0 });

const outcomeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => "done",
    (error: unknown) => error,
  );

describe("steps ahead", () => {
  const losses = history(["loss"]);
  const launch = (ahead: Ahead, step: number): Promise<unknown> =>
    outcomeOf(
      ahead.launch(
        [settings(step)],
        () => 0,
        () => losses,
      ),
    );

  it("an error of weights that were replaced stops nothing", async () => {
    const gpu = device();
    const ahead = createAhead(gpu.steps, NO_KERNEL);
    ahead.adopt(0);
    gpu.fail(1);
    await launch(ahead, 1);
    await gpu.answerAll();
    // The next launch finds out, restores, and asks for the good weights: other ones are put in before they come.
    const late = launch(ahead, 2);
    await turn();
    expect(gpu.asked.slice(-2)).toEqual(["restore", "pull"]);
    ahead.adopt(7);
    await gpu.answerAll();
    expect(await late).toBe("done");
    // The same in a look.
    await launch(ahead, 1);
    const look = outcomeOf(ahead.settle());
    await gpu.answerOne();
    ahead.adopt(9);
    await gpu.answerAll();
    expect(await look).toBe("done");
    gpu.fail(10);
    await launch(ahead, 10);
    const told = outcomeOf(ahead.settle());
    await gpu.answerAll();
    const error = await told;
    expect(error).toBeInstanceOf(WentWrong);
    expect((error as WentWrong).good).toBe(9);
  });

  it("nothing is asked of a device after its end, wherever a launch was", async () => {
    const places: readonly ((gpu: ReturnType<typeof device>, ahead: Ahead) => Promise<readonly [Promise<unknown>]>)[] = [
      // waiting for its turn
      async (_, ahead) => {
        await launch(ahead, 1);
        await launch(ahead, 2);
        return [launch(ahead, 3)];
      },
      // told of an error, good weights under way
      async (gpu, ahead) => {
        gpu.fail(1);
        await launch(ahead, 1);
        await gpu.answerAll();
        return [launch(ahead, 2)];
      },
      // two errors to be waited for
      async (gpu, ahead) => {
        gpu.fail(1);
        await launch(ahead, 1);
        await launch(ahead, 2);
        await gpu.answerOne();
        return [launch(ahead, 3)];
      },
      // in a look
      async (_, ahead) => {
        await launch(ahead, 1);
        return [outcomeOf(ahead.settle())];
      },
    ];
    for (const place of places) {
      const gpu = device();
      const ahead = createAhead(gpu.steps, NO_KERNEL);
      ahead.adopt(0);
      const [going] = await place(gpu, ahead);
      await turn();
      ahead.dispose();
      gpu.steps.dispose();
      await gpu.answerAll();
      expect(await going).toBe("done");
      expect(gpu.asked.at(-1)).toBe("dispose");
    }
  });
});

describe("a session on a device", () => {
  const experiment = experimentOf({ model: "score-diffusion", network: { width: 8 }, training: { batch: 16 } });
  const on = async (gpu: ReturnType<typeof device>): Promise<Session> =>
    createSession(experiment, registry, await wasmFactory(), () => gpu.steps);

  it("that ends while shaders are compiled anew submits nothing and compiles nothing", async () => {
    const gpu = device();
    const session = await on(gpu);
    session.update(experiment);
    const step = outcomeOf(session.advance(0));
    await turn();
    expect(gpu.asked.at(-1)).toBe("compile");
    session.dispose();
    await gpu.answerAll();
    expect(await step).toBe("done");
    expect(gpu.asked.at(-1)).toBe("dispose");
  });

  it("that can take it no further goes on by itself from where it was last looked at, and goes back no further than that", async () => {
    const gpu = device();
    const session = await on(gpu);
    const settled = async (steps: number): Promise<void> => {
      for (let k = 0; k < steps; k++) await session.advance(0);
      const look = session.settle();
      await gpu.answerAll();
      await look;
    };
    for (let k = 0; k < 3; k++) await settled(1);
    await session.advance(0);
    expect(session.step()).toBe(4);
    gpu.refuse("other terms");
    session.update(experiment);
    expect([session.step(), session.notFused()]).toEqual([3, "other terms"]);
    await session.advance(0);
    const width = 2 + session.history().names.length;
    expect([...session.history().since(0)].filter((_, k) => k % width === 0)).toEqual([1, 2, 3, 4]);
    session.network().kernel.theta[0] = Number.NaN;
    await expect(session.advance(0)).rejects.toMatchObject({ step: 5, good: 3 });
  });
});
