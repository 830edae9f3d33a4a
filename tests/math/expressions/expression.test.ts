/** @file Expressions: every evaluation agrees on random graphs, gradients agree with finite differences, sharing is real. */
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { beforeAll, describe, expect, it } from "vitest";
import { toTensors } from "./expression-tensors.ts";
import {
  abs,
  add,
  BINARY,
  cos,
  div,
  exp,
  expm1,
  type Expr,
  held,
  input,
  log,
  max,
  min,
  mul,
  neg,
  num,
  pow,
  sin,
  sqrt,
  square,
  sub,
  substitute,
  tanh,
  topological,
  UNARY,
  where,
} from "../../../src/math/expressions/expression.ts";
import { gradient } from "../../../src/math/expressions/gradient.ts";
import { column, plan } from "../../../src/math/expressions/plan.ts";
import { sameExpression } from "../../../src/math/expressions/same.ts";
import { literal, toWgsl } from "../../../src/math/expressions/wgsl.ts";
import { random, type Random } from "../../../src/math/random.ts";

const NAMES = ["a", "b", "c", "k"] as const;

/** A random graph whose every part stays in a range where all operations are smooth and defined. */
function randomGraph(r: Random, size: number, holding = true): Expr {
  const pool: Expr[] = [...NAMES.map(input), num(0.7), num(-1.3)];
  const pick = (): Expr => pool[r.integer(pool.length)] ?? num(1);
  const bounded = (e: Expr): Expr => tanh(e);
  const positive = (e: Expr): Expr => add(0.5, square(bounded(e)));
  const makers: (() => Expr)[] = [
    () => add(pick(), pick()),
    () => sub(pick(), pick()),
    () => mul(bounded(pick()), pick()),
    () => div(pick(), positive(pick())),
    () => neg(pick()),
    // By design its gradient is 0, so differences know better.
    ...(holding ? [() => held(pick())] : []),
    () => sqrt(positive(pick())),
    () => exp(bounded(pick())),
    () => expm1(bounded(pick())),
    () => log(positive(pick())),
    () => abs(pick()),
    () => sin(pick()),
    () => cos(pick()),
    () => pow(positive(pick()), bounded(pick())),
    () => pow(positive(pick()), 3),
    () => max(pick(), pick()),
    () => min(pick(), pick()),
    () => where(pick(), pick(), pick()),
  ];
  for (let i = 0; i < size; i++) pool.push((makers[r.integer(makers.length)] ?? pick)());
  return add(pool[pool.length - 1] ?? num(0), pool[pool.length - 2] ?? num(0));
}

/** The meaning, read directly off the graph. */
function meaning(root: Expr, values: Readonly<Record<string, number>>): number {
  const known = new Map<Expr, number>();
  for (const e of topological([root])) {
    const [a = 0, b = 0, c = 0] = e.args.map((x) => known.get(x) ?? Number.NaN);
    const value =
      e.op === "in"
        ? (values[e.name] ?? Number.NaN)
        : e.op === "num"
          ? e.value
          : e.op === "where"
            ? a > 0
              ? b
              : c
            : e.op in UNARY
              ? UNARY[e.op as keyof typeof UNARY](a)
              : BINARY[e.op as keyof typeof BINARY](a, b);
    known.set(e, value);
  }
  return known.get(root) ?? Number.NaN;
}

/** Runs WGSL text as the arithmetic it spells: its operators and functions mean the same in JavaScript's Math. */
function runWgsl(text: string, values: Readonly<Record<string, number>>): number {
  const known: Record<string, number> = { ...values };
  const read = (token: string): number => (token in known ? (known[token] ?? Number.NaN) : Number(token.replace(/f$/, "")));
  const evaluate = (source: string): number => {
    const s = source.trim();
    let depth = 0;
    for (const operators of ["+", "*/"]) {
      for (let i = s.length - 1; i > 0; i--) {
        const ch = s[i] ?? "";
        if (ch === ")") depth++;
        if (ch === "(") depth--;
        if (depth === 0 && s[i - 1] === " " && s[i + 1] === " " && operators.includes(ch)) {
          const [left, right] = [evaluate(s.slice(0, i)), evaluate(s.slice(i + 1))];
          return ch === "+" ? left + right : ch === "*" ? left * right : left / right;
        }
      }
    }
    const call = /^(\w+)\((.*)\)$/.exec(s);
    if (call) {
      const [, name = "", inside = ""] = call;
      const args = split(inside);
      if (name === "select")
        return read((/^(\S+) > 0/.exec(args[2] ?? "") ?? [])[1] ?? "") > 0 ? evaluate(args[1] ?? "") : evaluate(args[0] ?? "");
      const f = (Math as unknown as Record<string, (...x: number[]) => number>)[name];
      if (f === undefined) throw new Error(name);
      return f(...args.map(evaluate));
    }
    if (s.startsWith("(") && s.endsWith(")")) return evaluate(s.slice(1, -1));
    return s.startsWith("-") && !/^-[\d.]/.test(s) ? -read(s.slice(1)) : read(s);
  };
  const split = (inside: string): string[] => {
    const parts: string[] = [];
    let depth = 0;
    let from = 0;
    for (let i = 0; i <= inside.length; i++) {
      if (inside[i] === "(") depth++;
      if (inside[i] === ")") depth--;
      if (i === inside.length || (inside[i] === "," && depth === 0)) {
        parts.push(inside.slice(from, i).trim());
        from = i + 1;
      }
    }
    return parts;
  };
  for (const line of text.split("\n")) {
    const [, name = "", body = ""] = /^let (\w+) = (.*);$/.exec(line) ?? [];
    known[name] = evaluate(body);
  }
  return known["result"] ?? Number.NaN;
}

describe("expressions", () => {
  beforeAll(async () => {
    await tf.setBackend("cpu");
  });

  it("mean the same on typed arrays, in tfjs and in WGSL", async () => {
    const r = random(1, "graphs");
    for (let trial = 0; trial < 60; trial++) {
      const root = randomGraph(r, 14);
      const n = 150; // more than one block
      const data = Object.fromEntries(
        NAMES.map((name) => [name, Float64Array.from({ length: n }, () => (name === "k" ? 0.37 : r.normal()))]),
      );
      const p = plan([root], new Set(["k"]));
      const out = new Float64Array(n);
      p.evaluate(
        n,
        p.columns.map((name) => column(data[name] ?? out)),
        p.uniforms.map(() => 0.37),
        [column(out)],
      );
      const tensors = toTensors([root], tf, (name) => (name === "k" ? tf.scalar(0.37) : tf.tensor1d(Float32Array.from(data[name] ?? []))));
      const oracle = await (tensors[0] ?? tf.scalar(0)).data();
      const text = toWgsl([root], (name) => name);
      for (const i of [0, 1, 127, 128, 149]) {
        const values = Object.fromEntries(NAMES.map((name) => [name, data[name]?.[i] ?? 0]));
        const truth = meaning(root, values);
        expect(out[i]).toBeCloseTo(truth, 10);
        expect(Math.abs((oracle[oracle.length === 1 ? 0 : i] ?? Number.NaN) - truth)).toBeLessThan(2e-4 * (1 + Math.abs(truth)));
        expect(Math.abs(runWgsl(`${text.body}\nlet result = ${text.results[0] ?? ""};`, values) - truth)).toBeLessThan(
          1e-5 * (1 + Math.abs(truth)),
        );
      }
    }
  });

  it("have the gradients of finite differences", () => {
    const r = random(2, "gradients");
    let checked = 0;
    for (let trial = 0; trial < 80; trial++) {
      const root = randomGraph(r, 12, false);
      const values: Record<string, number> = Object.fromEntries(NAMES.map((name) => [name, r.normal()]));
      const slopes = gradient(root, NAMES);
      NAMES.forEach((name, i) => {
        const at = (h: number) => meaning(root, { ...values, [name]: (values[name] ?? 0) + h });
        const [coarse, fine] = [1e-4, 1e-5].map((h) => (at(h) - at(-h)) / (2 * h)) as [number, number];
        if (Math.abs(coarse - fine) > 1e-4 * (1 + Math.abs(fine))) return; // a kink lies between
        checked++;
        expect(Math.abs(meaning(slopes[i] ?? num(0), values) - fine)).toBeLessThan(1e-5 * (1 + Math.abs(fine)));
      });
    }
    expect(checked).toBeGreaterThan(200);
  });

  it("share equal subexpressions, and compute uniform ones once", () => {
    const [a, b] = [input("a"), input("b")];
    const twice = add(mul(a, b), mul(input("a"), input("b")));
    expect(plan([twice]).size).toBe(2); // one product, one sum
    expect(plan([mul(a, exp(b))], new Set(["b"])).size).toBe(1); // exp(b) is outside the loop
  });

  it("fold constants and the identities of 0 and 1, and keep NaN", () => {
    const a = input("a");
    expect(add(a, 0)).toBe(a);
    expect(mul(1, a)).toBe(a);
    expect(neg(neg(a))).toBe(a);
    expect(mul(0, a)).toEqual(num(0));
    expect(sameExpression(add(a, mul(2, a)), add(input("a"), mul(2, input("a"))))).toBe(true);
    expect(sameExpression(add(a, 1), add(a, 2))).toBe(false);
    const p = plan([max(a, 1), min(1, a), abs(a), mul(a, 2)]);
    const outs = [0, 1, 2, 3].map(() => new Float64Array(1));
    p.evaluate(
      1,
      [column(Float64Array.of(Number.NaN))],
      [],
      outs.map((o) => column(o)),
    );
    expect(outs.map((o) => Number.isNaN(o[0] ?? 0))).toEqual([true, true, true, true]);
  });

  it("substitute leaves, and print numbers that WGSL accepts", () => {
    const [done] = substitute([add(input("a"), square(input("b")))], new Map([["b", num(3)]]));
    expect(meaning(done ?? num(0), { a: 1 })).toBe(10);
    expect([literal(1), literal(-0.5), literal(Number.POSITIVE_INFINITY)]).toEqual(["1.0f", "-0.5f", "3.4028234e+38f"]);
    expect(Number(literal(1e-7).slice(0, -1))).toBeCloseTo(1e-7, 12);
  });
});
