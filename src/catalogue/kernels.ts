/**
 * @file Kernels that several entries build on.
 *
 *     gaussian     e^(−|x − y|²/2v)          v the variance
 *     distance     √(|x − y|² + ε²)          rounded off by ε = 1e-3, where two points coincide and |x − y| has no slope
 */
import { add, div, exp, type Expr, mul, neg, normSquared, sqrt, sub, type Vec } from "../math/expressions/expression.ts";

const TIP = 1e-6; // ε²

const between = (x: Vec, y: Vec): Vec => x.map((xi, i) => sub(xi, y[i] ?? 0));

export const gaussianKernel = (x: Vec, y: Vec, variance: Expr): Expr => exp(neg(div(normSquared(between(x, y)), mul(2, variance))));

export const roundedDistance = (x: Vec, y: Vec): Expr => sqrt(add(normSquared(between(x, y)), TIP));
