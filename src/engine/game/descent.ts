/**
 * @file A crowd that goes straight down a cost F whose price is μ log ρ + V(x, t): who looks no further ahead than where he is.
 *
 *     ẋ = −m∇(V + μ log ρ)                        without noise, and the same crowd with it:
 *     dX = −m∇V dt + √(2D) dW,    D = μm           −m∇V = −m∇U + D∇log ρ
 *
 * m is the mobility of 𝓗 = ½m|p|². The second form knows nothing of ρ: with reverse KL it is Langevin's equation.
 */
import { type FunctionalSpec } from "../../catalogue/define.ts";
import { entropyWeightOf } from "../../catalogue/entropy-weight.ts";
import type { ParamValues } from "../../catalogue/params.ts";
import { add, type Expr, input, leaves, mul, substitute, num, type Vec } from "../../math/expressions/expression.ts";
import { plan, column } from "../../math/expressions/plan.ts";
import type { Composed } from "./compose.ts";
import { scoreLeaf, type Uniforms } from "./evaluation.ts";

export interface Descent {
  /** m. */
  readonly mobility: number;
  /** μ. */
  readonly entropy: number;
  /** D. */
  readonly diffusion: number;
  /** Variance that the noise adds to each axis by the end where no V holds it back, else 0. */
  readonly spread: number;
  /** Drift of the noisy paths; their noise is √(2D) as long as anything moves. */
  readonly drift: Vec;
}

/** Why no HJB residual is asked of a crowd that does not look ahead. */
const NO_EQUATION = "Nobody looks ahead: U is the price of the crowd as it is, and no HJB equation binds it.";

interface DescentGiven {
  readonly terminal: { readonly spec: FunctionalSpec; readonly params: ParamValues };
  readonly horizon: number;
  readonly uniforms: Uniforms;
}

/** @throws Error for a game that validation does not let through */
export function descentOf(composed: Composed, { terminal, horizon, uniforms }: DescentGiven): Descent {
  const entropy = entropyWeightOf(terminal.spec, terminal.params);
  const bend = composed.mobility();
  const price = composed.terminal.price(composed.at);
  if (entropy === undefined || bend === undefined || price === null)
    throw new Error("This crowd has no cost that it could go straight down.");
  const mobility = numberOf(bend, uniforms);
  const diffusion = entropy * mobility;
  const potential = leaves(substitute([price], new Map([["logDensity", num(0)]])));
  const held = ["x1", "x2", "targetLogDensity"].some((name) => potential.has(name));
  return {
    ...{ mobility, entropy, diffusion },
    spread: held ? 0 : 2 * diffusion * horizon,
    drift: composed.here.drift().map((b, k) => add(b, mul(diffusion, input(scoreLeaf(k))))),
  };
}

/** The game without the equation that looks ahead. */
export const withoutEquation = (composed: Composed): Composed => ({
  ...composed,
  noResidual: NO_EQUATION,
  here: {
    ...composed.here,
    hjbResidual: () => {
      throw new Error(NO_EQUATION);
    },
  },
});

function numberOf(e: Expr, uniforms: Uniforms): number {
  const planned = plan([e]);
  const out = new Float64Array(1);
  const inputs = planned.columns.map((name) => column(Float64Array.of(name === "t" ? 0 : uniforms(name))));
  planned.evaluate(1, inputs, [], [column(out)]);
  return out[0]!;
}
