/** @file Editing: everything goes through `resolve`, one drag is one entry, misfits are kept but not run. */
import { beforeEach, describe, expect, it } from "vitest";
import { resolve } from "../../src/experiment/resolve.ts";
import { edit, endGesture, openExperiment, redo, undo, useExperiment } from "../../src/state/experiment.ts";

const state = () => useExperiment.getState();
const WEIGHT = "game.terminal.params.weight";

beforeEach(() => {
  openExperiment(resolve({ model: "ot-flow" }, "lenient").experiment!, null, [], true);
});

describe("undo", () => {
  it("brings the name back too, by which a link goes, and keeps no past of the past", () => {
    const [first, second] = [state().draft, resolve({ model: "score-diffusion" }, "strict").experiment!];
    openExperiment(first, "moons-ot", [], true);
    openExperiment(second, null, []);
    undo();
    expect([state().draft, state().preset]).toEqual([first, "moons-ot"]);
    redo();
    expect([state().draft, state().preset]).toEqual([second, null]);
    edit({ seed: 9 });
    for (const entry of [...state().past, ...state().future]) expect(Object.keys(entry).sort()).toEqual(["draft", "misfits", "preset"]);
  });

  it("walks back and forth, and a new edit forgets the way forth", () => {
    const start = state().draft;
    edit({ seed: 5 });
    edit({ seed: 6 });
    undo();
    expect(state().draft.seed).toBe(5);
    undo();
    expect(state().draft).toEqual(start);
    undo();
    expect(state().draft).toEqual(start);
    redo();
    redo();
    redo();
    expect(state().draft.seed).toBe(6);
    undo();
    edit({ seed: 9 });
    redo();
    expect(state().draft.seed).toBe(9);
  });

  it("takes a drag as one entry, and the next drag as another", () => {
    for (const weight of [90, 80, 70]) edit({ [WEIGHT]: weight }, WEIGHT);
    endGesture();
    for (const weight of [60, 50]) edit({ [WEIGHT]: weight }, WEIGHT);
    endGesture();
    expect(state().draft.game.terminal.params["weight"]).toBe(50);
    undo();
    expect(state().draft.game.terminal.params["weight"]).toBe(70);
    undo();
    expect(state().draft.game.terminal.params["weight"]).toBe(100);
    expect(state().past).toHaveLength(0);
  });

  it("does not count an edit that changes nothing", () => {
    edit({ seed: state().draft.seed });
    expect(state().past).toHaveLength(0);
  });

  it("brings back what a preset or a link replaced", () => {
    edit({ seed: 77 });
    openExperiment(resolve({ model: "score-diffusion" }, "lenient").experiment!, null, []);
    undo();
    expect(state().draft).toMatchObject({ model: "ot-flow", seed: 77 });
    expect(state().running).toBe(state().draft);
  });
});

describe("an edit", () => {
  it("out of range is clamped and told", () => {
    edit({ [WEIGHT]: 1e9 });
    expect(state().draft.game.terminal.params["weight"]).toBe(1000);
    expect(state().problems).toMatchObject([{ path: WEIGHT, severity: "adjusted" }]);
  });

  it("leaves what it does not touch the very same, so that nobody draws it again", () => {
    const before = state();
    edit({ [WEIGHT]: 3 });
    const after = state();
    expect(after.draft.game.terminal.params["weight"]).toBe(3);
    expect(after.draft.game.terminal).not.toBe(before.draft.game.terminal);
    for (const part of ["data", "reference", "network", "training", "objective", "sampling"] as const)
      expect(after.draft[part]).toBe(before.draft[part]);
    for (const slot of ["dynamics", "lagrangian", "interactions"] as const) expect(after.draft.game[slot]).toBe(before.draft.game[slot]);
    expect([after.misfits, after.problems]).toEqual([[], []]);
    expect(after.misfits).toBe(before.misfits);
    expect(after.problems).toBe(before.problems);
    edit({ [WEIGHT]: before.draft.game.terminal.params["weight"] });
    expect(state().draft).toEqual(before.draft);
  });

  it("that cannot be repaired changes nothing and is told", () => {
    edit({ "data.id": "gaussian" });
    const before = state().draft;
    edit({
      "data.params.covariance": [
        [1, 2],
        [2, 1],
      ],
    });
    expect(state().draft.data).toEqual(before.data);
    expect(state().problems.some(({ path }) => path === "data.params.covariance")).toBe(true);
  });

  it("to another entry takes that entry's defaults", () => {
    edit({ [WEIGHT]: 3, "game.terminal.id": "reverse-kl" });
    edit({ "game.terminal.id": "forward-kl" });
    expect(state().draft.game.terminal.params["weight"]).toBe(100);
  });

  it("of the dynamics takes along a reference that nobody chose", () => {
    openExperiment(resolve({ model: "score-diffusion" }, "lenient").experiment!, null, [], true);
    edit({ "game.dynamics.id": "ve" });
    const spread = (state().draft.reference.params["covariance"] as number[][])[0]![0]!;
    expect(spread).toBeGreaterThan(2);
  });
});

describe("a misfit", () => {
  it("is kept and explained, while the last experiment that fitted goes on", () => {
    const fitting = state().draft;
    edit({ "objective.id": "score-matching" });
    expect(state().draft.objective.id).toBe("score-matching");
    expect(state().running).toBe(fitting);
    const [misfit] = state().misfits;
    expect(misfit?.reason).toMatch(/noising process/);
    while (state().misfits[0]?.nearest !== undefined && state().past.length < 8) edit(state().misfits[0]!.nearest!);
    expect(state().misfits).toEqual([]);
    expect(state().running).toBe(state().draft);
    expect(state().draft.objective.id).toBe("score-matching");
  });

  it("can be undone", () => {
    const fitting = state().draft;
    edit({ "objective.id": "score-matching" });
    undo();
    expect(state().draft).toBe(fitting);
    expect(state().misfits).toEqual([]);
  });
});
