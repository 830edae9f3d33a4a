/**
 * @file Expressions as tfjs operations: an oracle for what is printed for the kernels.
 *
 * The operations are an argument, so that nothing here loads tfjs.
 */
import type * as tfjs from "@tensorflow/tfjs-core";
import type { Scalar, Tensor } from "@tensorflow/tfjs-core";
import { type Expr, topological } from "../../../src/math/expressions/expression.ts";

/** What is used of tfjs. */
type TensorOps = Pick<
  typeof tfjs,
  | "abs"
  | "add"
  | "cos"
  | "div"
  | "exp"
  | "expm1"
  | "greater"
  | "log"
  | "maximum"
  | "minimum"
  | "mul"
  | "neg"
  | "pow"
  | "scalar"
  | "sign"
  | "sin"
  | "sqrt"
  | "tanh"
  | "where"
>;

/** @param leaf gives the tensor of a leaf: [n], or a scalar if it is uniform */
export function toTensors(roots: readonly Expr[], ops: TensorOps, leaf: (name: string) => Tensor): Tensor[] {
  const values = new Map<Expr, Tensor>();
  const zero: Scalar = ops.scalar(0);
  for (const e of topological(roots)) {
    const [a = zero, b = zero, c = zero] = e.args.map((argument) => values.get(argument) ?? zero);
    values.set(e, one(e, ops, leaf, a, b, c));
  }
  return roots.map((root) => values.get(root) ?? zero);
}

function one(e: Expr, ops: TensorOps, leaf: (name: string) => Tensor, a: Tensor, b: Tensor, c: Tensor): Tensor {
  switch (e.op) {
    case "in":
      return leaf(e.name);
    case "num":
      return ops.scalar(e.value);
    case "add":
    case "mul":
    case "div":
    case "pow":
      return ops[e.op](a, b);
    case "max":
      return ops.maximum(a, b);
    case "min":
      return ops.minimum(a, b);
    case "where":
      return ops.where(ops.greater(a, 0), b, c);
    // Nothing is differentiated by tfjs here: gradients are expressions.
    case "held":
      return a;
    case "neg":
    case "sqrt":
    case "exp":
    case "expm1":
    case "log":
    case "abs":
    case "sign":
    case "tanh":
    case "sin":
    case "cos":
      return ops[e.op](a);
    default:
      return e.op satisfies never;
  }
}
