/**
 * @file The ends of lines in later rounds: particles start at one end, and what steered in the round before takes them to the other.
 *
 *     a round begins      θ_previous ← the average of θ, which is what has been drawn so far
 *     every KEPT steps    x₀ ~ ρ₀ → x_T    along dx = b_previous(x, t) dt + σ dW from 0 to T, by Runge-Kutta where there is no noise
 *                         x_T ~ π → x₀     the same backwards in time, where a network steers that way
 *
 * A function of the step, the seed and θ_previous, which checkpoints hold as they hold every network. Pairs are kept for a few steps,
 * which draw other times on their lines, because carrying them costs as much as some steps do.
 */
import { beginsRound, type Carrying, roundAfter } from "../../catalogue/lines.ts";
import { neg } from "../../math/expressions/expression.ts";
import { tableauOf, uniformTimes } from "../../math/integrators.ts";
import { rowDrawer } from "../../math/laws/sampler.ts";
import type { Uniforms } from "../game/evaluation.ts";
import { type CarriedEnds, type DrawsGiven, samplerAt } from "./draws.ts";
import { freeze, networkOf, type RoleNetwork } from "./networks.ts";
import { pathNoise } from "./path-noise.ts";
import { roller } from "./roll-out.ts";

/** Steps that pairs are kept for. */
const KEPT = 8;

/** Runge-Kutta steps of a path: a bent flow is carried to some thousandths of its way. */
const STEPS = 16;

/** Steps of Euler and Maruyama where there is noise. The last one is a thousandth of the way, or it would blur the end by σ√h. */
const NOISY_STEPS = 32;

export interface Carried extends CarriedEnds {
  /** Freezes what steers where a round begins, and carries new pairs where they are due. @param index of the step, from 1 */
  carry(index: number, uniforms: Uniforms): Promise<void>;
}

/** @param sigmaAt the game's noise, which particles are carried in */
export function carriedEnds(
  rounds: Carrying,
  networks: readonly RoleNetwork[],
  { capacity: n, seed, uniform, samplers }: DrawsGiven,
  sigmaAt: (t: number) => number,
): Carried {
  const { from } = rounds;
  const [live, previous] = [networkOf(networks, rounds.copies), networkOf(networks, rounds.by)];
  const d = previous.kernel.shape.dimension;
  const [origins, ends] = [new Float32Array(n * d), new Float32Array(n * d)];
  const [start, arrival] = from === "reference" ? [origins, ends] : [ends, origins];
  const { theta } = previous.kernel;
  const isNoisy = sigmaAt(0) > 0;
  const drift = previous.here.drift();
  const paths = roller({
    network: previous,
    // Backwards times run down, and so a velocity in reversed time is turned round.
    drift: from === "reference" ? drift : drift.map(neg),
    rates: [],
    uniform,
    capacity: n,
    tableau: tableauOf(isNoisy ? "euler-maruyama" : "rk4"),
    storedSteps: 0,
  });
  const drawStart = rowDrawer(samplerAt(samplers, from), seed, from === "reference" ? "rounds/origins" : "rounds/ends");
  const noiseOf = pathNoise(seed, sigmaAt, d, `rounds/noise/${from}`);
  const none = new Float64Array(0);
  /** Whose pairs are here: the step that drew them, and the weights that carried them. */
  let held = 0;
  const by = new Float32Array(theta.length);
  return {
    origins,
    ends,
    async carry(index, uniforms) {
      if (beginsRound(rounds, index - 1)) freeze(live.kernel, previous.kernel);
      if (roundAfter(rounds, index - 1) === 0) return;
      const due = index - ((index - 1) % KEPT);
      if (held === due && by.every((value, i) => value === theta[i])) return;
      held = 0;
      by.set(theta);
      drawStart(due, n, start);
      arrival.set(start);
      const horizon = uniforms("game.horizon");
      if (isNoisy) await paths.forward(arrival, none, n, arrivingTimes(horizon, from), uniforms, { noise: noiseOf(due) });
      else await paths.forward(arrival, none, n, uniformTimes(0, horizon, STEPS), uniforms);
      held = due;
    },
  };
}

/** From one end of time to the other, in steps that shorten linearly: most of them where the bridge has to hit its end. */
function arrivingTimes(horizon: number, from: Carrying["from"]): Float64Array {
  return Float64Array.from({ length: NOISY_STEPS + 1 }, (_, k) => {
    const share = 1 - k / NOISY_STEPS;
    const left = horizon * share * share;
    return from === "reference" ? horizon - left : left;
  });
}
