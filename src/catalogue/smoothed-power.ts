/** @file A power of a length, rounded off at 0, where the power itself or its inverse has no second derivative. */
import { add, div, type Expr, mul, normSquared, pow, scale, sub, type Vec } from "../math/expressions/expression.ts";

const EPSILON = 0.03;

/** ((|v|² + ε²)^{power/2} − ε^{power})/power, ε = 0.03; exactly ½|v|² at 2. */
export const smoothedPower = (v: Vec, power: Expr): Expr =>
  div(sub(pow(add(normSquared(v), EPSILON * EPSILON), mul(0.5, power)), pow(EPSILON, power)), power);

/** Its slope, (|v|² + ε²)^{power/2 − 1} v. */
export const smoothedSlope = (v: Vec, power: Expr): Vec => scale(pow(add(normSquared(v), EPSILON * EPSILON), sub(mul(0.5, power), 1)), v);
