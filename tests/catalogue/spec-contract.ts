/** @file What every spec of the catalogue must say of itself, as a function that says what is wrong: [] for a good one. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import katex from "katex";
import type { Reference, Spec } from "../../src/catalogue/define.ts";
import type { ParamSpec, ParamSpecs } from "../../src/catalogue/params.ts";

const headings = new Set(
  [...readFileSync(join(import.meta.dirname, "../../docs/mathematics.md"), "utf8").matchAll(/^## (.+)$/gm)].map(([, heading]) => heading!),
);

function texProblem(tex: string): string | undefined {
  try {
    katex.renderToString(tex, { throwOnError: true, strict: "error" });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : "unknown";
  }
}

function paramProblems(name: string, param: ParamSpec, all: ParamSpecs): string[] {
  const said: string[] = [];
  for (const [choice, allowed] of Object.entries(param.where ?? {})) {
    const other = all[choice];
    const may = (value: string | number): boolean =>
      other?.kind === "choice"
        ? other.options.some(({ id }) => id === value)
        : other?.kind === "integer" && typeof value === "number" && value >= other.min && value <= other.max;
    if (allowed.length === 0 || !allowed.every(may))
      said.push(`params.${name} is shown where ${choice} is ${allowed.join(" or ")}, which it never is`);
  }
  if (!/[.?!]$/.test(param.about)) said.push(`params.${name}.about is no sentence: ${param.about}`);
  if (param.symbol !== undefined && texProblem(param.symbol) !== undefined)
    said.push(`params.${name}.symbol is no TeX: ${texProblem(param.symbol) ?? ""}`);
  const within = (values: readonly number[], { min, max }: { min: number; max: number }) => values.every((v) => v >= min && v <= max);
  const inRange =
    param.kind === "real" || param.kind === "integer"
      ? within([param.default], param) && param.min < param.max
      : param.kind === "vector"
        ? within(param.default, param) && param.default.length >= param.lengths[0] && param.default.length <= param.lengths[1]
        : param.kind === "matrix"
          ? within(param.default.flat(), param)
          : param.kind === "choice"
            ? param.options.some(({ id }) => id === param.default)
            : true;
  if (!inRange) said.push(`params.${name}: the default does not lie within its range`);
  if (param.kind === "integer" && ![param.default, param.min, param.max].every(Number.isInteger)) said.push(`params.${name} is not whole`);
  if (param.kind === "real" && param.scale === "log" && param.min < 0) said.push(`params.${name}: a log scale begins at 0 or above`);
  return said;
}

/** What an entry says about itself, TeX included: every string among the spec's fields whose name ends in "ormula". */
export function specProblems(
  spec: Omit<Spec, "params"> & { readonly params?: ParamSpecs },
  references: readonly Reference[] = [],
  sectioned = true,
): string[] {
  const said: string[] = [];
  if (references.length === 0) said.push("no reference");
  for (const { authors, title, year } of references)
    if (authors === "" || title === "" || !Number.isInteger(year) || year < 1700)
      said.push(`a reference without ${authors === "" ? "authors" : "title or year"}`);
  if (!/[.?!]$/.test(spec.about)) said.push(`about is no sentence: ${spec.about}`);
  if (!/^[a-z][a-z0-9-]*$/.test(spec.id)) said.push(`the id ${JSON.stringify(spec.id)} cannot stand in a link`);
  if (sectioned && (spec.section === undefined || !headings.has(spec.section)))
    said.push(`section ${JSON.stringify(spec.section)} is no heading of docs/mathematics.md`);
  for (const [field, value] of Object.entries(spec)) {
    if (!field.endsWith("ormula")) continue;
    const tex: unknown = typeof value === "function" ? (value as unknown as (q: string) => unknown)(String.raw`\nabla U`) : value;
    if (typeof tex === "string" && texProblem(tex) !== undefined) said.push(`${field} is no TeX: ${texProblem(tex) ?? ""}`);
  }
  for (const [name, param] of Object.entries(spec.params ?? {})) said.push(...paramProblems(name, param, spec.params ?? {}));
  return said;
}
