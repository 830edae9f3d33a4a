/**
 * @file New cases of one, at each time, if everything stayed as it is then: who is ill infects others and moves on to other states of illness.
 *
 *     Gⱼ = ( Σ_{i well} mᵢ ∂q_{i→ill}/∂mⱼ + Σ_{l ill} qⱼₗ G_l ) / Σ qⱼ,      R = G of the state in which illness begins
 */
import { add, type Expr, input, mul, num, sum } from "../../../math/expressions/expression.ts";
import { gradient } from "../../../math/expressions/gradient.ts";
import { plan } from "../../../math/expressions/plan.ts";
import type { ReadGame } from "../../../catalogue/finite-game.ts";
import { evaluate } from "./minimiser.ts";

/** Enough for chains; loops converge. */
const PASSES = 24;

/** [times], as long as the columns; null where nothing spreads. */
export function reproductionOf(game: ReadGame, columns: ReadonlyMap<string, Float64Array>): Float64Array | null {
  const { ids, ill, transitions } = game;
  const caught = transitions.filter(({ from, to }) => !ill.includes(from) && ill.includes(to));
  const first = caught[0];
  if (first === undefined) return null;
  const leaving = (j: number) => transitions.filter(({ from }) => from === j);
  const causes = sum(caught.map(({ from, rate }) => mul(input(`at ${ids[from]!}`), rate)));
  const slopes = gradient(
    causes,
    ill.map((j) => ids[j]!),
  );
  const roots: Expr[] = ill.flatMap((j, k) => [
    slopes[k]!,
    leaving(j).reduce<Expr>((total, { rate }) => add(total, rate), num(0)),
    ...ill.map((l) => sum(leaving(j).flatMap(({ to, rate }) => (to === l ? [rate] : [])))),
  ]);
  const count = columns.get(ids[0]!)!.length;
  const named = new Map([...columns, ...ids.map((id) => [`at ${id}`, columns.get(id)!] as const)]);
  const fields = roots.map(() => new Float64Array(count));
  evaluate(plan(roots), named, count, fields);
  const width = 2 + ill.length;
  return Float64Array.from({ length: count }, (_, t) => {
    const cases = new Float64Array(ill.length);
    for (let pass = 0; pass < PASSES; pass++)
      for (let k = ill.length - 1; k >= 0; k--) {
        const onward = ill.reduce((total, _l, l) => total + fields[k * width + 2 + l]![t]! * cases[l]!, 0);
        cases[k] = (fields[k * width]![t]! + onward) / fields[k * width + 1]![t]!;
      }
    return cases[ill.indexOf(first.to)]!;
  });
}
