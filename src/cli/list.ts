/** @file `lab list`: every entry by kind with its parameters and defaults, every fixed field, every preset and lesson. */
import { allowed } from "../experiment/check-value.ts";
import type { Spec } from "../catalogue/define.ts";
import type { ParamSpec } from "../catalogue/params.ts";
import { references } from "../catalogue/references.ts";
import { specs } from "../catalogue/specs.ts";
import { fieldDefault } from "../experiment/field.ts";
import { fields } from "../experiment/fields.ts";
import { lessons } from "../experiment/lessons.ts";
import { presets } from "../experiment/presets.ts";
import { watched } from "../experiment/watched.ts";
import { parse } from "./arguments.ts";
import { BadInput } from "./failure.ts";
import { printAnswer } from "./say.ts";

const describe = (spec: ParamSpec) => ({ default: spec.default, allowed: allowed(spec), about: spec.about, applies: spec.applies });

const entries = (kind: keyof typeof references, table: ReadonlyMap<string, Spec>) =>
  [...table.values()].map(({ id, title, about, formula, params }) => ({
    id,
    title,
    about,
    formula,
    params: Object.fromEntries(Object.entries(params).map(([name, spec]) => [name, describe(spec)])),
    references: references[kind].get(id) ?? [],
  }));

export function list(args: readonly string[]): void {
  const { words } = parse(args, {});
  if (words.length > 0) throw new BadInput(`list: given ${words.join(" ")}; allowed: nothing`);
  printAnswer({
    schema: 1,
    models: [...specs.model.values()].map(({ id, title, about, formula, defaults }) => ({
      id,
      title,
      about,
      formula,
      defaults,
      references: references.model.get(id) ?? [],
    })),
    worlds: entries("world", specs.world),
    densities: entries("density", specs.density),
    dynamics: entries("dynamics", specs.dynamics),
    lagrangians: entries("lagrangian", specs.lagrangian),
    functionals: [...specs.functional.values()].map((spec) => ({
      ...entries("functional", new Map([[spec.id, spec]]))[0],
      slots: spec.slots,
    })),
    objectives: entries("objective", specs.objective),
    activations: [...specs.activation.values()].map((spec) => ({ ...spec, references: references.activation.get(spec.id) ?? [] })),
    fields: Object.fromEntries(
      Object.entries(fields).map(([path, field]) => [
        path,
        { ...describe(field.spec), default: fieldDefault(field), ...(field.words === undefined ? {} : { words: field.words }) },
      ]),
    ),
    presets: [...presets.values()].map(({ id, title, experiment }) => ({ id, title, watch: watched.get(id), experiment })),
    lessons: [...lessons.values()].map(({ answers, ...lesson }) => ({
      ...lesson,
      answers: answers.map(({ text, because, right = false }) => ({ text, because, right })),
    })),
  });
}
