/** @file How the best reply to a slope of U varies in space: what the divergence of a flow, and its Jacobian, are made of. */
import { add, type Expr, input, isNumber, leaves, mul, neg, num, sum, type Vec } from "../../math/expressions/expression.ts";
import { gradient } from "../../math/expressions/gradient.ts";
import { sameExpression } from "../../math/expressions/same.ts";
import { scoreLeaf } from "./evaluation.ts";

/** h where the matrix is h I; undefined where it is not. */
export function bendOf(second: readonly Vec[]): Expr | undefined {
  const first = second[0]?.[0] ?? num(0);
  return second.every((row, i) => row.every((e, j) => (i === j ? sameExpression(e, first) : isNumber(e, 0)))) ? first : undefined;
}

interface Motion {
  /** ρ where ∂(g a*)ᵢ/∂pⱼ = ρ δᵢⱼ: then ∇·(g a*) = g · explicit + ρ ΔU. */
  readonly response: Expr | undefined;
  /** Σᵢ ∂a*ᵢ/∂xᵢ at fixed p. */
  readonly explicit: Expr;
  /** ∂ⱼaᵢ along the flow of U: row i, column j. */
  jacobian(): readonly Vec[];
}

interface ReplyGiven {
  readonly dimension: 1 | 2;
  readonly g: Expr;
  /** Puts g p in the place of q. */
  withQ(roots: readonly Expr[]): readonly Expr[];
  /** ∂ⱼpᵢ. */
  readonly jacobian: readonly Vec[];
}

/** How the best reply a* = −∂H/∂q (x, g p(x)) varies in space:  ∂ⱼa*ᵢ = −∂²H/∂qᵢ∂xⱼ − g Σₖ ∂²H/∂qᵢ∂qₖ ∂ⱼpₖ. */
export function replyMotion(H: Expr, { dimension, g, withQ, jacobian }: ReplyGiven): Motion {
  const [xNames, qNames] = (["x", "q"] as const).map((letter) => ["1", "2"].slice(0, dimension).map((i) => letter + i)) as [
    string[],
    string[],
  ];
  const slopes = gradient(H, qNames);
  for (const name of leaves(slopes))
    if (!["t", "logDensity", ...xNames, ...qNames].includes(name) && !name.startsWith("game."))
      throw new Error(`This Hamiltonian's slope in q depends on ${name}, whose own slope in space is not known.`);
  const second = slopes.map((slope) => gradient(slope, qNames));
  // Where a slope sees the crowd, it changes in space with log ρ too.
  const along = (slope: Expr): Vec => {
    const [byDensity] = gradient(slope, ["logDensity"]);
    return gradient(slope, xNames).map((own, j) => add(own, mul(byDensity ?? num(0), input(scoreLeaf(j)))));
  };
  const explicit = slopes.map((slope) => withQ(along(slope).map(neg)));
  const bend = bendOf(second);
  return {
    response: bend === undefined ? undefined : neg(mul(mul(g, g), withQ([bend])[0]!)),
    explicit: sum(explicit.map((row, i) => row[i]!)),
    jacobian: () =>
      second.map((row, i) => {
        const bends = withQ(row);
        const bent = (j: number): Expr => sum(bends.map((bend, k) => mul(bend, jacobian[k]![j]!)));
        return xNames.map((_, j) => add(explicit[i]![j]!, neg(mul(g, bent(j)))));
      }),
  };
}
