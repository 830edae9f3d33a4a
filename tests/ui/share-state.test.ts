/** @file What a link locks stays locked, what the browser keeps is believed no more than a link, and files are refused in words. */
import { beforeEach, describe, expect, it } from "vitest";
import { resolve } from "../../src/experiment/resolve.ts";
import { edit, openExperiment, useExperiment } from "../../src/state/experiment.ts";
import { isLocked, lockedEdits, obeyFlags, useFlags } from "../../src/state/flags.ts";
import { mailbox } from "../../src/state/share.ts";
import { followStorage, keptExperiment, restoreSettings, useStorage } from "../../src/state/storage.ts";
import { useView } from "../../src/state/view.ts";

const NO_FLAGS = useFlags.getInitialState();

const whole = (given: unknown) => resolve(given, "strict").experiment!;

beforeEach(() => {
  useFlags.setState(NO_FLAGS);
  openExperiment(whole({ model: "ot-flow" }), null, [], true);
});

describe("locks", () => {
  it("hold a field, what it is part of, and what is part of it", () => {
    expect(isLocked(["game.terminal"], "game.terminal.params.weight")).toBe(true);
    expect(isLocked(["game.term"], "game.terminal.params.weight")).toBe(false);
    useFlags.setState({ lock: ["game.terminal.params.weight"] });
    expect(lockedEdits(["game.terminal"])).toHaveLength(1);
    expect(lockedEdits(["seed"])).toEqual([]);
    // A model brings its own terminal cost.
    expect(lockedEdits(["model"])).toHaveLength(1);
  });

  it("refuse the edit and say which field, and leave the rest free", () => {
    useFlags.setState({ lock: ["game.terminal"] });
    const before = useExperiment.getState().draft;
    edit({ "game.terminal.params.weight": 7 });
    expect(useExperiment.getState().draft).toBe(before);
    expect(useExperiment.getState().problems).toMatchObject([
      { path: "game.terminal.params.weight", message: expect.stringMatching("locked") as string },
    ]);
    edit({ seed: 7 });
    expect(useExperiment.getState().draft.seed).toBe(7);
  });

  it("hold everything under either word, also against a whole new experiment", () => {
    for (const word of ["all", "controls"]) {
      useFlags.setState({ lock: [word] });
      const before = useExperiment.getState().draft;
      edit({ seed: 99 });
      openExperiment(whole({ model: "score-diffusion" }), null, []);
      expect(useExperiment.getState().draft).toBe(before);
    }
  });
});

it("a part to hide that the screen does not have is told", () => {
  expect(obeyFlags({ ...NO_FLAGS, hide: ["left", "chimney"] }).map(({ given }) => given)).toEqual(["chimney"]);
});

describe("storage", () => {
  function keeper(start: Readonly<Record<string, string>> = {}, fails: Error | null = null) {
    const kept = new Map(Object.entries(start));
    return {
      kept,
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => {
        if (fails !== null) throw fails;
        kept.set(key, value);
      },
      removeItem: (key: string) => kept.delete(key),
    };
  }

  it("gives the last experiment and its preset back", () => {
    const place = keeper();
    const stop = followStorage(place);
    openExperiment(whole({ model: "ot-flow", data: { id: "moons" } }), "moons-ot", []);
    edit({ seed: 31 });
    stop();
    expect(keptExperiment(place)).toEqual({ experiment: useExperiment.getState().running, preset: "moons-ot" });
  });

  it.each(["{", "7", '{"experiment":{"model":"alchemy"}}', '{"experiment":null}', '{"__proto__":{"experiment":{}}}'])(
    "passes over %s",
    (text) => {
      expect(keptExperiment(keeper({ "mfg-lab.experiment": text }))).toBeNull();
    },
  );

  it("believes settings one by one", () => {
    const before = useView.getState();
    restoreSettings(keeper({ "mfg-lab.settings": '{"theme":"plaid","layers":{"particles":"yes","density":false},"logLoss":false}' }));
    const { theme, layers, logLoss } = useView.getState();
    expect(theme).toBe(before.theme);
    expect(layers).toEqual({ ...before.layers, density: false });
    expect(logLoss).toBe(false);
    useView.setState(before, true);
  });

  it.each([
    ["full", new DOMException("no", "QuotaExceededError")],
    ["blocked", new DOMException("no", "SecurityError")],
  ])("that is %s is known as such, and what is out of date is not opened next time", (state, error) => {
    const place = keeper({ "mfg-lab.experiment": JSON.stringify({ experiment: { model: "ot-flow" } }) }, error);
    const stop = followStorage(place);
    edit({ seed: 12 });
    stop();
    expect(useStorage.getState().state).toBe(state);
    expect(keptExperiment(place)).toBeNull();
  });

  it("that does not exist is blocked", () => {
    const stop = followStorage(null);
    edit({ seed: 13 });
    stop();
    expect(useStorage.getState().state).toBe("blocked");
  });
});

describe("a question to the worker", () => {
  it("is answered once, for all who wait, or refused with the reason", async () => {
    const box = mailbox<number>();
    const both = Promise.all([box.ask(), box.ask()]);
    box.answer(5);
    expect(await both).toEqual([5, 5]);
    const later = box.ask();
    box.refuse("The run was replaced.");
    await expect(later).rejects.toThrow("replaced");
    box.answer(6);
  });
});
