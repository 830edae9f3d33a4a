/** @file Experiments for fast-check: every field anywhere in its range, every entry that may stand in a slot. */
import fc from "fast-check";
import type { ParamSpec } from "../../src/catalogue/params.ts";
import { specs } from "../../src/catalogue/specs.ts";
import { setPaths } from "../../src/experiment/edit.ts";
import type { Experiment } from "../../src/experiment/experiment.ts";
import { fields } from "../../src/experiment/fields.ts";
import { resolve } from "../../src/experiment/resolve.ts";
import { idsFor, slots, specOfKind } from "../../src/experiment/slots.ts";
import type { Tree } from "../../src/experiment/tree.ts";
import { settled } from "./settled.ts";

function valueOf(spec: ParamSpec): fc.Arbitrary<unknown> {
  switch (spec.kind) {
    case "real":
      return fc.double({ min: spec.min, max: spec.max, noNaN: true }).map((x) => (x === 0 ? 0 : x));
    case "integer":
      return fc.integer({ min: spec.min, max: spec.max });
    case "choice":
      return fc.constantFrom(...spec.options.map(({ id }) => id));
    case "flag":
      return fc.boolean();
    case "vector":
    case "matrix":
    case "matrices":
    case "formula":
      return fc.constant(spec.default);
    default:
      return spec satisfies never;
  }
}

const entry = (path: string): fc.Arbitrary<unknown> => {
  const kind = slots[path]!;
  return fc.constantFrom(...idsFor(path, kind)).chain((id) => {
    const params = Object.entries(specOfKind(kind, id)!.params).map(([name, spec]) => [name, valueOf(spec)] as const);
    return fc.record({ id: fc.constant(id), params: fc.record(Object.fromEntries(params), { requiredKeys: [] }) });
  });
};

const settings = fc
  .record(
    {
      ...Object.fromEntries(Object.entries(fields).map(([path, { spec }]) => [path, valueOf(spec)])),
      ...Object.fromEntries(
        Object.keys(slots)
          .filter((path) => path !== "data")
          .map((path) => [path, entry(path)]),
      ),
      data: fc
        .tuple(entry("data"), fc.oneof(fc.constant("infinite"), fc.integer({ min: 2, max: 100_000 })))
        .map(([choice, samples]) => ({ ...(choice as object), samples })),
    },
    { requiredKeys: [] },
  )
  .map((all: Readonly<Record<string, unknown>>) => {
    const steps = Object.hasOwn(all, "training.stop.steps");
    return Object.fromEntries(Object.entries(all).filter(([path]) => !(steps && path === "training.stop.seconds")));
  });

/** Whole experiments whose values are all allowed; their choices need not fit together. */
export const drafts: fc.Arbitrary<Experiment> = fc
  .tuple(fc.constantFrom(...specs.model.keys()), settings)
  .map(([model, set]) => resolve(setPaths({ model }, set), "lenient").draft)
  .filter((draft) => draft !== null);

/** Whole experiments that fit: drafts with what validation offers instead of their misfits. */
export const accepted: fc.Arbitrary<Experiment> = drafts
  .map((draft) => settled(draft as unknown as Tree).experiment)
  .filter((experiment) => experiment !== null);
