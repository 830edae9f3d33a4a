/** @file Steps ahead on a device that is a list of what it was asked to do: what overtakes a launch, and what comes too late. */
import { describe, expect, it } from "vitest";
import { registry } from "../../src/catalogue/registry.ts";
import { type Ahead, createAhead, WentWrong } from "../../src/engine/ahead.ts";
import type { FusedSteps, Outcome } from "../../src/engine/fused.ts";
import { history } from "../../src/engine/history.ts";
import type { AdamSettings, JetKernel } from "../../src/engine/kernels/jets.ts";
import { createSession, type Session } from "../../src/engine/session.ts";
import { experimentOf, wasmFactory } from "./experiment-of.ts";
import { turn } from "./late.ts";

const COUNTED = { steps: 0, dispatches: 0, submits: 0, bytesUp: 0, bytesDown: 0, milliseconds: 0 };

/** Answers when the test says so. What must not be asked of a device after its end is an error, as on a real one. */
function device(count = 1) {
  const asked: string[] = [];
  const waiting: (() => void)[] = [];
  let compiled = true;
  let disposed = false;
  /** The loss of a step: not finite, if it is to go wrong. */
  let lossOf = (step: number): number => step;
  const answer = (): Promise<void> => new Promise((resolve) => waiting.push(resolve));
  const note = (what: string): void => {
    if (disposed) throw new Error(`${what} after the end`);
    asked.push(what);
  };
  const steps: FusedSteps = {
    names: () => ["loss"],
    async ready() {
      note("compile");
      await answer();
      if (!disposed) compiled = true;
    },
    compiled: () => compiled,
    count: () => count,
    async submit(settings: readonly AdamSettings[]) {
      note(`submit ${settings.map(({ step }) => step).join(" ")}`);
      await answer();
      return settings.map(({ step }): Outcome => ({ step, parts: Float64Array.of(lossOf(step)), norm: 1 }));
    },
    keep: () => note("keep"),
    confirm: () => note("confirm"),
    restore: () => note("restore"),
    push: () => note("push"),
    async pull() {
      note("pull");
      await answer();
    },
    renew: () => {
      compiled = false;
      return null;
    },
    counters: () => COUNTED,
    dispose() {
      note("dispose");
      disposed = true;
      compiled = false;
    },
  };
  return {
    steps,
    asked,
    /** Everything that waits is answered, and what is asked upon that too. */
    async answerAll() {
      for (let k = 0; k < 10; k++) {
        waiting.splice(0).forEach((resolve) => resolve());
        await turn();
      }
    },
    async answerOne() {
      waiting.shift()?.();
      await turn();
    },
    fail(at: number) {
      lossOf = (step) => (step === at ? Number.NaN : step);
    },
  };
}

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
});
