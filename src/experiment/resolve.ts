/**
 * @file From something partial and perhaps wrong to a whole experiment: migrate, drop what does not exist, merge over the
 * defaults of the model, check every value, and ask whether the choices fit together.
 */
import type { DynamicsSpec } from "../catalogue/define.ts";
import { specs } from "../catalogue/specs.ts";
import { checkValue } from "./check-value.ts";
import { chosen } from "./chosen.ts";
import type { Chosen, Experiment, Problem } from "./experiment.ts";
import { type Field, fieldDefault } from "./field.ts";
import { fields } from "./fields.ts";
import { migrate, VERSION } from "./migrations.ts";
import { misfits } from "./misfits.ts";
import type { MisfitAt } from "./misfit-at.ts";
import { type Mode, report, type Tell } from "./report.ts";
import { knownFields } from "./shape.ts";
import { INTERACTIONS, slots } from "./slots.ts";
import { isTree, same, shown, type Tree, valueAtPath, withValue } from "./tree.ts";

export type { Mode } from "./report.ts";

export interface Resolved {
  /** null if anything is fatal. */
  readonly experiment: Experiment | null;
  /** The whole experiment even if its choices do not fit together; null if it could not be put together. */
  readonly draft: Experiment | null;
  readonly problems: readonly Problem[];
  readonly misfits: readonly MisfitAt[];
}

/** Its data when neither the user nor the model names any. */
const SOME_DATA: Tree = { id: "ring-mixture", params: {} };

interface Source {
  readonly given: Tree;
  readonly defaults: Tree;
  readonly tell: Tell;
}

/** The end law of the dynamics, in the dimension of the data: N(0, deviation² I). On the line, if there are none. */
function endLaw(data: Chosen | null, dynamics: Chosen, horizon: number): Chosen {
  const dimension = (data === null ? undefined : dimensionOf(data)) ?? 1;
  const deviation = (specs.dynamics.get(dynamics.id) as DynamicsSpec).endDeviation?.(dynamics.params, horizon) ?? 1;
  const axes = Array.from({ length: dimension }, (_, i) => i);
  return {
    id: "gaussian",
    params: { mean: axes.map(() => 0), covariance: axes.map((i) => axes.map((j) => (i === j ? deviation * deviation : 0))) },
  };
}

const dimensionOf = ({ id, params }: Chosen): 1 | 2 | undefined => specs.density.get(id)?.dimension(params);

/** The reference that an experiment has when it names none. */
export function defaultReference(experiment: Experiment): Chosen {
  return endLaw(experiment.data, experiment.game.dynamics, experiment.game.horizon);
}

/** The scale of the HJB residual when none is named: log-SNR time wherever there is one. */
function defaultHjbScale({ id, params }: Chosen): "none" | "log-snr" {
  return specs.dynamics.get(id)?.noises(params) === true ? "log-snr" : "none";
}

function fieldValue(path: string, field: Field, { given, defaults, tell }: Source): unknown {
  const fallback = valueAtPath(defaults, path) ?? fieldDefault(field);
  const value = valueAtPath(given, path);
  if (value === undefined || (typeof value === "string" && field.words?.includes(value) === true)) return value ?? fallback;
  const checked = checkValue(field.spec, value);
  if (checked.ok) return checked.value;
  const words = field.words?.map((word) => ` or "${word}"`).join("") ?? "";
  const nearest = typeof value === "number" && !Number.isNaN(value) ? checked.nearest : fallback;
  tell({
    path,
    given: shown(value),
    allowed: checked.allowed + words,
    message: `is not allowed`,
    instead: `${shown(nearest)} is taken`,
    severity: "adjusted",
  });
  return nearest;
}

/** `training.stop` is one of its two fields, replaced whole. */
function stop(source: Source): Tree {
  const { given, defaults, tell } = source;
  const named = valueAtPath(given, "training.stop");
  const own = isTree(named) ? named : {};
  if (Object.keys(own).length > 1)
    tell({
      path: "training.stop",
      given: shown(own),
      allowed: "{ steps } or { seconds }",
      message: "is one or the other",
      instead: "steps are taken",
      severity: "adjusted",
    });
  const from = Object.keys(own).length > 0 ? own : valueAtPath(defaults, "training.stop");
  const kind = isTree(from) && "seconds" in from && !("steps" in from) ? "seconds" : "steps";
  return { [kind]: fieldValue(`training.stop.${kind}`, fields[`training.stop.${kind}`]!, source) };
}

function interactions({ given, defaults, tell }: Source): Chosen[] | null {
  const list = valueAtPath(given, INTERACTIONS) ?? valueAtPath(defaults, INTERACTIONS) ?? [];
  if (!Array.isArray(list) || list.length > 12) {
    tell({
      path: INTERACTIONS,
      given: shown(list),
      allowed: "a list of at most 12 functionals",
      message: "is not allowed",
      instead: "none is taken",
      severity: "adjusted",
    });
    return [];
  }
  const found = list.map((item, i) => chosen(`${INTERACTIONS}.${i}`, "functional", item, undefined, tell));
  return found.every((item) => item !== null) ? found : null;
}

/** That of the model's defaults, in the space of the data. */
function modelsReference({ defaults, tell }: Source, data: Chosen | null): Chosen | undefined {
  const named = valueAtPath(defaults, "reference");
  const found = named === undefined ? null : chosen("reference", "density", named, undefined, tell);
  return found !== null && (data === null || dimensionOf(found) === dimensionOf(data)) ? found : undefined;
}

/** The reference that was named, if it can start particles in the space of the data; else the model's own, or the end law of the dynamics. */
function reference(source: Source, data: Chosen | null, dynamics: Chosen, horizon: number): Chosen | null {
  const { given, tell } = source;
  const own = modelsReference(source, data) ?? endLaw(data, dynamics, horizon);
  const named = valueAtPath(given, "reference");
  if (named === undefined || same(named, own)) return own;
  const found = chosen("reference", "density", named, valueAtPath(named, "id") === undefined ? own : undefined, tell);
  if (found === null) return null;
  if (data === null) return found;
  const [dimension, wanted] = [dimensionOf(found), dimensionOf(data)];
  if (dimension === wanted) return found;
  tell({
    path: "reference",
    given: `dimension ${dimension ?? "?"}`,
    allowed: `dimension ${wanted ?? "?"}, that of the data`,
    message: "starts in another space than the data's",
    instead: "that of the model, or the end law of the dynamics, is taken",
    severity: "adjusted",
  });
  return own;
}

/** An experiment is printed in the order in which one reads the problem. */
const IN_ORDER: Tree = {
  world: null,
  data: null,
  reference: null,
  game: { horizon: null, discount: null, dynamics: null, lagrangian: null, interactions: null, terminal: null },
  objective: null,
  regularisers: null,
  network: null,
  training: { batch: null, optimiser: null, schedule: null, warmup: null, clip: null, ema: null, stop: null },
  sampling: null,
};

/** What a slot holds where nobody says anything. */
const SLOT_DEFAULTS: Readonly<Record<string, Tree>> = { world: { id: "open", params: {} }, data: SOME_DATA };

/** A game without an end cost has one that costs nothing. */
const NO_COST: Tree = { id: "none", params: {} };

/** Every slot but the reference, which depends on others; null if one of them could not be filled. */
function slotsOf({ given, defaults, tell }: Source): Readonly<Record<string, Chosen | null>> | null {
  const found: Record<string, Chosen | null> = {};
  let whole = true;
  for (const [path, kind] of Object.entries(slots)) {
    if (path === "reference") continue;
    const [own, fallback] = [valueAtPath(given, path), valueAtPath(defaults, path)];
    if (path === "data" && (own === null || (own === undefined && fallback === null))) {
      found[path] = null;
      continue;
    }
    const base = fallback ?? SLOT_DEFAULTS[path];
    const choice = chosen(path, kind, own === null && path === "game.terminal" ? NO_COST : own, base, tell);
    if (choice === null) whole = false;
    else found[path] = choice;
  }
  return whole ? found : null;
}

function assembled(model: string, source: Source): Experiment | null {
  const { defaults } = source;
  const found = slotsOf(source);
  const crowd = interactions(source);
  const data = found?.["data"];
  const dynamics = found?.["game.dynamics"] ?? undefined;
  const scaled =
    dynamics === undefined ? source : { ...source, defaults: withValue(defaults, "regularisers.hjb.scale", defaultHjbScale(dynamics)) };
  const values: Record<string, unknown> = { "training.stop": stop(source) };
  for (const [path, field] of Object.entries(fields))
    if (!path.startsWith("training.stop.") && !(data === null && path.startsWith("data."))) values[path] = fieldValue(path, field, scaled);

  const start = data === undefined || dynamics === undefined ? null : reference(source, data, dynamics, Number(values["game.horizon"]));
  if (found === null || crowd === null || start === null) return null;
  const placed = Object.entries({ ...found, reference: start, [INTERACTIONS]: crowd, ...values });
  return placed.reduce<Tree>((tree, [path, value]) => withValue(tree, path, value), {
    version: VERSION,
    model,
    ...IN_ORDER,
  }) as unknown as Experiment;
}

/** @param given an experiment, whole or partial, from anywhere: nothing is believed. */
export function resolve(given: unknown, mode: Mode): Resolved {
  const { tell, problems } = report(mode);
  const nothing: Resolved = { experiment: null, draft: null, problems, misfits: [] };
  if (!isTree(given)) {
    tell({ path: "", given: shown(given), allowed: "an object", message: "an experiment is an object", severity: "fatal" });
    return nothing;
  }
  const today = migrate(given, given["version"] ?? VERSION, tell);
  if (today === null) return nothing;
  const model = today["model"];
  const spec = typeof model === "string" ? specs.model.get(model) : undefined;
  if (spec === undefined) {
    tell({
      path: "model",
      given: shown(model),
      allowed: `one of ${[...specs.model.keys()].join(", ")}`,
      message: model === undefined ? "names no model" : "there is no such model",
      severity: "fatal",
    });
    return nothing;
  }
  const draft = assembled(spec.id, { given: knownFields(today, tell), defaults: spec.defaults, tell });
  if (draft === null) return nothing;
  const found = misfits(draft);
  for (const { path, reason } of found)
    tell({ path, given: shown(valueAtPath(draft, path)), allowed: "", message: reason, severity: "fatal" });
  const fatal = problems.some(({ severity }) => severity === "fatal");
  return { experiment: fatal ? null : draft, draft, problems, misfits: found };
}
