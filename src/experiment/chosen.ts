/**
 * @file One slot: which entry stands there, and its parameters.
 *
 * A new id takes that entry's default parameters; parameters of another entry are never merged in. What a density leaves
 * open and the rest decides (a covariance of the mean's dimension) it completes itself.
 */
import { defaultsOf, type ParamValue, type ParamValues } from "../catalogue/params.ts";
import type { DensitySpec, Spec } from "../catalogue/define.ts";
import { checkValue } from "./check-value.ts";
import type { Chosen } from "./experiment.ts";
import type { Tell } from "./report.ts";
import { idsFor, type SlotKind, specOfKind } from "./slots.ts";
import { child, isTree, shown, type Tree } from "./tree.ts";

const treeOr = (value: unknown): Tree => (isTree(value) ? value : {});

/** The given parameters that the entry has and allows, adjusted where they can be. */
function checkedParams(path: string, spec: Spec, given: Tree, tell: Tell): ParamValues {
  const names = Object.keys(spec.params);
  const kept: [string, ParamValue][] = [];
  for (const [name, value] of Object.entries(given)) {
    const param = Object.hasOwn(spec.params, name) ? spec.params[name] : undefined;
    const here = `${path}.params.${name}`;
    if (param === undefined) {
      tell({
        path: here,
        given: shown(value),
        allowed: names.length === 0 ? "no parameters" : names.join(", "),
        message: `"${spec.id}" has no such parameter`,
        instead: `it is left out`,
        severity: "adjusted",
      });
      continue;
    }
    const checked = checkValue(param, value);
    if (!checked.ok) {
      const instead = `${shown(checked.nearest)} is taken`;
      tell({
        path: here,
        given: shown(value),
        allowed: checked.allowed,
        message: checked.message ?? "is not allowed",
        instead,
        severity: checked.fatal ? "fatal" : "adjusted",
      });
    }
    kept.push([name, checked.ok ? checked.value : checked.nearest]);
  }
  return Object.fromEntries(kept);
}

function completed(path: string, spec: Spec, params: ParamValues, tell: Tell): ParamValues {
  const density = spec as Partial<DensitySpec>;
  const whole = { ...defaultsOf(spec.params), ...(density.complete?.(params) ?? params) };
  const wrong = density.check?.(whole);
  if (wrong === undefined) return whole;
  tell({
    path: `${path}.params`,
    given: shown(params),
    allowed: "parameters that agree",
    message: wrong.reason,
    instead: `the defaults of "${spec.id}" are taken`,
    severity: "adjusted",
  });
  const bare = density.complete?.({}) ?? {};
  return { ...defaultsOf(spec.params), ...bare };
}

/**
 * The entry at `path`, from what was given and, where the id is the same, from the model's own choice. null after telling why,
 * if there is no such entry.
 */
export function chosen(path: string, kind: SlotKind, given: unknown, base: unknown, tell: Tell): Chosen | null {
  const baseId = child(base, "id");
  const id = child(given, "id") ?? baseId;
  const ids = idsFor(path, kind);
  if (typeof id !== "string" || !ids.includes(id)) {
    const elsewhere = typeof id === "string" && specOfKind(kind, id) !== undefined;
    tell({
      path: `${path}.id`,
      given: shown(id),
      allowed: `one of ${ids.join(", ")}`,
      message: elsewhere ? `"${id}" cannot stand here` : `there is no such ${kind}`,
      severity: "fatal",
    });
    return null;
  }
  const spec = specOfKind(kind, id)!;
  const givenParams = child(given, "params");
  if (givenParams !== undefined && !isTree(givenParams))
    tell({
      path: `${path}.params`,
      given: shown(givenParams),
      allowed: "an object",
      message: "is not an object",
      instead: "the defaults are taken",
      severity: "adjusted",
    });
  const params = { ...(id === baseId ? treeOr(child(base, "params")) : {}), ...treeOr(givenParams) };
  return { id, params: completed(path, spec, checkedParams(path, spec, params, tell), tell) };
}
