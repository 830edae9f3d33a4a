/**
 * @file What a control is where its Hamiltonian H(a) is smallest between bounds, for many times at once. Which form H has is measured: a form
 * that holds at many random places holds.
 *
 *     A + B a          low where B > 0, else high: told by B, whose zeros are the times of the jumps
 *     A + B a + C a²   clip(−B/2C)
 *     A + B a + C/a    clip(√(C/B))
 *     any other        the best of a row of points, refined by the golden section
 */
import { type Expr, input, leaves, num, substitute, topological } from "../../../math/expressions/expression.ts";
import { gradient } from "../../../math/expressions/gradient.ts";
import { column, type Plan, plan } from "../../../math/expressions/plan.ts";
import { scalarProgram } from "../../../math/expressions/scalar.ts";
import { random } from "../../../math/random.ts";

export type HamiltonianForm = "linear" | "quadratic" | "reciprocal" | "other";

export interface Minimiser {
  readonly form: HamiltonianForm;
  /** Columns by leaf; writes [count] numbers: the control, or B where it is linear. */
  fill(columns: ReadonlyMap<string, Float64Array>, count: number, out: Float64Array): void;
}

const POINTS = 24;

/** @param hamiltonian as a function of the leaf `own` */
export function minimiser(hamiltonian: Expr, low: number, high: number): Minimiser {
  const [first] = gradient(hamiltonian, ["own"]) as [Expr];
  const [second] = gradient(first, ["own"]) as [Expr];
  const form = low === high ? "quadratic" : formOf(second, hamiltonian, low, high);
  if (form === "other") return { form, fill: searched(hamiltonian, low, high) };
  const from = form === "reciprocal" ? 1 : 0;
  const roots = substitute([first, second], new Map([["own", num(from)]]));
  const planned = plan(roots);
  let buffers = [new Float64Array(0), new Float64Array(0)] as const;
  return {
    form,
    fill(columns, count, out) {
      if (buffers[0].length !== count) buffers = [new Float64Array(count), new Float64Array(count)];
      evaluate(planned, columns, count, buffers);
      const [slope, curvature] = buffers;
      if (form === "linear") out.set(slope);
      else if (form === "quadratic") for (let i = 0; i < count; i++) out[i] = vertex(slope[i]!, curvature[i]!, low, high);
      else for (let i = 0; i < count; i++) out[i] = balance(slope[i]! + curvature[i]! / 2, curvature[i]! / 2, low, high);
    },
  };
}

export function evaluate(planned: Plan, columns: ReadonlyMap<string, Float64Array>, count: number, out: readonly Float64Array[]): void {
  planned.evaluate(
    count,
    planned.columns.map((name) => column(columns.get(name)!)),
    [],
    out.map((field) => column(field)),
  );
}

const clip = (a: number, low: number, high: number): number => (a < low ? low : a > high ? high : a);

/** Of B a + C a²/2. */
function vertex(B: number, C: number, low: number, high: number): number {
  if (C > 0) return clip(-B / C, low, high);
  return B + (C / 2) * (high + low) > 0 ? low : high;
}

/** Of B a + C/a. */
function balance(B: number, C: number, low: number, high: number): number {
  if (C > 0) return B > 0 ? clip(Math.sqrt(C / B), low, high) : high;
  return B * high + C / high < B * low + C / low ? high : low;
}

/** Kinks and cases that random places might miss. */
const BROKEN = new Set(["where", "min", "max", "abs", "sign"]);

function formOf(second: Expr, hamiltonian: Expr, low: number, high: number): HamiltonianForm {
  const own = (e: Expr): boolean => leaves([e]).has("own");
  if (topological([hamiltonian]).some((e) => BROKEN.has(e.op) && own(e))) return "other";
  const names = [...leaves([second])].filter((name) => name !== "own");
  const program = scalarProgram([second], ["own", ...names]);
  const draws = random(1, "form of a Hamiltonian");
  const [values, out] = [new Float64Array(1 + names.length), new Float64Array(1)];
  let [flat, constant, cubic] = [true, true, true];
  for (let k = 0; k < 8; k++) {
    for (let i = 0; i < names.length; i++) values[1 + i] = 0.1 + draws.uniform();
    const seen = [0.13, 0.37, 0.61, 0.93].map((part) => {
      values[0] = low + part * (high - low);
      program(values, out);
      return { a: values[0], c: out[0]! };
    });
    const alike = (numbers: readonly number[]): boolean =>
      numbers.every((x) => Math.abs(x - numbers[0]!) <= 1e-9 * Math.max(...numbers.map(Math.abs)));
    flat &&= seen.every(({ c }) => c === 0);
    constant &&= alike(seen.map(({ c }) => c));
    cubic &&= low > 0 && alike(seen.map(({ a, c }) => c * a * a * a));
  }
  if (flat) return "linear";
  return constant ? "quadratic" : cubic ? "reciprocal" : "other";
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;

function searched(hamiltonian: Expr, low: number, high: number): Minimiser["fill"] {
  const names = [...leaves([hamiltonian, input("own")])].filter((name) => name !== "own");
  const program = scalarProgram([hamiltonian], ["own", ...names]);
  const [values, result] = [new Float64Array(1 + names.length), new Float64Array(1)];
  const H = (a: number): number => {
    values[0] = a;
    program(values, result);
    return result[0]!;
  };
  return (columns, count, out) => {
    const fields = names.map((name) => columns.get(name)!);
    for (let i = 0; i < count; i++) {
      fields.forEach((field, k) => (values[1 + k] = field[i]!));
      out[i] = smallest(H, low, high);
    }
  };
}

function smallest(H: (a: number) => number, low: number, high: number): number {
  const step = (high - low) / POINTS;
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; k <= POINTS; k++) {
    const value = H(low + k * step);
    if (value < least) [best, least] = [k, value];
  }
  let [a, b] = [low + Math.max(0, best - 1) * step, low + Math.min(POINTS, best + 1) * step];
  while (b - a > 1e-9 * (high - low)) {
    const [c, d] = [b - GOLDEN * (b - a), a + GOLDEN * (b - a)];
    if (H(c) <= H(d)) b = d;
    else a = c;
  }
  const middle = (a + b) / 2;
  return [low, high].reduce((chosen, end) => (H(end) <= H(chosen) ? end : chosen), middle);
}
