/**
 * @file Expressions as WGSL: one `let` per distinct subexpression, ready to be pasted into a kernel.
 *
 * WGSL has no expm1, and its tanh is only good to 10⁻⁵ absolute: near 0 e^a − 1 is its series to a⁸/8!, what is left out below
 * 10⁻⁸ of it at |a| = ½; beyond that the difference loses one bit at most.
 *
 * A loss that is no number must say so, and WGSL promises nothing there: max and min take the other argument, and a software
 * adapter was seen to find exp NaN = ∞, log NaN = 89.1 and log 0 = −88. So what is no number goes past these functions by its
 * bits, which no compiler reasons about; the logarithm has its ends, and none of negative numbers.
 */
import { type Expr, topological } from "./expression.ts";

export interface Wgsl {
  /** Statements `let e0 = …;`. */
  readonly body: string;
  /** The expression that holds each root. */
  readonly results: readonly string[];
}

const FUNCTIONS: Partial<Record<Expr["op"], string>> = {
  sqrt: "sqrt",
  exp: "exp",
  log: "log",
  abs: "abs",
  sign: "sign",
  tanh: "tanh",
  sin: "sin",
  cos: "cos",
  pow: "pow",
  max: "max",
  min: "min",
};

const LOSES_NAN: ReadonlySet<Expr["op"]> = new Set(["exp", "expm1", "pow", "max", "min"]);

const INFIX: Partial<Record<Expr["op"], string>> = { add: "+", mul: "*", div: "/" };

/** A number as an f32 literal: WGSL refuses infinities, so they are clamped to the largest f32. */
export function literal(value: number): string {
  const bounded = Math.max(-3.4028234e38, Math.min(3.4028234e38, Math.fround(value)));
  const text = String(bounded);
  return `${/[.e]/.test(text) ? text : `${text}.0`}f`;
}

/** @param leaf gives the WGSL text that reads a leaf, e.g. `P.weight` or `x1` */
export function toWgsl(roots: readonly Expr[], leaf: (name: string) => string): Wgsl {
  const names = new Map<Expr, string>();
  const known = new Map<string, string>();
  const lines: string[] = [];
  const named = (text: string): string => {
    let name = known.get(text);
    if (name === undefined) {
      name = `e${String(known.size)}`;
      known.set(text, name);
      lines.push(`let ${name} = ${text};`);
    }
    return name;
  };
  for (const e of topological(roots)) {
    const args = e.args.map((a) => names.get(a) ?? "");
    const [a = ""] = args;
    const value = e.op === "expm1" ? expm1(a, named) : named(print(e, args, leaf));
    if (e.op === "log") names.set(e, logEnds(value, a, named));
    else names.set(e, LOSES_NAN.has(e.op) ? args.reduce((sofar, each) => named(past(sofar, each)), value) : value);
  }
  return { body: lines.join("\n"), results: roots.map((r) => names.get(r) ?? "0.0f") };
}

function print(e: Expr, args: readonly string[], leaf: (name: string) => string): string {
  const [a = "", b = "", c = ""] = args;
  if (e.op === "in") return leaf(e.name);
  if (e.op === "num") return literal(e.value);
  if (e.op === "neg") return `-${a}`;
  if (e.op === "held") return a;
  if (e.op === "where") return `select(${c}, ${b}, ${a} > 0.0f)`;
  const infix = INFIX[e.op];
  return infix === undefined ? `${FUNCTIONS[e.op] ?? e.op}(${args.join(", ")})` : `${a} ${infix} ${b}`;
}

/** `value`, or NaN where an argument is that. */
function past(value: string, a: string): string {
  const bits = `bitcast<u32>(${a})`;
  return `select(${value}, bitcast<f32>(${bits} | 0x7fc00000u), (${bits} & 0x7fffffffu) > 0x7f800000u)`;
}

/** log ±0 = −∞, log ∞ = ∞, and NaN where there is none; `value` in between. */
function logEnds(value: string, a: string, named: (text: string) => string): string {
  const bits = named(`bitcast<u32>(${a})`);
  const upper = named(`select(${value}, bitcast<f32>(${bits} | 0x7fc00000u), ${bits} > 0x7f800000u)`);
  const ends = named(`select(${upper}, ${a}, ${bits} == 0x7f800000u)`);
  return named(`select(${ends}, bitcast<f32>(${bits} | 0xff800000u), (${bits} & 0x7fffffffu) == 0u)`);
}

/** @param a name of the argument */
function expm1(a: string, named: (text: string) => string): string {
  let series = literal(SERIES[SERIES.length - 1]!);
  for (let j = SERIES.length - 2; j >= 0; j--) series = named(`${literal(SERIES[j]!)} + ${a} * ${series}`);
  const near = named(`0.5f + -1.0f * abs(${a})`);
  const [far, close] = [named(`exp(${a}) + -1.0f`), named(`${a} * ${series}`)];
  return named(`select(${far}, ${close}, ${near} > 0.0f)`);
}

/** 1/j!, j = 1 … 8. */
const SERIES = [1, 1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 720, 1 / 5040, 1 / 40320];
