/**
 * @file Whether a typed Lagrangian or Hamiltonian has a transform: it must be convex in what it is a function of, and grow faster than
 * its argument. Looked at where particles come by, so a refusal names the place.
 */
import { hypotOf } from "../math/elementary.ts";
import { type Expr, input, type Vec } from "../math/expressions/expression.ts";
import { gradient } from "../math/expressions/gradient.ts";
import { legendre } from "../math/expressions/legendre.ts";
import { column, plan } from "../math/expressions/plan.ts";
import type { Reason } from "./reason.ts";
import { random } from "../math/random.ts";
import { fixedFormula } from "./formula.ts";
import type { FormulaSpec, FormulaValue } from "./params.ts";

const PLACES = 160;

/** Lengths of z and of its dual that games of the lab come by. */
const REACH = 4;

/** The least curvature that counts as one, and the share of the force that may be left unmet. */
const FLAT = -1e-9;
const UNMET = 1e-2;

const words = (values: readonly number[]): string =>
  values.length === 1 ? values[0]!.toFixed(2) : `(${values.map((value) => value.toFixed(2)).join(", ")})`;

/**
 * @param letter what it must be convex in, v or p
 * @param grows  every force must have an answer
 */
export function refusedTransform(
  spec: FormulaSpec,
  value: FormulaValue,
  letter: "v" | "p",
  dimension: 1 | 2,
  grows: boolean,
): Reason | undefined {
  const axes = Array.from({ length: dimension }, (_, i) => i + 1);
  const at = (z: Vec): Expr => fixedFormula(spec, value)({ x: axes.map((i) => input(`x${String(i)}`)), t: input("t"), [letter]: z });
  const names = axes.map((i) => `z${String(i)}`);
  const z = names.map(input);
  const hessian = gradient(at(z), names).map((slope) => gradient(slope, names));
  const { residual } = legendre(at, z);
  const roots = [...hessian.flat(), ...residual];
  const { columns, evaluate } = plan(roots);
  const stream = random(1, "convexity");
  const data = Object.fromEntries(
    ["x1", "x2", "t", ...names].map((name) => {
      const reach = name === "t" ? 0.5 : name.startsWith("x") ? 3 : REACH;
      return [name, Float64Array.from({ length: PLACES }, () => (name === "t" ? stream.uniform() : reach * (2 * stream.uniform() - 1)))];
    }),
  );
  const outputs = roots.map(() => new Float64Array(PLACES));
  evaluate(
    PLACES,
    columns.map((name) => column(data[name]!)),
    [],
    outputs.map((output) => column(output)),
  );
  const numbers = (list: readonly string[], i: number): readonly number[] => list.map((name) => data[name]![i]!);
  const place = (i: number): string => {
    const x = words(numbers(["x1", "x2"].slice(0, dimension), i));
    return `x = ${x}${columns.includes("t") ? `, t = ${data["t"]![i]!.toFixed(2)}` : ""}`;
  };
  for (let i = 0; i < PLACES; i++) {
    const least = smallest(hessian.flat().map((_, k) => outputs[k]![i]!));
    if (!(least > FLAT)) {
      const where = `${place(i)}, ${letter} = ${words(numbers(names, i))}`;
      return {
        reason: `Not convex in ${letter}: at ${where} its second derivative is ${least.toPrecision(2)}, so no best reply is the only one.`,
      };
    }
  }
  for (let i = 0; i < PLACES && grows; i++) {
    const force = numbers(names, i);
    const miss = lengthOf(residual.map((_, k) => outputs[hessian.flat().length + k]![i]!));
    if (!(miss < UNMET * (1 + lengthOf(force)))) {
      const dual = letter === "v" ? "p" : "v";
      return {
        reason: `At ${place(i)} no ${letter} answers ${dual} = ${words(force)}: it must grow faster than |${letter}| in every direction.`,
      };
    }
  }
  return undefined;
}

/** The smaller eigenvalue of a symmetric matrix of one or two rows. */
function smallest(m: readonly number[]): number {
  const [a = 0, b = 0, , d = 0] = m;
  return m.length === 1 ? a : (a + d) / 2 - hypotOf((a - d) / 2, b);
}

/** |v|. */
const lengthOf = (v: readonly number[]): number => Math.sqrt(v.reduce((total, component) => total + component * component, 0));
