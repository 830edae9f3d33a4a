/** @file What a cost paid at time t counts for at time 0: e^(−κt) of it. */
import type { GamePoint } from "../../catalogue/place.ts";
import { exp, type Expr, input, mul, neg } from "../../math/expressions/expression.ts";

/** e^(−κt), with t where the formula stands: along the paths, or T at their data end. */
export function discountFactor(here: Pick<GamePoint, "t">): Expr {
  return exp(neg(mul(input("game.discount"), here.t)));
}

/** The cost as it enters the loss; a penalty on U is not discounted, because U is in current value. */
export function presentValue<H extends GamePoint>(cost: { integrand(here: H): Expr; readonly discounted: boolean }, here: H): Expr {
  return cost.discounted ? mul(discountFactor(here), cost.integrand(here)) : cost.integrand(here);
}
