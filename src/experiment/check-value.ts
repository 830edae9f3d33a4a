/**
 * @file One value against its spec: what is allowed, and the nearest value that is.
 *
 * A number out of range has a nearest one; a wrong type has none, and its default is taken. A covariance that is not positive
 * definite is never repaired: nobody can say which one was meant.
 */
import { isPositiveDefinite } from "../math/matrices.ts";
import { packedShape, unpacked } from "../math/laws/point-set.ts";
import { MOST_PARAMETER } from "../catalogue/formula.ts";
import type { FormulaSpec, ParamSpec, ParamValue } from "../catalogue/params.ts";
import { parseFormula } from "../math/expressions/parse.ts";
import { FormulaError } from "../math/expressions/syntax.ts";
import { child, same } from "./tree.ts";

export type Checked =
  | { readonly ok: true; readonly value: ParamValue }
  | { readonly ok: false; readonly allowed: string; readonly nearest: ParamValue; readonly fatal: boolean; readonly message?: string };

const number = (spec: { readonly min: number; readonly max: number; readonly unit?: string }): string =>
  `from ${spec.min} to ${spec.max}${spec.unit === undefined ? "" : ` ${spec.unit}`}`;

const count = ([least, most]: readonly [number, number], what: string): string =>
  least === most ? `${least} ${what}${least === 1 ? "" : "s"}` : `${least} to ${most} ${what}s`;

/** What is allowed, in words. */
export function allowed(spec: ParamSpec): string {
  switch (spec.kind) {
    case "real":
      return `a number ${number(spec)}`;
    case "integer":
      return `a whole number ${number(spec)}`;
    case "choice":
      return `one of ${spec.options.map(({ id }) => id).join(", ")}`;
    case "flag":
      return "true or false";
    case "vector":
      return `a list of ${count(spec.lengths, "number")} ${number(spec)}`;
    case "matrix":
      return spec.positiveDefinite
        ? `a symmetric, positive definite matrix with ${count(spec.rows, "row")}, entries ${number(spec)}`
        : `${count(spec.rows, "row")} of ${count(spec.columns, "number")} ${number(spec)}`;
    case "matrices":
      return count(spec.count, "symmetric, positive definite matrix").replace("matrixs", "matrices");
    case "formula":
      return `a formula such as ${spec.default.text}, alone or as { text, values: { parameter: number } }`;
    default:
      return spec satisfies never;
  }
}

const within = (n: number, [least, most]: readonly [number, number]): boolean => n >= least && n <= most;

const isRow = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((entry) => typeof entry === "number" && Number.isFinite(entry));

const isRows = (value: unknown): value is readonly (readonly number[])[] =>
  Array.isArray(value) &&
  value.every(isRow) &&
  value.every((row: readonly number[]) => row.length === (value[0] as readonly number[]).length);

/** By the one rule that densities are built by. */
const isCovariance = (m: unknown): boolean => isRows(m) && isPositiveDefinite(m);

const clamp = (value: number, min: number, max: number): number => Math.min(Math.max(value, min), max);

const refuse = (spec: ParamSpec, nearest: ParamValue = spec.default, fatal = false): Checked => ({
  ok: false,
  allowed: allowed(spec),
  nearest,
  fatal,
});

/** Points in one string: what is inside is looked at, and taken or left as a whole. */
function checkPacked(spec: ParamSpec & { kind: "matrix" }, text: string): Checked {
  const shape = packedShape(text);
  const fits = shape !== null && within(shape.n, spec.rows) && within(shape.d, spec.columns);
  const points = fits ? unpacked(text) : null;
  return points?.values.every((entry) => entry >= spec.min && entry <= spec.max) === true ? { ok: true, value: text } : refuse(spec);
}

/** A matrix may be meant to be a covariance and not be one, or not be a matrix at all: only the first is fatal. */
function checkMatrix(spec: ParamSpec & { kind: "matrix" }, value: unknown): Checked {
  if (!isRows(value) || !within(value.length, spec.rows) || !within(value[0]?.length ?? 0, spec.columns))
    return refuse(spec, spec.default, spec.positiveDefinite && value !== undefined);
  if (spec.positiveDefinite && !isCovariance(value)) return refuse(spec, spec.default, true);
  // Nothing is copied where nothing is wrong: a hundred thousand points are looked at with every edit.
  if (value.every((row) => row.every((entry) => entry >= spec.min && entry <= spec.max))) return { ok: true, value };
  const inside = value.map((row) => row.map((entry) => clamp(entry, spec.min, spec.max)));
  return refuse(spec, inside, spec.positiveDefinite && !isCovariance(inside));
}

/**
 * The text alone will do: a parameter without a number is 1. Numbers of names that do not occur any more are forgotten. A text that
 * is no formula has no nearest that is.
 */
function checkFormula(spec: FormulaSpec, value: unknown): Checked {
  const text = typeof value === "string" ? value : child(value, "text");
  if (typeof text !== "string") return refuse(spec);
  try {
    const given = child(value, "values");
    const entries = parseFormula(text, spec.variables).parameters.map((name) => [name, child(given, name) ?? 1] as const);
    const inside = entries.map(
      ([name, number]) =>
        [name, typeof number === "number" && !Number.isNaN(number) ? clamp(number, -MOST_PARAMETER, MOST_PARAMETER) : 1] as const,
    );
    const taken = { text, values: Object.fromEntries(inside) };
    return same(Object.fromEntries(entries), taken.values) ? { ok: true, value: taken } : refuse(spec, taken);
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    const message = `${error.message} (character ${error.at + 1})`;
    return { ok: false, allowed: allowed(spec), nearest: spec.default, fatal: true, message };
  }
}

export function checkValue(spec: ParamSpec, value: unknown): Checked {
  switch (spec.kind) {
    case "real":
    case "integer": {
      if (typeof value !== "number" || Number.isNaN(value)) return refuse(spec);
      const inside = clamp(spec.kind === "integer" ? Math.round(value) : value, spec.min, spec.max);
      return inside === value ? { ok: true, value } : refuse(spec, inside);
    }
    case "choice":
      return typeof value === "string" && spec.options.some(({ id }) => id === value) ? { ok: true, value } : refuse(spec);
    case "flag":
      return typeof value === "boolean" ? { ok: true, value } : refuse(spec);
    case "vector": {
      if (!isRow(value) || !within(value.length, spec.lengths)) return refuse(spec);
      const inside = value.map((entry) => clamp(entry, spec.min, spec.max));
      return same(inside, value) ? { ok: true, value } : refuse(spec, inside);
    }
    case "matrix":
      return spec.packable && typeof value === "string" ? checkPacked(spec, value) : checkMatrix(spec, value);
    case "matrices":
      return Array.isArray(value) && within(value.length, spec.count) && value.every(isCovariance)
        ? { ok: true, value: value as ParamValue }
        : refuse(spec, spec.default, true);
    case "formula":
      return checkFormula(spec, value);
    default:
      return spec satisfies never;
  }
}
