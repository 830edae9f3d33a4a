/** @file How a change applies while a run is on: read at the next step, new points with the same weights, or a new network. */
import type { Applies, ParamSpec } from "../catalogue/params.ts";
import { specs } from "../catalogue/specs.ts";
import { differences } from "./edit.ts";
import type { Experiment } from "./experiment.ts";
import { fields } from "./fields.ts";
import { isAtOnce, isSolved } from "./solved.ts";
import { INTERACTIONS, slots, specOfKind } from "./slots.ts";
import { child, same, valueAtPath } from "./tree.ts";

/** The spec of a field, fixed or of an entry; undefined for a choice from the catalogue and for what does not exist. */
function specAt(path: string, experiment: Experiment): ParamSpec | undefined {
  if (Object.hasOwn(fields, path)) return fields[path]?.spec;
  const [, slot = "", name = ""] = /^(.*)\.params\.([^.]+)/.exec(path) ?? [];
  const kind = slot.startsWith(INTERACTIONS) ? "functional" : Object.hasOwn(slots, slot) ? slots[slot] : undefined;
  const id = valueAtPath(experiment, `${slot}.id`);
  const params = kind === undefined || typeof id !== "string" ? undefined : specOfKind(kind, id)?.params;
  return params !== undefined && Object.hasOwn(params, name) ? params[name] : undefined;
}

const NUMBERS: readonly ParamSpec["kind"][] = ["real", "integer", "vector", "matrix"];

/** A grid has no weights to lose: another number is another problem, solved from where this one stands. */
export const appliesTo = ({ kind, applies }: ParamSpec, solved: boolean): Applies => (solved && NUMBERS.includes(kind) ? "live" : applies);

/** Another entry is another network, unless its spec says otherwise. @internal */
export function appliesOf(path: string, experiment: Experiment): Applies {
  if (path === "training.stop") return "live";
  if (upsetsRounds(path, experiment)) return "restart";
  if (specAt(path, experiment)?.kind === "formula" && path.includes(".values.")) return "live";
  const spec = specAt(path, experiment);
  return spec === undefined ? "restart" : appliesTo(spec, isSolved(experiment));
}

/** A later round learns from a flow of the round before, and that is one of the game and the data that it was trained for. */
export const upsetsRounds = (path: string, { objective }: Experiment): boolean =>
  /^(data|reference|game)\./.test(path) && specs.objective.get(objective.id)?.rounds?.(objective.params) !== undefined;

const STRENGTH: readonly Applies[] = ["live", "resample", "restart"];

const dimensionOf = ({ data, reference }: Experiment): number | undefined => {
  const { id, params } = data ?? reference;
  return specs.density.get(id)?.dimension(params);
};

/** What it takes to get from one experiment to the other: the strongest of all changes, or null without any. */
export function changeApplies(from: Experiment, to: Experiment): Applies | null {
  const changed = differences(from, to);
  if (changed.length === 0) return null;
  // Whatever is changed is another problem, solved from where this one stands.
  if (isAtOnce(from) && isAtOnce(to) && from.objective.id === to.objective.id) return "live";
  if (dimensionOf(from) !== dimensionOf(to)) return "restart";
  const paths = changed.flatMap((path) => (path === INTERACTIONS ? interactionPaths(from, to) : [path]));
  return STRENGTH[Math.max(...paths.map((path) => STRENGTH.indexOf(appliesOf(path, to))))] ?? "restart";
}

/** Interactions in the same order change by their parameters only. */
function interactionPaths(from: Experiment, to: Experiment): readonly string[] {
  const [before, after] = [from.game.interactions, to.game.interactions];
  if (before.length !== after.length || before.some(({ id }, i) => id !== after[i]?.id)) return [INTERACTIONS];
  return after.flatMap(({ params }, i) =>
    Object.keys(params)
      .filter((name) => !same(before[i]?.params[name], params[name]))
      .map((name) => {
        const path = `${INTERACTIONS}.${i}.params.${name}`;
        const [text, was] = [child(params[name], "text"), child(before[i]?.params[name], "text")];
        return text !== undefined && text === was ? `${path}.values.` : path;
      }),
  );
}
