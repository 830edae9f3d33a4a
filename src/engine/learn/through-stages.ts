/**
 * @file Paths through several stages of a flow: the drift jumps where they meet, so no step reaches across, and none stands on a stage's end,
 * which belongs to the next one.
 */
import { BEFORE_END } from "../kernels/staged.ts";
import type { Setup } from "../game/setup.ts";
import type { Pause } from "./pause.ts";
import type { Roller, RollOptions } from "./roll-out.ts";

interface Moving {
  readonly x: Float32Array;
  readonly costs: Float64Array;
  readonly n: number;
  readonly times: ArrayLike<number>;
}

/** Moves x [n, d] in place, with a pause after each of the times. */
export async function throughStages(
  setup: Setup,
  paths: Roller,
  { x, costs, n, times }: Moving,
  options: RollOptions,
  pause: Pause | undefined,
): Promise<void> {
  const { record, ...rest } = options;
  record?.(0, times[0] ?? 0, x);
  for (let k = 0; k + 1 < times.length; k++) {
    for (const piece of withinStages(times[k]!, times[k + 1]!, setup.experiment.game.horizon, setup.stages))
      await paths.forward(x, costs, n, piece, setup.uniforms, rest);
    record?.(k + 1, times[k + 1]!, x);
    await pause?.();
  }
}

/** The way from one time to another in pieces that lie within a stage each, either way. @internal */
export function withinStages(from: number, to: number, horizon: number, stages: number): readonly (readonly [number, number])[] {
  const [low, high] = [Math.min(from, to), Math.max(from, to)];
  const length = horizon / stages;
  const cuts = Array.from({ length: stages - 1 }, (_, k) => (k + 1) * length);
  const beforeCut = (t: number): number => (cuts.some((cut) => Math.abs(cut - t) < BEFORE_END * length) ? t - BEFORE_END * length : t);
  const inside = cuts.filter((cut) => cut > low + BEFORE_END * length && cut < high - BEFORE_END * length);
  const nodes = [low, ...inside, high];
  const pieces = nodes.slice(1).map((end, k) => [nodes[k]!, beforeCut(end)] as const);
  return from <= to ? pieces : pieces.reverse().map(([a, b]) => [b, a] as const);
}
