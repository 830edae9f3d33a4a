/** @file Edits by path: what changes, what is forgotten, and how a change applies to a run. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { appliesOf, changeApplies } from "../../src/experiment/applies.ts";
import { differences, setPath, setPaths } from "../../src/experiment/edit.ts";
import { fields } from "../../src/experiment/fields.ts";
import { checkValue } from "../../src/experiment/check-value.ts";
import { fieldDefault } from "../../src/experiment/field.ts";
import { resolve } from "../../src/experiment/resolve.ts";
import { drafts } from "./generated.ts";

const whole = (given: unknown) => resolve(given, "strict").experiment!;

describe("editing by path", () => {
  const start = { model: "ot-flow", data: { id: "ring-mixture", params: { radius: 3 }, samples: 100 }, seed: 4, training: { batch: 64 } };

  it("changes one field and leaves the original alone", () => {
    const before = structuredClone(start);
    expect(setPath(start, "game.terminal.params.weight", 10)).toEqual({ ...start, game: { terminal: { params: { weight: 10 } } } });
    expect(start).toEqual(before);
  });

  it("forgets the parameters of an entry that goes, but not the number of samples", () => {
    expect(setPath(start, "data.id", "moons")).toEqual({ ...start, data: { id: "moons", samples: 100 } });
    expect(setPath(start, "data.id", "ring-mixture")).toEqual(start);
  });

  it("takes another model's whole row, but keeps data and seed", () => {
    expect(setPath(start, "model", "score-diffusion")).toEqual({ model: "score-diffusion", data: start.data, seed: 4 });
    expect(setPath(start, "model", "ot-flow")).toBe(start);
  });

  it("stops by steps or by seconds, the last one said", () => {
    expect(setPaths(start, { "training.stop.seconds": 5 })).toMatchObject({ training: { batch: 64, stop: { seconds: 5 } } });
    expect(whole(setPath(setPath(start, "training.stop.seconds", 5), "training.stop.steps", 7)).training.stop).toEqual({ steps: 7 });
  });

  it("reaches into lists that only the defaults name", () => {
    const moved = setPath({ model: "ot-flow", data: { id: "gaussian", params: { mean: [1, 2] } } }, "data.params.mean.0", 9);
    expect(whole(moved).data!.params["mean"]).toEqual([9, 2]);
    expect(
      whole(setPath({ model: "ot-flow", data: { id: "gaussian" } }, "data.params.covariance.1.1", 4)).data!.params["covariance"],
    ).toEqual([
      [1, 0],
      [0, 4],
    ]);
  });

  it("does not depend on the order in which settings come", () => {
    const settings = {
      "game.terminal.params.weight": 20,
      "game.terminal.id": "reverse-kl",
      model: "ot-flow",
      "data.params.radius": 1,
      "data.id": "ring-mixture",
    };
    const backwards = Object.fromEntries(Object.entries(settings).reverse());
    expect(whole(setPaths({}, settings))).toEqual(whole(setPaths({}, backwards)));
    expect(whole(setPaths({}, settings)).game.terminal).toEqual({ id: "reverse-kl", params: { weight: 20 } });
  });

  it("differences of any two experiments lead from one to the other", () => {
    fc.assert(
      fc.property(drafts, drafts, (a, b) => {
        expect(differences(a, a)).toEqual([]);
        expect(differences(a, b).length > 0).toBe(JSON.stringify(a) !== JSON.stringify(b));
      }),
      { numRuns: 40 },
    );
  });
});

describe("how a change applies", () => {
  const from = whole({ model: "ot-flow", data: { id: "gaussian", params: { mean: [0, 0] } } });
  it.each<[string | null, Record<string, unknown>]>([
    [null, {}],
    ["live", { "game.terminal.params.weight": 7 }],
    ["live", { "training.optimiser.params.rate": 0.001 }],
    ["live", { "regularisers.hjb.weight": 0.5 }],
    ["live", { "sampling.steps": 9 }],
    ["live", { "training.stop": { seconds: 1 } }],
    ["resample", { "data.params.mean": [1, 1] }],
    ["resample", { "data.samples": 50 }],
    ["resample", { "data.samples": 50, "training.clip": 3 }],
    ["restart", { "network.width": 8 }],
    ["restart", { seed: 2 }],
    ["restart", { "training.batch": 9 }],
    ["restart", { "game.terminal.id": "reverse-kl" }],
    ["restart", { "data.id": "moons", "training.clip": 1 }],
    ["restart", { data: { id: "gaussian", params: { mean: [1] } } }],
  ])("%s for %j", (applies, settings) => {
    expect(changeApplies(from, whole(setPaths({ model: "ot-flow", data: { id: "gaussian", params: { mean: [0, 0] } } }, settings)))).toBe(
      applies,
    );
  });

  it("a run in rounds starts anew where its frozen flow is of another game or other data, and goes on with anything else", () => {
    const rounds = { model: "flow-matching", data: { id: "ring-mixture" }, objective: { params: { rounds: 1 } } };
    const change = (given: Readonly<Record<string, unknown>>, settings: Readonly<Record<string, unknown>>) =>
      changeApplies(whole(given), whole(setPaths(given, settings)));
    const elsewhere = { "game.terminal.params.weight": 2, "data.params.radius": 3, "reference.params.mean": [1, 0] };
    for (const [path, value] of Object.entries(elsewhere)) {
      expect(change(rounds, { [path]: value })).toBe("restart");
      expect(change({ ...rounds, objective: {} }, { [path]: value })).not.toBe("restart");
    }
    const typed = { ...rounds, data: { id: "typed-density" } };
    expect(appliesOf("data.params.logDensity.values.b", resolve(typed, "strict").experiment!)).toBe("restart");
    expect(appliesOf("data.params.logDensity.values.b", resolve({ ...typed, objective: {} }, "strict").experiment!)).toBe("live");
    expect(change(rounds, { "training.clip": 1, "objective.params.pairs": 64 })).toBe("resample");
  });

  it("is known for every field", () => {
    for (const [path, { spec }] of Object.entries(fields)) expect(appliesOf(path, from)).toBe(spec.applies);
  });
});

describe("the fixed fields", () => {
  it.each(Object.entries(fields))("%s: its default is allowed, its bounds are the last allowed values", (_path, field) => {
    const { spec, words } = field;
    const standard = fieldDefault(field);
    expect(words?.some((word) => word === standard) === true || checkValue(spec, standard).ok).toBe(true);
    expect(spec.about.length).toBeGreaterThan(10);
    if (spec.kind !== "real" && spec.kind !== "integer") return;
    expect(checkValue(spec, spec.min).ok && checkValue(spec, spec.max).ok).toBe(true);
    expect(checkValue(spec, spec.max + 1)).toMatchObject({ ok: false, nearest: spec.max });
    expect(checkValue(spec, spec.min - 1)).toMatchObject({ ok: false, nearest: spec.min });
  });
});
