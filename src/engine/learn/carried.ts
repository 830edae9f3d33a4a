/**
 * @file The ends of lines in the later rounds of rectified flow: origins from the reference, and where the flow of the round before
 * sends them.
 *
 *     a round begins      θ_previous ← the average of θ, which is what has been drawn so far
 *     every KEPT steps    x₀ ~ ρ₀ → Φ(x₀), along ẋ = b_previous(x, t) from 0 to T
 *
 * A function of the step, the seed and θ_previous, which checkpoints hold as they hold every network. Pairs are kept for a few steps,
 * which draw other times on their lines, because carrying them costs as much as some steps do.
 */
import { beginsRound, roundAfter, type Rounds } from "../../catalogue/lines.ts";
import { tableauOf, uniformTimes } from "../../math/integrators.ts";
import { rowDrawer } from "../../math/laws/sampler.ts";
import type { Uniforms } from "../game/evaluation.ts";
import type { CarriedEnds, DrawsGiven } from "./draws.ts";
import { freeze, type RoleNetwork } from "./networks.ts";
import { roller } from "./roll-out.ts";

/** Steps that pairs are kept for. */
const KEPT = 8;

/** Runge-Kutta steps of a path: a bent flow is carried to some thousandths of its way. */
const STEPS = 16;

export interface Carried extends CarriedEnds {
  /** Freezes the flow where a round begins, and carries new pairs where they are due. @param index of the step, from 1 */
  carry(index: number, uniforms: Uniforms): Promise<void>;
}

/** @param previous of the shape of `flow`, which it is a copy of after the first round */
export function carriedEnds(
  rounds: Rounds,
  flow: RoleNetwork,
  previous: RoleNetwork,
  { capacity: n, seed, uniform, samplers }: DrawsGiven,
): Carried {
  const d = flow.kernel.shape.dimension;
  const [origins, ends] = [new Float32Array(n * d), new Float32Array(n * d)];
  const { theta } = previous.kernel;
  const paths = roller({
    network: previous,
    drift: previous.here.drift(),
    rates: [],
    uniform,
    capacity: n,
    tableau: tableauOf("rk4"),
    storedSteps: 0,
  });
  const drawOrigins = rowDrawer(samplers.reference, seed, "rounds/origins");
  const none = new Float64Array(0);
  /** Whose pairs are here: the step that drew them, and the weights that carried them. */
  let held = 0;
  const by = new Float32Array(theta.length);
  return {
    origins,
    ends,
    async carry(index, uniforms) {
      if (beginsRound(rounds, index - 1)) freeze(flow.kernel, previous.kernel);
      if (roundAfter(rounds, index - 1) === 0) return;
      const due = index - ((index - 1) % KEPT);
      if (held === due && by.every((value, i) => value === theta[i])) return;
      held = 0;
      by.set(theta);
      drawOrigins(due, n, origins);
      ends.set(origins);
      await paths.forward(ends, none, n, uniformTimes(0, uniforms("game.horizon"), STEPS), uniforms);
      held = due;
    },
  };
}
