/**
 * @file Expressions on typed arrays: planned once, then run without allocation and without eval.
 *
 * A plan is a list of instructions over short f64 buffers. Points go through in blocks of 128, so all buffers together stay
 * in the first-level cache. Equal subexpressions are computed once (they get the same key), and what depends on uniform
 * leaves only (live parameters; the time, inside a roll-out) is computed once per call instead of once per point.
 */
import { cosOf, expOf, expm1Of, logOf, sinOf, tanhOf } from "../elementary.ts";
import { powOf } from "../power.ts";
import { BINARY, type Binary, type Expr, topological, UNARY, type Unary } from "./expression.ts";

/** A strided column: element i is data[offset + i·stride]. Reads one channel of interleaved jets in place. */
export interface Column {
  readonly data: Float32Array | Float64Array;
  readonly offset: number;
  readonly stride: number;
}

export const column = (data: Float32Array | Float64Array, offset = 0, stride = 1): Column => ({ data, offset, stride });

export interface Plan {
  /** Leaves that vary from point to point, in the order `evaluate` wants their columns. */
  readonly columns: readonly string[];
  /** Leaves that are one number per call, in the order `evaluate` wants them. */
  readonly uniforms: readonly string[];
  /** Instructions per point: what a benchmark reports. */
  readonly size: number;
  /** Writes root r at point i to outputs[r]; an output may be null if it is not wanted this time. */
  evaluate(n: number, columns: readonly Column[], uniforms: ArrayLike<number>, outputs: readonly (Column | null)[]): void;
}

const BLOCK = 128;

type Loop = (out: Float64Array, n: number, a: Float64Array, b: Float64Array, c: Float64Array) => void;

/** One loop per operation, written out: a shared loop over a function value would not be inlined. */
const LOOPS: Readonly<Record<Exclude<Expr["op"], "in" | "num">, Loop>> = {
  neg: (o, n, a) => {
    for (let i = 0; i < n; i++) o[i] = -a[i]!;
  },
  held: (o, n, a) => {
    for (let i = 0; i < n; i++) o[i] = a[i]!;
  },
  add: (o, n, a, b) => {
    for (let i = 0; i < n; i++) o[i] = a[i]! + b[i]!;
  },
  mul: (o, n, a, b) => {
    for (let i = 0; i < n; i++) o[i] = a[i]! * b[i]!;
  },
  div: (o, n, a, b) => {
    for (let i = 0; i < n; i++) o[i] = a[i]! / b[i]!;
  },
  pow: (o, n, a, b) => {
    for (let i = 0; i < n; i++) o[i] = powOf(a[i]!, b[i]!);
  },
  max: (o, n, a, b) => {
    for (let i = 0; i < n; i++) o[i] = BINARY.max(a[i]!, b[i]!);
  },
  min: (o, n, a, b) => {
    for (let i = 0; i < n; i++) o[i] = BINARY.min(a[i]!, b[i]!);
  },
  where: (o, n, a, b, c) => {
    for (let i = 0; i < n; i++) o[i] = a[i]! > 0 ? b[i]! : c[i]!;
  },
  sqrt: (o, n, a) => {
    for (let i = 0; i < n; i++) o[i] = Math.sqrt(a[i]!);
  },
  exp: (o, n, a) => {
    for (let i = 0; i < n; i++) o[i] = expOf(a[i]!);
  },
  expm1: (o, n, a) => {
    for (let i = 0; i < n; i++) o[i] = expm1Of(a[i]!);
  },
  log: (o, n, a) => {
    for (let i = 0; i < n; i++) o[i] = logOf(a[i]!);
  },
  abs: (o, n, a) => {
    for (let i = 0; i < n; i++) o[i] = Math.abs(a[i]!);
  },
  sign: (o, n, a) => {
    for (let i = 0; i < n; i++) o[i] = Math.sign(a[i]!);
  },
  tanh: (o, n, a) => {
    for (let i = 0; i < n; i++) o[i] = tanhOf(a[i]!);
  },
  sin: (o, n, a) => {
    for (let i = 0; i < n; i++) o[i] = sinOf(a[i]!);
  },
  cos: (o, n, a) => {
    for (let i = 0; i < n; i++) o[i] = cosOf(a[i]!);
  },
};

interface Instruction {
  readonly loop: Loop;
  readonly out: Float64Array;
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly c: Float64Array;
}

interface Slot {
  readonly buffer: Float64Array;
  readonly uniform: boolean;
}

const isUnary = (op: Expr["op"]): op is Unary => op in UNARY;
const isBinary = (op: Expr["op"]): op is Binary => op in BINARY;

function scalar(e: Expr, args: readonly number[]): number {
  const [a = 0, b = 0, c = 0] = args;
  if (isUnary(e.op)) return UNARY[e.op](a);
  if (isBinary(e.op)) return BINARY[e.op](a, b);
  return a > 0 ? b : c; // where
}

/**
 * @param roots   the expressions wanted
 * @param uniform names of the leaves that are one number per call; every other leaf is a column
 */
export function plan(roots: readonly Expr[], uniform: ReadonlySet<string> = new Set()): Plan {
  const slots = new Map<string, Slot>();
  const keys = new Map<Expr, string>();
  const ids = new Map<string, number>();
  const columns: { name: string; buffer: Float64Array }[] = [];
  const uniforms: { name: string; buffer: Float64Array }[] = [];
  const once: { e: Expr; out: Float64Array; args: Float64Array[] }[] = [];
  const each: Instruction[] = [];

  for (const e of topological(roots)) {
    const args = e.args.map((a) => keys.get(a) ?? "");
    const text =
      e.op === "in"
        ? `in ${e.name}`
        : e.op === "num"
          ? `num ${String(Object.is(e.value, -0) ? "-0" : e.value)}`
          : `${e.op} ${args.join(" ")}`;
    let id = ids.get(text);
    if (id === undefined) ids.set(text, (id = ids.size));
    const key = String(id);
    keys.set(e, key);
    if (slots.has(key)) continue;
    const buffer = new Float64Array(BLOCK);
    const parents = args.map((a) => slots.get(a)!);
    const isUniform = e.op === "num" || (e.op === "in" ? uniform.has(e.name) : parents.every((p) => p.uniform));
    slots.set(key, { buffer, uniform: isUniform });
    if (e.op === "num") buffer.fill(e.value);
    else if (e.op === "in") (isUniform ? uniforms : columns).push({ name: e.name, buffer });
    else if (isUniform) once.push({ e, out: buffer, args: parents.map((p) => p.buffer) });
    else {
      const [a = buffer, b = buffer, c = buffer] = parents.map((p) => p.buffer);
      each.push({ loop: LOOPS[e.op], out: buffer, a, b, c });
    }
  }
  const results = roots.map((r) => slots.get(keys.get(r) ?? "")!.buffer);

  return {
    columns: columns.map((c) => c.name),
    uniforms: uniforms.map((u) => u.name),
    size: each.length,
    evaluate(n, inputs, values, outputs) {
      uniforms.forEach((u, i) => u.buffer.fill(values[i] ?? Number.NaN));
      for (const { e, out, args } of once)
        out.fill(
          scalar(
            e,
            args.map((a) => a[0]!),
          ),
        );
      for (let start = 0; start < n; start += BLOCK) {
        const count = Math.min(BLOCK, n - start);
        for (let k = 0; k < columns.length; k++) load(inputs[k]!, start, count, columns[k]!.buffer);
        for (const step of each) step.loop(step.out, count, step.a, step.b, step.c);
        for (let r = 0; r < results.length; r++) {
          const target = outputs[r];
          if (target) store(results[r]!, start, count, target);
        }
      }
    },
  };
}

function load(source: Column, start: number, count: number, buffer: Float64Array): void {
  const { data, stride } = source;
  let at = source.offset + start * stride;
  if (stride === 1) buffer.set(data.subarray(at, at + count));
  else for (let i = 0; i < count; i++, at += stride) buffer[i] = data[at]!;
}

function store(buffer: Float64Array, start: number, count: number, target: Column): void {
  const { data, stride } = target;
  let at = target.offset + start * stride;
  if (stride === 1) data.set(count === buffer.length ? buffer : buffer.subarray(0, count), at);
  else for (let i = 0; i < count; i++, at += stride) data[at] = buffer[i]!;
}
