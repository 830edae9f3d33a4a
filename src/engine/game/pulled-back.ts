/**
 * @file The end condition of the game that is played along paths pulled back from the data: it stands at the reference.
 *
 *     U(x, 0) = −e^(−κT) λ (log ρ̃(x) − log ρ₀(x) + 1),      ρ̃ the law of the pulled-back data
 *
 * It is the reverse-KL game from the data to the reference, run backwards, so an agent starts at a data point X_T and pays at X₀.
 * There t = 0, where the current value is the present one: the factor of the end cost stays.
 */
import { add, type Expr, input, mul, sub } from "../../math/expressions/expression.ts";
import { discountFactor } from "./discount.ts";

/** What an agent of the pulled-back game pays at the reference, in present value: −U(x, 0). @param logDensity log ρ̃ there */
export function priceAtReference(horizon: Expr, logDensity: Expr): Expr {
  const price = mul(input("game.terminal.params.weight"), add(sub(logDensity, input("referenceLogDensity")), 1));
  return mul(discountFactor({ t: horizon }), price);
}
