/** @file Whether two expressions are the same graph: equal operations on equal arguments (no algebra is done). */
import { type Expr, topological } from "./expression.ts";

export function sameExpression(a: Expr, b: Expr): boolean {
  const keys = new Map<Expr, number>();
  const ids = new Map<string, number>();
  for (const e of topological([a, b])) {
    const text = `${e.op} ${e.name} ${String(e.value)} ${e.args.map((x) => String(keys.get(x))).join(" ")}`;
    let id = ids.get(text);
    if (id === undefined) {
      id = ids.size;
      ids.set(text, id);
    }
    keys.set(e, id);
  }
  return keys.get(a) === keys.get(b);
}
