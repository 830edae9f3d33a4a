/** @file The meaning of an expression, read directly off the graph. */
import { BINARY, type Expr, topological, UNARY } from "../../../src/math/expressions/expression.ts";

export function meaning(root: Expr, values: Readonly<Record<string, number>>): number {
  const known = new Map<Expr, number>();
  for (const e of topological([root])) {
    const [a = 0, b = 0, c = 0] = e.args.map((x) => known.get(x)!);
    const op = e.op;
    if (op === "in") known.set(e, values[e.name] ?? Number.NaN);
    else if (op === "num") known.set(e, e.value);
    else if (op === "where") known.set(e, a > 0 ? b : c);
    else known.set(e, op in UNARY ? UNARY[op as keyof typeof UNARY](a) : BINARY[op as keyof typeof BINARY](a, b));
  }
  return known.get(root)!;
}
