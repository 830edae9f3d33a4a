/**
 * @file Editing a partial experiment by path, as sliders, links and --set do.
 *
 * Picking another entry forgets the parameters of the one before. Picking another model takes that model's whole row: only
 * the data and the seed stay.
 */
import { specs } from "../catalogue/specs.ts";
import type { Experiment } from "./experiment.ts";
import { resolve } from "./resolve.ts";
import { INTERACTIONS, slots } from "./slots.ts";
import { child, isTree, same, type Tree, valueAtPath, withValue } from "./tree.ts";

export type Settings = Readonly<Record<string, unknown>>;

function withModel(partial: Tree, model: unknown): Tree {
  if (partial["model"] === model) return partial;
  // That a game has no data belongs to its model.
  const without = typeof model === "string" && specs.model.get(model)?.defaults["data"] === null;
  const kept = ["version", ...(without ? [] : ["data"]), "seed"]
    .filter((name) => Object.hasOwn(partial, name) && partial[name] !== null)
    .map((name) => [name, partial[name]] as const);
  return { model, ...Object.fromEntries(kept) };
}

function withEntry(partial: Tree, slot: string, id: unknown): Tree {
  const now = valueAtPath(partial, slot);
  const model = partial["model"];
  const defaults = typeof model === "string" ? specs.model.get(model)?.defaults : undefined;
  const current = child(now, "id") ?? valueAtPath(defaults, `${slot}.id`);
  if (current === id) return withValue(partial, `${slot}.id`, id);
  const kept = isTree(now) ? Object.entries(now).filter(([name]) => name !== "params" && name !== "id") : [];
  return withValue(partial, slot, { id, ...Object.fromEntries(kept) });
}

/** The longest beginning of the path that names a list, e.g. "data.params.means" of "data.params.means.0.1". */
const listIn = (path: string): string | undefined => /^(.*?)\.\d+(\.|$)/.exec(path)?.[1];

/** The typed formula of which the path names a part: its text, or the number of one parameter. */
const formulaIn = (path: string): string | undefined => /^(.*\.params\.[^.]+)\.(?:text$|values\.)/.exec(path)?.[1];

/**
 * @param partial what was said so far, over the defaults of its model
 * @internal
 */
export function setPath(partial: Tree, path: string, value: unknown): Tree {
  if (path === "model") return withModel(partial, value);
  if (path.startsWith("training.stop.")) return withValue(partial, "training.stop", { [path.slice("training.stop.".length)]: value });
  const slot = path.endsWith(".id") ? path.slice(0, -".id".length) : "";
  if (Object.hasOwn(slots, slot)) return withEntry(partial, slot, value);
  const list = listIn(path);
  const filled =
    list !== undefined && valueAtPath(partial, list) === undefined
      ? withValue(partial, list, valueAtPath(resolve(partial, "lenient").draft, list))
      : partial;
  // A formula may have been given as its text alone, or by the model: a part of it is set in the whole.
  const formula = formulaIn(path);
  if (formula === undefined || isTree(valueAtPath(filled, formula))) return withValue(filled, path, value);
  return withValue(withValue(filled, formula, valueAtPath(resolve(filled, "lenient").draft, formula)), path, value);
}

const order = (path: string): number => (path === "model" ? 0 : Object.hasOwn(slots, path) ? 1 : path.endsWith(".id") ? 2 : 3);

/** Many at once: the model first, then choices, then their parameters, whatever the order they come in. */
export function setPaths(partial: Tree, settings: Settings): Tree {
  return Object.entries(settings)
    .sort(([a], [b]) => order(a) - order(b))
    .reduce((now, [path, value]) => setPath(now, path, value), partial);
}

/** The paths at which two experiments differ, as `setPaths` wants them: where a choice differs, its parameters are not listed. */
export function differences(a: Experiment, b: Experiment): readonly string[] {
  const walk = (left: unknown, right: unknown, path: string): string[] => {
    if (same(left, right)) return [];
    if (path === "data" && right === null) return [path];
    if (Object.hasOwn(slots, path) && child(left, "id") !== child(right, "id")) {
      const samples = path === "data" && child(left, "samples") !== child(right, "samples") ? ["data.samples"] : [];
      return [`${path}.id`, ...samples];
    }
    if (path === INTERACTIONS || path === "training.stop" || !isTree(left) || !isTree(right)) return [path];
    return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((name) =>
      walk(left[name], right[name], path === "" ? name : `${path}.${name}`),
    );
  };
  return walk(a, b, "");
}

/** The value of a field. */
export function valueOfField(experiment: Experiment, path: string): unknown {
  return valueAtPath(experiment, path);
}
