/**
 * @file Where the exact flow takes the particles that a frame shows: worked out once, and in pieces where it takes long.
 *
 * A closed form that is an ordinary differential equation itself (a diffusion's probability flow) takes seconds for two thousand
 * particles. Nobody waits for it: frames go without it until it is whole.
 */
import { random } from "../../math/random.ts";
import type { Pause } from "../learn/pause.ts";
import type { Setup } from "../game/setup.ts";
import type { Solution } from "../solution.ts";

export interface ExactPaths {
  /** Positions [K, n, d] at the times [K], a copy; null: none are known, or not yet. */
  at(n: number, times: Float64Array): Promise<Float32Array | null>;
  /** There is something for `solve` to do. */
  pending(n: number, times: Float64Array): boolean;
  /** Works out what `at` has not got yet, with a pause after every step. */
  solve(n: number, times: Float64Array, pause: Pause): Promise<void>;
}

export function exactPaths(setup: Setup, exact: Solution | null): ExactPaths {
  const { dimension: d, experiment } = setup;
  let kept: { readonly key: string; readonly paths: Float32Array } | null = null;
  const keyOf = (n: number, times: Float64Array): string => `${String(n)} ${String(times.length)}`;

  const pending = (n: number, times: Float64Array): boolean => exact?.slow === true && n > 0 && kept?.key !== keyOf(n, times);

  async function workOut(n: number, times: Float64Array, pause?: Pause): Promise<void> {
    const start = new Float32Array(n * d);
    setup.reference.sample(random(experiment.seed, "particles"), n, start);
    const paths = await exact?.trajectories(start, n, times, pause);
    kept = paths == null ? null : { key: keyOf(n, times), paths };
  }

  return {
    pending,
    async at(n, times) {
      if (exact === null || n === 0 || pending(n, times)) return null;
      if (kept?.key !== keyOf(n, times)) await workOut(n, times);
      return kept?.paths.slice() ?? null;
    },
    async solve(n, times, pause) {
      if (pending(n, times)) await workOut(n, times, pause);
    },
  };
}
