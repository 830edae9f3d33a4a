/**
 * @file What somebody types, as an expression: `k/2*(x-1)^2 + sin(3*y)`.
 *
 *     coordinates   x, y (also x1, x2), and where the formula knows them t, v, p: the numbers of a vector are v1, v2 (v on the line)
 *     norm(x)       |x|, the length of a vector: of x = (x1, x2), of v or of p.   norm(x)^q is (|x|²)^(q/2), smooth at 0 where it can be
 *     functions     sqrt exp log (ln) abs sign sin cos tan tanh sinh cosh, min and max of several, pow(a, b) = a^b,
 *                   where(c, a, b): a where c > 0, else b
 *     constants     pi (π), e
 *     parameters    every other name
 *
 * Reading is done once for any dimension; `build` then puts in what the names stand for at a place.
 */
import {
  abs,
  add,
  cos,
  div,
  exp,
  type Expr,
  input,
  log,
  max,
  min,
  mul,
  neg,
  num,
  pow,
  sign,
  sin,
  sqrt,
  sub,
  tanh,
  topological,
  where,
} from "./expression.ts";
import { FormulaError, type Span, type Syntax, syntaxOf } from "./syntax.ts";

/** What a formula may read: x always has its coordinates. */
export type FormulaVariable = "x" | "t" | "v" | "p";

/** What the names of a formula stand for where it is evaluated. */
export interface FormulaScope {
  /** x1, x2, t, v1, v2, p1, p2, under the name that was typed or its numbered alias. */
  variable(name: string): Expr;
  /** |vector|^power of the vector x, v or p. */
  norm(vector: string, power: Expr): Expr;
  parameter(name: string): Expr;
}

export interface ParsedFormula {
  /** In the order of their first appearance. */
  readonly parameters: readonly string[];
  /** The variables that it reads, by their numbered names: x1, x2, t, v1, v2 …; "|x|" for a norm. */
  readonly reads: ReadonlySet<string>;
  /** Where a vector stands by its bare name, which is a number on the line only. */
  readonly bare: readonly (Span & { readonly name: string })[];
  /** Where the second coordinate is read, which the line has not got. */
  readonly second: readonly (Span & { readonly name: string })[];
  build(scope: FormulaScope): Expr;
}

/** More sliders than anybody moves. */
const MOST_PARAMETERS = 8;

const FUNCTIONS: Readonly<Record<string, (a: Expr) => Expr>> = {
  sqrt,
  exp,
  log,
  ln: log,
  abs,
  sign,
  sin,
  cos,
  tanh,
  tan: (a) => div(sin(a), cos(a)),
  sinh: (a) => mul(0.5, sub(exp(a), exp(neg(a)))),
  cosh: (a) => mul(0.5, add(exp(a), exp(neg(a)))),
};

const OF_MANY: Readonly<Record<string, (a: Expr, b: Expr) => Expr>> = { max, min };

const CONSTANTS: ReadonlyMap<string, number> = new Map([
  ["pi", Math.PI],
  ["π", Math.PI],
  ["e", Math.E],
]);

/** The numbered name of a coordinate: x → x1, y → x2. */
const COORDINATES: ReadonlyMap<string, { readonly vector: FormulaVariable; readonly name: string }> = new Map([
  ["x", { vector: "x", name: "x1" }],
  ["y", { vector: "x", name: "x2" }],
  ["t", { vector: "t", name: "t" }],
  ["v", { vector: "v", name: "v1" }],
  ["p", { vector: "p", name: "p1" }],
  ...(["x", "v", "p"] as const).flatMap((vector) => [1, 2].map((i) => [`${vector}${i}`, { vector, name: `${vector}${i}` }] as const)),
]);

const CALLABLE = [...Object.keys(FUNCTIONS), ...Object.keys(OF_MANY), "pow", "norm", "where"];

const knownNames = (variables: readonly FormulaVariable[]): string =>
  ["x", "y", ...variables.filter((variable) => variable !== "x")].join(", ").replace(/, (\w+)$/, " and $1");

/** The nearest function by its letters, for a slip of the finger. */
function meant(name: string): string {
  const close = CALLABLE.filter((known) => known.toLowerCase() === name.toLowerCase() || distance(known, name) === 1);
  const near = close.find((known) => known[0] === name[0]) ?? close[0];
  return near === undefined ? `The functions are ${CALLABLE.join(", ")}.` : `Do you mean ${near}?`;
}

/** 1 where one letter was changed, added or left out; more, and the number does not matter. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 1) return 2;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  const [restA, restB] = [a.slice(i), b.slice(i)];
  const same = restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1);
  return same ? 1 : 2;
}

/** Walks the tree once and refuses what has no meaning. */
class Reader {
  readonly parameters = new Set<string>();
  readonly reads = new Set<string>();
  readonly bare: (Span & { name: string })[] = [];
  readonly second: (Span & { name: string })[] = [];
  private readonly variables: readonly FormulaVariable[];

  constructor(variables: readonly FormulaVariable[]) {
    this.variables = variables;
  }

  read(tree: Syntax): void {
    if (tree.kind === "binary") [tree.left, tree.right].forEach((part) => this.read(part));
    else if (tree.kind === "negative") this.read(tree.of);
    else if (tree.kind === "name") this.name(tree.name, tree);
    else if (tree.kind === "call") this.call(tree);
  }

  private name(name: string, { at, end }: Span): void {
    const coordinate = COORDINATES.get(name);
    if (coordinate !== undefined) {
      this.allow(coordinate.vector, name, { at, end });
      this.reads.add(coordinate.name);
      if (name === "v" || name === "p") this.bare.push({ name, at, end });
      if (coordinate.name.endsWith("2")) this.second.push({ name, at, end });
      return;
    }
    if (CONSTANTS.has(name)) return;
    if (CALLABLE.includes(name)) throw new FormulaError(`${name} is a function: write ${name}(…).`, { at, end });
    if (name.length > 12 || name === "__proto__") throw new FormulaError("The name of a parameter has at most 12 letters.", { at, end });
    this.parameters.add(name);
    if (this.parameters.size > MOST_PARAMETERS)
      throw new FormulaError(`A formula has at most ${MOST_PARAMETERS} parameters; “${name}” is one more.`, { at, end });
  }

  private allow(vector: FormulaVariable, name: string, span: Span): void {
    if (vector === "x" || this.variables.includes(vector)) return;
    throw new FormulaError(`“${name}” means nothing here: this formula knows ${knownNames(this.variables)}.`, span);
  }

  private call(tree: Syntax & { kind: "call" }): void {
    const { name, args } = tree;
    const want = (count: number): void => {
      if (args.length !== count)
        throw new FormulaError(`${name} takes ${count} argument${count === 1 ? "" : "s"}, not ${args.length}.`, tree);
    };
    if (name === "norm") {
      want(1);
      const of = args[0]!;
      if (of.kind !== "name" || !["x", "v", "p"].includes(of.name))
        throw new FormulaError("norm is the length of a vector: norm(x), norm(v) or norm(p). Of a number it is abs.", of);
      this.allow(of.name as FormulaVariable, of.name, of);
      this.reads.add(`|${of.name}|`);
      return;
    }
    if (Object.hasOwn(FUNCTIONS, name)) want(1);
    else if (name === "pow") want(2);
    else if (name === "where") want(3);
    else if (Object.hasOwn(OF_MANY, name)) {
      if (args.length < 2) throw new FormulaError(`${name} takes two or more arguments.`, tree);
    } else if (COORDINATES.has(name) || CONSTANTS.has(name))
      throw new FormulaError(`${name} is no function; a product needs its sign: write ${name}*(…).`, tree);
    else throw new FormulaError(`There is no function “${name}”. ${meant(name)}`, tree);
    args.forEach((argument) => this.read(argument));
  }
}

/** The vector whose norm this is, if it is one. */
function normedVector(tree: Syntax): string | undefined {
  if (tree.kind !== "call" || tree.name !== "norm") return undefined;
  const [of] = tree.args;
  return of?.kind === "name" ? of.name : undefined;
}

function built(tree: Syntax, scope: FormulaScope): Expr {
  const part = (inner: Syntax): Expr => built(inner, scope);
  switch (tree.kind) {
    case "number":
      return num(tree.value);
    case "negative":
      return neg(part(tree.of));
    case "name": {
      const constant = CONSTANTS.get(tree.name);
      if (constant !== undefined) return num(constant);
      return COORDINATES.has(tree.name) ? scope.variable(tree.name) : scope.parameter(tree.name);
    }
    case "binary":
      if (tree.sign === "^") return raised(tree.left, part(tree.right), scope);
      return { "+": add, "-": sub, "*": mul, "/": div }[tree.sign](part(tree.left), part(tree.right));
    case "call":
      return called(tree, scope);
    default:
      return tree satisfies never;
  }
}

function raised(base: Syntax, power: Expr, scope: FormulaScope): Expr {
  const vector = normedVector(base);
  return vector === undefined ? powerOf(built(base, scope), power) : scope.norm(vector, power);
}

function called(tree: Syntax & { kind: "call" }, scope: FormulaScope): Expr {
  const vector = normedVector(tree);
  if (vector !== undefined) return scope.norm(vector, num(1));
  const first = tree.args[0]!;
  if (tree.name === "pow") return raised(first, built(tree.args[1]!, scope), scope);
  const args = tree.args.map((argument) => built(argument, scope));
  const [a, b, c] = args as [Expr, Expr, Expr];
  if (tree.name === "where") return where(a, b, c);
  return Object.hasOwn(OF_MANY, tree.name) ? args.reduce(OF_MANY[tree.name]!) : FUNCTIONS[tree.name]!(a);
}

/** Every name stands for itself, as for printing; the norm of x is the leaf |x|. */
export const asTyped: FormulaScope = {
  variable: input,
  norm: (vector, power) => powerOf(input(`|${vector}|`), power),
  parameter: input,
};

/** 1/0 and the like, which no value of the variables can mend. */
function finite(tree: Syntax): boolean {
  return topological([built(tree, asTyped)]).every((e) => e.op !== "num" || Number.isFinite(e.value));
}

/** @throws FormulaError, and nothing else */
export function parseFormula(text: string, variables: readonly FormulaVariable[]): ParsedFormula {
  const tree = syntaxOf(text);
  const reader = new Reader(variables);
  reader.read(tree);
  if (!finite(tree)) throw new FormulaError("There is no number here: it is infinite or undefined.", { at: 0, end: text.length });
  return {
    parameters: [...reader.parameters],
    reads: reader.reads,
    bare: reader.bare,
    second: reader.second,
    build: (scope) => built(tree, scope),
  };
}

/** Whole powers up to this one are products. */
const MOST_FACTORS = 16;

/** a^b. WGSL has no power of a negative number, so whole powers are products. */
function powerOf(base: Expr, power: Expr): Expr {
  if (power.op !== "num" || !Number.isInteger(power.value) || Math.abs(power.value) > MOST_FACTORS) return pow(base, power);
  const factors = (n: number): Expr => {
    if (n <= 1) return n === 0 ? num(1) : base;
    const half = factors(Math.floor(n / 2));
    return n % 2 === 0 ? mul(half, half) : mul(mul(half, half), base);
  };
  return power.value < 0 ? div(1, factors(-power.value)) : factors(power.value);
}

/** Keeps the slope of |v|^q at v = 0 a number where q < 2: its square is below what f32 tells from 0 beside 1. */
const LEAST_SQUARE = 1e-24;

/** |vector|^q, of the squared length. Even whole powers stay polynomials. */
export function normPower(squared: Expr, power: Expr): Expr {
  if (power.op === "num" && power.value >= 2) return powerOf(squared, num(power.value / 2));
  const bounded = max(squared, LEAST_SQUARE);
  return power.op === "num" && power.value === 1 ? sqrt(bounded) : pow(bounded, div(power, 2));
}
