/**
 * @file From the set-up game to the question the closed forms are asked.
 *
 * The schedule of a noising process is read off the game's own expressions, so the exact solution and the learned one can
 * never disagree about α, std, σ² or the base drift f(x, t) = driftRate · x.
 */
import type { ExactProblem, Noising, ClosedForm, Unsolved } from "../../exact/problem.ts";
import { closedFormOf } from "../../exact/solution.ts";
import { isNumber, leaves } from "../../math/expressions/expression.ts";
import { column, plan } from "../../math/expressions/plan.ts";
import { powOf } from "../../math/power.ts";
import type { Setup } from "./setup.ts";

/** @internal */
export function exactProblem(setup: Setup): ExactProblem | Unsolved {
  if (setup.walls !== null) return { slot: "world", reason: "No closed form here knows walls." };
  return {
    ...setup.game,
    horizon: setup.experiment.game.horizon,
    data: setup.data,
    reference: setup.reference,
    stages: setup.stages,
    descends: setup.descent !== undefined,
    alphaStd: scheduleOf(setup),
  };
}

/** The closed form of this game, or the slot that has none. */
export function exactOf(setup: Setup): ClosedForm | Unsolved {
  const problem = exactProblem(setup);
  return "slot" in problem ? problem : closedFormOf(problem);
}

/** α, std, σ² and the drift's rate at noising time s; undefined if the dynamics are not a noising process read backwards. */
export function scheduleOf(setup: Setup): ((s: number) => Noising) | undefined {
  const { composed, uniforms } = setup;
  const { noising, at } = composed;
  const drift = at.f[0];
  if (drift === undefined) return undefined;
  if (noising === undefined) return brownian(setup);
  const { horizon } = setup.experiment.game;
  const schedule = plan([noising.alpha, noising.std, drift], setup.uniformNames);
  const given = schedule.uniforms.map(uniforms);
  const time = new Float64Array(1);
  const one = Float64Array.of(1);
  const inputs = schedule.columns.map((name) => column(name === "t" ? time : one));
  const out = new Float64Array(3);
  const outputs = [column(out, 0), column(out, 1), column(out, 2)];
  return (s) => {
    time[0] = horizon - s;
    schedule.evaluate(1, inputs, given, outputs);
    return { alpha: out[0]!, std: out[1]!, sigma2: powOf(setup.sigmaAt(horizon - s), 2), driftRate: out[2]! };
  };
}

/** Constant noise without a drift spreads the data whatever the control: α = 1, std = σ√s. */
function brownian({ composed, sigmaAt }: Setup): ((s: number) => Noising) | undefined {
  const sigma = sigmaAt(0);
  if (sigma === 0 || leaves([composed.sigma]).has("t") || !composed.at.f.every((f) => isNumber(f, 0))) return undefined;
  return (s) => ({ alpha: 1, std: sigma * Math.sqrt(s), sigma2: sigma * sigma, driftRate: 0 });
}
