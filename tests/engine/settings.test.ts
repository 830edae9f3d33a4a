/**
 * @file Accepted ⇒ solves, for the settings of their own: their models with parameters at random give an answer of numbers or say why there is
 * none; and choices of two settings are refused, with a whole model that is accepted.
 */
import { describe, expect, it } from "vitest";
import type { Spec } from "../../src/catalogue/define.ts";
import type { ParamSpec } from "../../src/catalogue/params.ts";
import { registry } from "../../src/catalogue/registry.ts";
import { specs } from "../../src/catalogue/specs.ts";
import { NoAnswer, openAtOnce } from "../../src/engine/at-once.ts";
import { setPaths } from "../../src/experiment/edit.ts";
import { resolve } from "../../src/experiment/resolve.ts";
import { settingOf } from "../../src/experiment/setting.ts";
import type { Tree } from "../../src/experiment/tree.ts";
import { type Random, random } from "../../src/math/random.ts";

const HOST = { breathe: () => Promise.resolve(), tell: () => undefined, soon: () => undefined, now: () => 0 };

const models = [...specs.model.keys()].filter((model) => settingOf(resolve({ model }, "strict").experiment!) !== undefined);

/** Near its default more often than far away. */
function drawn(spec: ParamSpec, stream: Random): unknown {
  if (spec.kind === "choice") return spec.options[stream.integer(spec.options.length)]!.id;
  if (spec.kind !== "real") return undefined;
  const [centre, share] = [spec.default, stream.uniform() ** 2];
  const end = stream.uniform() < 0.5 ? spec.min : spec.max;
  return spec.scale === "log" && centre > 0 && end > 0 ? centre * (end / centre) ** share : centre + share * (end - centre);
}

function withDrawn(path: string, spec: Spec, stream: Random): Tree {
  const pairs = Object.entries(spec.params).map(([name, param]) => [`${path}.params.${name}`, drawn(param, stream)] as const);
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined));
}

describe.each(models)("%s", (model) => {
  it("with parameters at random is solved, or says why not", { timeout: 120_000 }, async () => {
    const stream = random(3, model);
    const base = resolve({ model }, "strict").experiment!;
    let solved = 0;
    for (let k = 0; k < 8; k++) {
      const given = setPaths(
        { model, objective: { id: base.objective.id, params: coarse(base.objective.id) } },
        {
          ...withDrawn("game.dynamics", specs.dynamics.get(base.game.dynamics.id)!, stream),
          ...withDrawn("game.lagrangian", specs.lagrangian.get(base.game.lagrangian.id)!, stream),
          ...(settingOf(base) === "states" ? {} : { "game.lagrangian.params.weight": 1, "game.discount": 3 * stream.uniform() ** 2 }),
        },
      );
      const { experiment, problems } = resolve(given, "strict");
      if (experiment === null) {
        expect(problems.every(({ message }) => message.length > 10)).toBe(true);
        continue;
      }
      try {
        const { answer } = await openAtOnce(registry).solve(experiment, HOST);
        const numbers = Object.values(answer.metrics).flatMap((metric) =>
          metric === null ? [] : typeof metric === "number" ? [metric] : Object.values(metric),
        );
        expect(numbers.every(Number.isFinite)).toBe(true);
        solved++;
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error;
        expect(error.message).toMatch(/[.?!]$/);
      }
    }
    expect(solved).toBeGreaterThanOrEqual(3);
  });
});

const coarse = (objective: string): Tree =>
  Object.fromEntries(
    Object.entries({ cells: 61, steps: 200 }).filter(([name]) => specs.objective.get(objective)?.params[name] !== undefined),
  );

describe("choices of two settings", () => {
  const choices: readonly (readonly [string, string])[] = [
    ...[...specs.dynamics.keys()].map((id) => ["game.dynamics.id", id] as const),
    ...[...specs.objective.keys()].map((id) => ["objective.id", id] as const),
  ];

  it.each([...models, "ot-flow", "score-diffusion"])("do not go into %s, and what is offered does", (model) => {
    const setting = settingOf(resolve({ model }, "strict").experiment!);
    for (const [path, id] of choices) {
      const other = (path === "objective.id" ? specs.objective : specs.dynamics).get(id)!.setting;
      if (other === setting) continue;
      const { experiment, misfits } = resolve(setPaths({ model }, { [path]: id }), "strict");
      expect(experiment).toBeNull();
      const [misfit] = misfits;
      expect(misfit?.nearest).toBeDefined();
      expect(resolve(setPaths(setPaths({ model }, { [path]: id }), misfit!.nearest!), "strict").problems).toEqual([]);
    }
  });
});
