/**
 * @file Expressions: the graph every pointwise formula of the lab is written in.
 *
 * One formula then serves four masters: typed arrays (`plan`), tfjs operations (`toTensors`), WGSL text (`toWgsl`) and the
 * symbolic gradient (`gradient`), which is again an expression. An expression is a plain immutable tree with shared
 * branches; nothing here has state. Constructors fold constants, and the identities x + 0, 1·x and 0·x.
 */
import { cosOf, expm1Of, expOf, logOf, sinOf, tanhOf } from "../elementary.ts";
import { powOf } from "../power.ts";

export type Unary = "neg" | "held" | "sqrt" | "exp" | "expm1" | "log" | "abs" | "sign" | "tanh" | "sin" | "cos";
export type Binary = "add" | "mul" | "div" | "pow" | "max" | "min";
export type Op = "in" | "num" | Unary | Binary | "where";

export interface Expr {
  readonly op: Op;
  readonly args: readonly Expr[];
  /** The number of a `num`; 0 otherwise. */
  readonly value: number;
  /** The name of an `in`: a column or a live parameter; "" otherwise. */
  readonly name: string;
}

/** What a constructor accepts: numbers are wrapped. */
export type Operand = Expr | number;

/** d components, d = 1 or 2. */
export type Vec = readonly Expr[];

const node = (op: Op, args: readonly Expr[], value = 0, name = ""): Expr => ({ op, args, value, name });

export const num = (value: number): Expr => node("num", [], value);

/** A named leaf. Whether it is a column (one number per point) or uniform is decided when the expression is planned. */
export const input = (name: string): Expr => node("in", [], 0, name);

const ZERO = num(0);
const ONE = num(1);

const wrap = (a: Operand): Expr => (typeof a === "number" ? num(a) : a);

export const isNumber = (e: Expr, value?: number): boolean => e.op === "num" && (value === undefined || e.value === value);

/** What each operation does to numbers: the meaning that every printer must reproduce. */
export const UNARY: Readonly<Record<Unary, (x: number) => number>> = {
  neg: (x) => -x,
  held: (x) => x,
  sqrt: Math.sqrt,
  exp: expOf,
  expm1: expm1Of,
  log: logOf,
  abs: Math.abs,
  sign: Math.sign,
  tanh: tanhOf,
  sin: sinOf,
  cos: cosOf,
};

export const BINARY: Readonly<Record<Binary, (x: number, y: number) => number>> = {
  add: (x, y) => x + y,
  mul: (x, y) => x * y,
  div: (x, y) => x / y,
  pow: powOf,
  max: (x, y) => (x > y || Number.isNaN(x) ? x : y),
  min: (x, y) => (x < y || Number.isNaN(x) ? x : y),
};

function unary(op: Unary, a: Operand): Expr {
  const x = wrap(a);
  return x.op === "num" ? num(UNARY[op](x.value)) : node(op, [x]);
}

function binary(op: Binary, a: Expr, b: Expr): Expr {
  return a.op === "num" && b.op === "num" ? num(BINARY[op](a.value, b.value)) : node(op, [a, b]);
}

export function neg(a: Operand): Expr {
  const x = wrap(a);
  const inner = x.args[0];
  return x.op === "neg" && inner !== undefined ? inner : unary("neg", x);
}

export function add(a: Operand, b: Operand): Expr {
  const [x, y] = [wrap(a), wrap(b)];
  if (isNumber(x, 0)) return y;
  return isNumber(y, 0) ? x : binary("add", x, y);
}

export function sub(a: Operand, b: Operand): Expr {
  return add(a, neg(b));
}

export function mul(a: Operand, b: Operand): Expr {
  const [x, y] = [wrap(a), wrap(b)];
  if (isNumber(x, 0) || isNumber(y, 0)) return ZERO;
  if (isNumber(x, 1)) return y;
  if (isNumber(y, 1)) return x;
  if (isNumber(x, -1)) return neg(y);
  return isNumber(y, -1) ? neg(x) : binary("mul", x, y);
}

export function div(a: Operand, b: Operand): Expr {
  const [x, y] = [wrap(a), wrap(b)];
  if (isNumber(x, 0)) return ZERO;
  return isNumber(y, 1) ? x : binary("div", x, y);
}

export function pow(a: Operand, b: Operand): Expr {
  const [x, y] = [wrap(a), wrap(b)];
  if (isNumber(y, 1)) return x;
  return isNumber(y, 0) ? ONE : binary("pow", x, y);
}

/** The same number, taken as given by whoever differentiates: what an iteration has found, differentiated by what it solves. */
export const held = (a: Operand): Expr => unary("held", a);
export const sqrt = (a: Operand): Expr => unary("sqrt", a);
export const exp = (a: Operand): Expr => unary("exp", a);
/** eᵃ − 1 without cancellation: the noise variance 1 − e^(−∫β) near s = 0 needs it. */
export const expm1 = (a: Operand): Expr => unary("expm1", a);
export const log = (a: Operand): Expr => unary("log", a);
export const abs = (a: Operand): Expr => unary("abs", a);
export const sign = (a: Operand): Expr => unary("sign", a);
export const tanh = (a: Operand): Expr => unary("tanh", a);
export const sin = (a: Operand): Expr => unary("sin", a);
export const cos = (a: Operand): Expr => unary("cos", a);
export const max = (a: Operand, b: Operand): Expr => binary("max", wrap(a), wrap(b));
export const min = (a: Operand, b: Operand): Expr => binary("min", wrap(a), wrap(b));
export const square = (a: Operand): Expr => {
  const x = wrap(a);
  return mul(x, x);
};

/** `yes` where condition > 0, else `no`. */
export function where(condition: Operand, yes: Operand, no: Operand): Expr {
  const c = wrap(condition);
  return c.op === "num" ? wrap(c.value > 0 ? yes : no) : node("where", [c, wrap(yes), wrap(no)]);
}

export const sum = (terms: readonly Operand[]): Expr => terms.reduce<Expr>((total, term) => add(total, term), ZERO);

/** a·b. */
export function dot(a: Vec, b: Vec): Expr {
  return sum(a.map((x, i) => mul(x, b[i] ?? ZERO)));
}

/** |a|². */
export const normSquared = (a: Vec): Expr => dot(a, a);

export const scale = (k: Operand, a: Vec): Vec => a.map((x) => mul(k, x));

export const addVec = (a: Vec, b: Vec): Vec => a.map((x, i) => add(x, b[i] ?? ZERO));

/** Every node once, arguments before their users. */
export function topological(roots: readonly Expr[]): Expr[] {
  const seen = new Set<Expr>();
  const order: Expr[] = [];
  const visit = (e: Expr) => {
    if (seen.has(e)) return;
    seen.add(e);
    e.args.forEach(visit);
    order.push(e);
  };
  roots.forEach(visit);
  return order;
}

/** The names of the leaves that an expression reads. */
export function leaves(roots: readonly Expr[]): Set<string> {
  return new Set(topological(roots).flatMap((e) => (e.op === "in" ? [e.name] : [])));
}

/** The same expression with named leaves replaced. */
export function substitute(roots: readonly Expr[], values: ReadonlyMap<string, Expr>): Expr[] {
  const done = new Map<Expr, Expr>();
  for (const e of topological(roots)) {
    if (e.op === "in") done.set(e, values.get(e.name) ?? e);
    else if (e.op === "num") done.set(e, e);
    else
      done.set(
        e,
        rebuild(
          e,
          e.args.map((a) => done.get(a) ?? a),
        ),
      );
  }
  return roots.map((r) => done.get(r) ?? r);
}

function rebuild(e: Expr, args: readonly Expr[]): Expr {
  const [a = ZERO, b = ZERO, c = ZERO] = args;
  switch (e.op) {
    case "in":
    case "num":
      return e;
    case "add":
      return add(a, b);
    case "mul":
      return mul(a, b);
    case "div":
      return div(a, b);
    case "pow":
      return pow(a, b);
    case "max":
      return max(a, b);
    case "min":
      return min(a, b);
    case "where":
      return where(a, b, c);
    case "neg":
      return neg(a);
    case "held":
    case "sqrt":
    case "exp":
    case "expm1":
    case "log":
    case "abs":
    case "sign":
    case "tanh":
    case "sin":
    case "cos":
      return unary(e.op, a);
    default:
      return e.op satisfies never;
  }
}
