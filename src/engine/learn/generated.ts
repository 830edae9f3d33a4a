/**
 * @file Particles at the end of the flow, as the present weights send them: what a critic is trained on, fresh in every round.
 *
 *     x₀ ~ ρ₀ → x_T      the integrator and the steps of the game's own paths, from streams of their own
 *
 * No gradient reaches the flow: for a critic its particles are data.
 */
import type { PathsTerm, Term } from "../../catalogue/terms.ts";
import { leaves } from "../../math/expressions/expression.ts";
import { tableauOf, uniformTimes } from "../../math/integrators.ts";
import { rowDrawer } from "../../math/laws/sampler.ts";
import type { Uniforms } from "../game/evaluation.ts";
import type { DrawsGiven } from "./draws.ts";
import type { RoleNetwork } from "./networks.ts";
import { pathNoise } from "./path-noise.ts";
import { roller } from "./roll-out.ts";

/** Whether a term is about generated particles. */
export const isGenerated = (term: Term): boolean =>
  term.kind === "points" && [...leaves([...term.points.x, ...Object.values(term.points.columns)])].some((name) => /^g[12]$/.test(name));

export interface Generated {
  /** The last ones drawn, [capacity, d]. */
  readonly rows: Float32Array;
  /** @param index names the draws, from 1 */
  draw(index: number, uniforms: Uniforms): Promise<void>;
}

export function generated(term: PathsTerm, network: RoleNetwork, draws: DrawsGiven, sigmaAt: (t: number) => number): Generated {
  const { capacity: n, seed, uniform } = draws;
  const d = network.kernel.shape.dimension;
  const rows = new Float32Array(n * d);
  const none = new Float64Array(0);
  const paths = roller({
    network,
    drift: network.here.drift(),
    rates: [],
    uniform,
    capacity: n,
    tableau: tableauOf(term.integrator),
    storedSteps: 0,
  });
  const drawStart = rowDrawer(draws.samplers.reference, seed, "critic/start");
  const noise = term.integrator === "euler-maruyama" ? pathNoise(seed, sigmaAt, d, "critic/noise") : undefined;
  return {
    rows,
    async draw(index, uniforms) {
      drawStart(index, n, rows);
      const times = uniformTimes(0, uniforms("game.horizon"), term.steps);
      await paths.forward(rows, none, n, times, uniforms, noise === undefined ? {} : { noise: noise(index) });
    },
  };
}
