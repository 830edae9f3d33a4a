/** @file One fixed field of an experiment: a parameter spec with a label. */
import type { ParamSpec } from "../catalogue/params.ts";

export interface Field {
  readonly label: string;
  readonly spec: ParamSpec;
  /** Words allowed instead of a number, e.g. "infinite". The first is the default, if there is one. */
  readonly words?: readonly string[];
}

/** What a field is when nobody says anything. */
export const fieldDefault = ({ spec, words }: Field): Field["spec"]["default"] => words?.[0] ?? spec.default;
