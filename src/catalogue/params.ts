/**
 * @file Parameter specs: what an entry can be told, as data. Controls, defaults, validation and links are derived from them.
 *
 * Every parameter says how a change applies while a run is on:
 * live (read at each step), resample (new data or particles, weights kept), restart (a new network).
 */
import type { FormulaVariable } from "../math/expressions/parse.ts";

export type Applies = "live" | "resample" | "restart";

interface Common {
  /** One sentence that teaches: the tooltip. */
  readonly about: string;
  /** TeX, e.g. "\\lambda". */
  readonly symbol?: string;
  readonly applies: Applies;
  /** Choices and whole numbers of the same entry under which it says something; elsewhere it is not shown. */
  readonly where?: Readonly<Record<string, readonly (string | number)[]>>;
}

export interface RealSpec extends Common {
  readonly kind: "real";
  readonly default: number;
  readonly min: number;
  readonly max: number;
  /** How a slider spreads. A log scale with min 0 keeps 0 as its leftmost stop. */
  readonly scale: "linear" | "log";
  readonly unit?: string;
}

export interface IntegerSpec extends Common {
  readonly kind: "integer";
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly scale: "linear" | "log";
  readonly unit?: string;
}

export interface ChoiceSpec extends Common {
  readonly kind: "choice";
  readonly default: string;
  readonly options: readonly { readonly id: string; readonly title: string }[];
}

export interface FlagSpec extends Common {
  readonly kind: "flag";
  readonly default: boolean;
}

/** Numbers: a mean, weights. `lengths` are the allowed lengths. */
export interface VectorSpec extends Common {
  readonly kind: "vector";
  readonly default: readonly number[];
  readonly lengths: readonly [number, number];
  readonly min: number;
  readonly max: number;
}

/** A covariance matrix, or rows of points or means. */
export interface MatrixSpec extends Common {
  readonly kind: "matrix";
  readonly default: readonly (readonly number[])[];
  /** Allowed numbers of rows and of columns. */
  readonly rows: readonly [number, number];
  readonly columns: readonly [number, number];
  readonly positiveDefinite: boolean;
  /** Many rows may also be written as one string (`math/laws/point-set.ts`). */
  readonly packable: boolean;
  readonly min: number;
  readonly max: number;
}

/** Covariance matrices of a mixture. */
export interface MatricesSpec extends Common {
  readonly kind: "matrices";
  readonly default: readonly (readonly (readonly number[])[])[];
  readonly count: readonly [number, number];
}

/** A formula that the user types, and the numbers of the parameters that occur in it. */
export interface FormulaSpec extends Common {
  readonly kind: "formula";
  readonly default: FormulaValue;
  /** Instead of the default where the data live on the line, if the default speaks of the plane. */
  readonly onLine?: FormulaValue;
  /** What it may read beside its parameters. */
  readonly variables: readonly FormulaVariable[];
  /** To click on; each says in a few words what it is. */
  readonly examples: readonly { readonly title: string; readonly value: FormulaValue }[];
}

export interface FormulaValue {
  readonly text: string;
  /** One number for each parameter that occurs in the text, and for no other. */
  readonly values: Readonly<Record<string, number>>;
}

export type ParamSpec = RealSpec | IntegerSpec | ChoiceSpec | FlagSpec | VectorSpec | MatrixSpec | MatricesSpec | FormulaSpec;

export type ParamSpecs = Readonly<Record<string, ParamSpec>>;

export type ParamValue =
  | number
  | string
  | boolean
  | readonly number[]
  | readonly (readonly number[])[]
  | readonly (readonly (readonly number[])[])[]
  | FormulaValue;

export type ParamValues = Readonly<Record<string, ParamValue>>;

/** The value type that belongs to a spec. */
export type ValueOf<S extends ParamSpec> = S extends RealSpec | IntegerSpec
  ? number
  : S extends ChoiceSpec
    ? string
    : S extends FlagSpec
      ? boolean
      : S extends VectorSpec
        ? readonly number[]
        : S extends MatrixSpec
          ? readonly (readonly number[])[]
          : S extends FormulaSpec
            ? FormulaValue
            : readonly (readonly (readonly number[])[])[];

export type ValuesOf<P extends ParamSpecs> = { readonly [K in keyof P]: ValueOf<P[K]> };

type Given<S, Optional extends keyof S> = Omit<S, Optional | "kind"> & Partial<Pick<S, Optional>>;

/* @__NO_SIDE_EFFECTS__ */
export function real(given: Given<RealSpec, "scale">): RealSpec {
  return { kind: "real", scale: "linear", ...given };
}

/* @__NO_SIDE_EFFECTS__ */
export function integer(given: Given<IntegerSpec, "scale">): IntegerSpec {
  return { kind: "integer", scale: "linear", ...given };
}

/* @__NO_SIDE_EFFECTS__ */
export function choice(given: Given<ChoiceSpec, never>): ChoiceSpec {
  return { kind: "choice", ...given };
}

/* @__NO_SIDE_EFFECTS__ */
export function flag(given: Given<FlagSpec, never>): FlagSpec {
  return { kind: "flag", ...given };
}

/* @__NO_SIDE_EFFECTS__ */
export function vector(given: Given<VectorSpec, "min" | "max">): VectorSpec {
  return { kind: "vector", min: -100, max: 100, ...given };
}

/* @__NO_SIDE_EFFECTS__ */
export function matrix(given: Given<MatrixSpec, "min" | "max" | "positiveDefinite" | "packable">): MatrixSpec {
  return { kind: "matrix", min: -100, max: 100, positiveDefinite: false, packable: false, ...given };
}

/* @__NO_SIDE_EFFECTS__ */
export function matrices(given: Given<MatricesSpec, never>): MatricesSpec {
  return { kind: "matrices", ...given };
}

/* @__NO_SIDE_EFFECTS__ */
export function formula(given: Given<FormulaSpec, never>): FormulaSpec {
  return { kind: "formula", ...given };
}

export function isFormula(value: ParamValue): value is FormulaValue {
  return typeof value === "object" && "text" in value;
}

/** Whether a parameter says something beside these values of its entry. */
export const matters = ({ where = {} }: ParamSpec, values: ParamValues): boolean =>
  Object.entries(where).every(([name, allowed]) => allowed.some((id) => id === values[name]));

export function defaultsOf(specs: ParamSpecs): ParamValues {
  return Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, spec.default]));
}

/** What a field calls a number that the laboratory calls otherwise. */
export interface Wording {
  /** TeX. */
  readonly symbol?: string;
  readonly about?: string;
  readonly unit?: string;
}
