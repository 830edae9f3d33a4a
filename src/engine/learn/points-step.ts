/**
 * @file One step of the terms that live on points: draw, jets, losses, and the gradient in the weights.
 *
 *     loss = Σ_k α_k · mean_i ℓ_k(x_i, t_i, jets)       one evaluation of the network for all terms that share a source
 *     or         α_k · log mean_i exp ℓ_k               ∂/∂ℓ_k,i = softmax_i
 */
import type { PointsTerm } from "../../catalogue/terms.ts";
import type { GamePoint } from "../../catalogue/place.ts";
import { column } from "../../math/expressions/plan.ts";
import { averageOf } from "./average.ts";
import { drawer, type DrawsGiven } from "./draws.ts";
import { bar, type Columns, evaluation, type Network, type Uniforms } from "../game/evaluation.ts";
import { type TermStep, weightOf } from "./term-step.ts";

/**
 * @param terms  terms with one and the same source
 */
export function pointsStep(terms: readonly PointsTerm[], network: Network, here: GamePoint, draws: DrawsGiven): TermStep {
  const source = terms[0]?.points;
  if (source === undefined) throw new Error("no terms");
  const { capacity: n, uniform } = draws;
  const d = network.kernel.shape.dimension;
  const names = [...Array.from({ length: d }, (_, i) => `x${String(i + 1)}`), "t", ...Object.keys(source.columns)];
  const draw = drawer(source, draws);
  const arrays = Object.fromEntries(names.map((name) => [name, new Float32Array(n)]));
  const columns: Columns = Object.fromEntries(names.map((name) => [name, column(arrays[name]!)]));
  const losses = terms.map(() => new Float64Array(n));
  const evaluated = evaluation({
    network,
    roots: terms.map((term) => term.loss(here)),
    uniform,
    capacity: n,
    adjoint: { uniformBars: new Set(terms.map((_, k) => k).filter((k) => !soft(terms[k]!))), wantPoints: false },
  });
  const shares = terms.map((term) => new Float64Array(soft(term) ? n : 0));
  const softBars: Columns = Object.fromEntries(terms.flatMap((term, k) => (soft(term) ? [[bar(k), column(shares[k]!)] as const] : [])));
  const jets = evaluated.newJets();

  return {
    names: terms.map((term) => term.name),
    async run(step: number, uniforms: Uniforms, parts: Float64Array) {
      draw(step, n, uniforms, arrays);
      await evaluated.forward(
        n,
        columns,
        uniforms,
        losses.map((l) => column(l)),
        jets,
      );
      const weights = terms.map((term) => weightOf(term, step, uniforms));
      terms.forEach((term, k) => {
        parts[k] = soft(term) ? weights[k]! * averageOf("log-mean-exp", losses[k]!, shares[k]) : (weights[k]! * sumOf(losses[k]!)) / n;
        for (let i = 0; i < shares[k]!.length; i++) shares[k]![i]! *= weights[k]!;
      });
      const bars: Uniforms = (name) => {
        const k = terms.findIndex((_, index) => bar(index) === name);
        return k >= 0 ? weights[k]! / n : uniforms(name);
      };
      await evaluated.adjoint(n, columns, bars, softBars, jets, null);
    },
  };
}

const soft = ({ average }: PointsTerm): boolean => average === "log-mean-exp";

function sumOf(values: Float64Array): number {
  let total = 0;
  for (const v of values) total += v;
  return total;
}
