/** @file The shaders of whole steps as text, without a device: every preset has them, and what may change live does not change them. */
import { describe, expect, test } from "vitest";
import type { Functional } from "../../../src/catalogue/define.ts";
import { registry } from "../../../src/catalogue/registry.ts";
import type { Fuse } from "../../../src/engine/learn/fused.ts";
import { createSubmitSize } from "../../../src/engine/learn/webgpu/submit-size.ts";
import { type Program, programOf } from "../../../src/engine/learn/webgpu/program.ts";
import { rowOf } from "../../../src/engine/learn/webgpu/row.ts";
import { createSession } from "../../../src/engine/learn/session.ts";
import { setUp } from "../../../src/engine/game/setup.ts";
import { gameTerms, planOf } from "../../../src/engine/game/terms-of.ts";
import { presets } from "../../../src/experiment/presets.ts";
import { isSolved } from "../../../src/experiment/solved.ts";
import { experimentOf, wasmFactory } from "../experiment-of.ts";

const WORKGROUP_BYTES = 16384;

function programFor(partial: unknown): Program {
  const setup = setUp(experimentOf(partial), registry);
  return programOf(setup, gameTerms(setup, planOf(setup, registry)), WORKGROUP_BYTES);
}
const textOf = (partial: unknown): readonly string[] => programFor(partial).shaders.map((shader) => shader.wgsl);

/** A cost of this game is about the other particles of the batch, of which a lane of a shader knows nothing. */
function comparesParticles(partial: unknown): boolean {
  const { interactions, terminal } = experimentOf(partial).game;
  const [end, ...along] = [terminal, ...interactions].map(({ id }) => registry.functional.get(id));
  const isWhole = ({ kernel, particles, tensors }: Functional): boolean =>
    [kernel, particles, tensors].some((given) => given !== undefined);
  return isWhole(end!) || along.some((each) => isWhole(each) || each.spec.needs.some((need) => need === "mean" || need === "logDensity"));
}

const termsOf = (partial: unknown) => {
  const setup = setUp(experimentOf(partial), registry);
  return gameTerms(setup, planOf(setup, registry));
};

/** Its ends are paired across the batch. */
const couples = (partial: unknown): boolean =>
  termsOf(partial).some((term) => term.kind === "points" && term.points.coupling !== undefined);

/** U is held against what comes back along the paths. */
const goesBack = (partial: unknown): boolean => termsOf(partial).some((term) => term.kind === "costate");

describe("every preset is trained by whole steps, or the batch as a whole is why not", () => {
  // A run of several networks is refused before a program is asked for: `roles` has the reason.
  const oneNetwork = [...presets].filter(
    ([, { experiment }]) => !isSolved(experimentOf(experiment)) && setUp(experimentOf(experiment), registry).others.length === 0,
  );
  for (const [id, { experiment }] of oneNetwork)
    test(id, () => {
      if (goesBack(experiment)) {
        expect(() => programFor(experiment)).toThrow(/costates go back along the paths/);
        return;
      }
      if (comparesParticles(experiment)) {
        expect(() => programFor(experiment)).toThrow(/compares the particles of a batch|reads the density along the paths/);
        return;
      }
      if (couples(experiment)) {
        expect(() => programFor(experiment)).toThrow(/ends of its lines are paired/);
        return;
      }
      const { shaders, names } = programFor(experiment);
      expect(names.length).toBeGreaterThanOrEqual(shaders.length);
      for (const { wgsl, groups, table, library } of shaders) {
        const code = wgsl.replace(/\/\*[^]*?\*\/|\/\/[^\n]*/g, "");
        expect(/undefined|\bNaN|\bInfinity|\[object/.exec(code)?.[0]).toBeUndefined();
        expect(groups).toBeGreaterThan(0);
        expect(library.workgroupBytes).toBeLessThanOrEqual(WORKGROUP_BYTES - 4 * library.lanes);
        // The header holds the one infinity that shaders read from there.
        expect(table.filter((value) => !Number.isFinite(value)).length).toBeLessThanOrEqual(1);
      }
    });
});

test("no stage of a path lies beyond its end, however a device divides", () => {
  for (const model of ["ot-flow", "normalizing-flow"]) {
    const share = /let share = (.*) \/ (.*)f\);/.exec(textOf({ model, objective: { params: { steps: 7 } } }).join(""));
    expect(share?.[2]).toBe("7.0");
    expect(share?.[1]).toMatch(/^min\(1\.0f, \(f32\(k\)/);
  }
});

test("sliders that apply live move a number of the row, not the text", () => {
  const partial = { model: "ot-flow", regularisers: { hjb: { weight: 0.5 } } };
  expect(textOf({ ...partial, regularisers: { hjb: { weight: 0.7 } } })).toEqual(textOf(partial));
  expect(textOf({ ...partial, regularisers: { hjb: { weight: 0.5, norm: "l2" } } })).not.toEqual(textOf(partial));
});

test("the weights of the parts ramp up, and are those of a mean", () => {
  const partial = { model: "hjb-score-diffusion", training: { batch: 100 }, regularisers: { hjb: { weight: 3, ramp: 10 } } };
  const program = programFor(partial);
  const { uniforms } = setUp(experimentOf(partial), registry);
  const hjb = program.names.indexOf("hjb");
  expect(program.weights(1, uniforms)[hjb]).toBeCloseTo(0.003, 12);
  expect(program.weights(10, uniforms)[hjb]).toBeCloseTo(0.03, 12);
  expect(program.weights(99, uniforms)[hjb]).toBeCloseTo(0.03, 12);
});

test("a row holds the step, the slot, the weights and the live values that were asked for", () => {
  const row = rowOf(4, 2, new Set(["horizon", "choice", "rate"]));
  expect(row.step).toBe("row[0u].x");
  expect(row.weight(1)).toBe("bitcast<f32>(row[0u].w)");
  expect(row.live("rate")).toBe("bitcast<f32>(row[1u].z)");
  expect(() => row.live("nobody")).toThrow("Nobody provides nobody");
  const view = new DataView(new ArrayBuffer(2 * row.stride));
  row.write(view, 1, 7, [0.5, 0.25], (name) => {
    if (name !== "rate") throw new Error(`${name} is no number`);
    return 9;
  });
  const at = row.stride;
  expect([view.getUint32(at, true), view.getUint32(at + 4, true)]).toEqual([7, 1]);
  expect([8, 12, 24].map((offset) => view.getFloat32(at + offset, true))).toEqual([0.5, 0.25, 9]);
});

describe("the pace", () => {
  const settled = (stepMs: number, most = 128): number => {
    const pace = createSubmitSize(most);
    for (let k = 0; k < 40; k++) pace.took(pace.count(), stepMs * pace.count());
    return pace.count();
  };
  test("settles at submits of ten milliseconds", () => {
    expect(settled(1)).toBe(10);
    expect(settled(0.25)).toBe(40);
  });
  test("takes one step where a step is longer, and no more than there is room for", () => {
    expect(settled(70)).toBe(1);
    expect(settled(1e-3)).toBe(128);
    expect(settled(0)).toBe(128);
  });
  test("at most doubles after one lucky submit", () => {
    const pace = createSubmitSize(128);
    pace.took(1, 0.01);
    expect(pace.count()).toBe(2);
  });
});

test("shaders that do not compile are said, and the run goes term by term", async () => {
  const nothing = () => undefined;
  const broken: Fuse = () => ({
    ...{ names: () => [], compiled: () => false, count: () => 1, counters: () => COUNTED, renew: () => null },
    ...{ keep: nothing, confirm: nothing, restore: nothing, push: nothing, dispose: nothing },
    ready: () => Promise.reject(new Error("A shader does not compile: expected ';'")),
    submit: () => Promise.reject(new Error("nothing to submit")),
    pull: () => Promise.resolve(),
  });
  const session = createSession(
    experimentOf({ model: "score-diffusion", network: { width: 8 }, training: { batch: 16 } }),
    registry,
    await wasmFactory(),
    broken,
  );
  expect(session.notFused()).toBeNull();
  await session.ready();
  expect(session.notFused()).toBe("A shader does not compile: expected ';'");
  expect(await session.advance(0, 5)).toBe(1);
  expect(session.step()).toBe(1);
  session.dispose();
});

const COUNTED = { steps: 0, dispatches: 0, submits: 0, bytesUp: 0, bytesDown: 0, milliseconds: 0 };
