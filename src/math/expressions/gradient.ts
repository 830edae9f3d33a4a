/**
 * @file The symbolic gradient of an expression: reverse mode on the graph, so the result is again an expression.
 *
 *     ē_root = 1,    ē_arg = Σ_users ē_user · ∂user/∂arg
 *
 * At the kinks the usual choices: |x|′(0) = 0, max(x, x)′ = 1 for the first argument, `where` has no gradient in its condition.
 * Where xᵇ is vertical, 0 < b < 1 and √x at 0, the slope is 0 as well: in |p|^q = (p·p)^(q/2), q > 1, infinity would meet the slope
 * 2p = 0, and their product, which tends to 0, would be no number.
 */
import { abs, add, cos, div, type Expr, exp, log, mul, neg, num, pow, sign, sin, sqrt, sub, topological, where } from "./expression.ts";

const ZERO = num(0);

/** f(a), or another value where a = 0, with every order of derivative a number: f never sees the 0. What is no number goes through f. */
function off0(a: Expr, f: (a: Expr) => Expr, at0: Expr): Expr {
  if (a.op === "num") return a.value === 0 ? at0 : f(a);
  const zero = sub(1, abs(sign(a)));
  return where(zero, at0, f(where(zero, 1, a)));
}

/** ∂aᵇ/∂a and ∂aᵇ/∂b. At a = 0 the first is 1 for b = 1 and 0 for other b > 0, the second 0. */
function powerSlopes(e: Expr, a: Expr, b: Expr): readonly Expr[] {
  const ordinary = (x: Expr): Expr => mul(b, pow(x, sub(b, 1)));
  if (b.op === "num") return [b.value > 0 && b.value < 1 ? off0(a, ordinary, ZERO) : ordinary(a), ZERO];
  return [off0(a, ordinary, sub(1, abs(sign(sub(b, 1))))), off0(a, (x) => mul(e, log(x)), ZERO)];
}

/** ∂e/∂args, as expressions. */
function partials(e: Expr): readonly Expr[] {
  const [a = ZERO, b = ZERO] = e.args;
  switch (e.op) {
    case "in":
    case "num":
      return [];
    case "neg":
      return [num(-1)];
    case "add":
      return [num(1), num(1)];
    case "mul":
      return [b, a]; // (ab)′ = b a′ + a b′
    case "div":
      return [div(1, b), neg(div(e, b))]; // (a/b)′ = a′/b − (a/b) b′/b
    case "pow":
      return powerSlopes(e, a, b);
    case "max":
      return [where(sub(b, a), 0, 1), where(sub(b, a), 1, 0)];
    case "min":
      return [where(sub(a, b), 0, 1), where(sub(a, b), 1, 0)];
    case "where":
      return [ZERO, where(a, 1, 0), where(a, 0, 1)];
    case "sqrt":
      return [off0(a, (x) => div(0.5, sqrt(x)), ZERO)];
    case "exp":
      return [e];
    case "expm1":
      return [exp(a)];
    case "log":
      return [div(1, a)];
    case "abs":
      return [sign(a)];
    case "sign":
    case "held":
      return [ZERO];
    case "tanh":
      return [sub(1, mul(e, e))];
    case "sin":
      return [cos(a)];
    case "cos":
      return [neg(sin(a))];
    default:
      return e.op satisfies never;
  }
}

/**
 * d root / d leaf for each named leaf. A leaf that does not occur has gradient 0. Leaves are told apart by name, so two
 * `input("x1")` are one variable.
 */
export function gradient(root: Expr, names: readonly string[]): Expr[] {
  const adjoint = new Map<Expr, Expr>([[root, num(1)]]);
  const order = topological([root]);
  const wanted = reaches(order, new Set(names));
  for (let i = order.length - 1; i >= 0; i--) {
    const e = order[i];
    const incoming = e === undefined ? undefined : adjoint.get(e);
    if (e === undefined || incoming === undefined || !wanted.has(e)) continue;
    const slopes = partials(e);
    e.args.forEach((argument, k) => {
      if (!wanted.has(argument)) return;
      const contribution = mul(incoming, slopes[k] ?? ZERO);
      const known = adjoint.get(argument);
      adjoint.set(argument, known === undefined ? contribution : add(known, contribution));
    });
  }
  return names.map((name) => {
    let total: Expr = ZERO;
    for (const e of order) if (e.op === "in" && e.name === name) total = add(total, adjoint.get(e) ?? ZERO);
    return total;
  });
}

/** The nodes that depend on one of the names: no adjoint is built for the others. */
function reaches(order: readonly Expr[], names: ReadonlySet<string>): Set<Expr> {
  const wanted = new Set<Expr>();
  for (const e of order) if ((e.op === "in" && names.has(e.name)) || (e.op !== "held" && e.args.some((a) => wanted.has(a)))) wanted.add(e);
  return wanted;
}
