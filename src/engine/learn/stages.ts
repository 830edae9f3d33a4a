/**
 * @file Where a stage of the flow starts: particles of the reference as the stages before it have moved them, with their density there.
 *
 *     a stage begins      θ_{k+1} ← the average of θ_k, unless it has weights already
 *     every KEPT steps    x ~ ρ₀ → x_{kh},   log ρ(x_{kh}) = log ρ₀(x) − ∫₀^{kh} ∇·b dt         by the averages of the stages before
 *
 * A function of the step, the seed and those weights, which checkpoints hold as they hold every network: a run that is restored in any
 * stage takes the same steps bit for bit.
 */
import { beginsRound, roundAfter, type Rounds, stagesOf } from "../../catalogue/lines.ts";
import type { Tableau } from "../../math/integrators.ts";
import { uniformTimes } from "../../math/integrators.ts";
import { rowDrawer } from "../../math/laws/sampler.ts";
import type { Uniforms } from "../game/evaluation.ts";
import type { JetKernel } from "../kernels/jets.ts";
import { BEFORE_END } from "../kernels/staged.ts";
import type { DrawsGiven } from "./draws.ts";
import { freeze, readAll, type RoleNetwork } from "./networks.ts";
import { roller } from "./roll-out.ts";

/** Steps that particles are kept for in later stages, where carrying them costs as much as some steps do. */
const KEPT = 8;

/** Times of a stage, its end left out by as much as belongs to the next one. */
export function stageTimes(horizon: number, stages: number, stage: number, steps: number): Float64Array {
  const length = horizon / stages;
  const end = stage === stages - 1 ? horizon : (stage + 1 - BEFORE_END) * length;
  return uniformTimes(stage * length, end, steps);
}

export interface StageStart {
  /** [n, d] and [n]. */
  readonly x: Float32Array;
  readonly logDensity: Float64Array;
}

export interface Stages {
  readonly rounds: Rounds;
  /** The stage that a step belongs to, from 0. @param index of the step, from 1 */
  at(index: number): number;
  /** Steps of that stage before it. */
  taken(index: number): number;
  /** The only network that the step moves. */
  kernelAt(index: number): JetKernel;
  /** Hands the weights on where a stage begins, and carries particles there where they are due. */
  start(index: number, n: number, uniforms: Uniforms): Promise<StageStart>;
}

interface StagesGiven {
  readonly rounds: Rounds;
  /** All stages as one. */
  readonly whole: RoleNetwork;
  readonly kernels: readonly JetKernel[];
  readonly draws: DrawsGiven;
  readonly tableau: Tableau;
  /** Time steps of a stage. */
  readonly steps: number;
}

export function createStages({ rounds, whole, kernels, draws, tableau, steps }: StagesGiven): Stages {
  const { capacity, seed, samplers, reference, uniform } = draws;
  const d = whole.kernel.shape.dimension;
  const [x, logDensity, volume] = [new Float32Array(capacity * d), new Float64Array(capacity), new Float64Array(capacity)];
  const drawStart = rowDrawer(samplers.reference, seed, "stages/start");
  const paths = roller({
    network: whole,
    drift: whole.here.drift(),
    rates: [whole.here.divergence()],
    uniform,
    capacity,
    tableau,
    storedSteps: 0,
  });
  const at = (index: number): number => roundAfter(rounds, index - 1);
  /** Whose particles are here: the step that drew them, and the weights that carried them. */
  let held = 0;
  let by: Float32Array = new Float32Array(0);
  return {
    rounds,
    at,
    taken: (index) => index - 1 - at(index) * rounds.every,
    kernelAt: (index) => kernels[at(index)]!,
    async start(index, n, uniforms) {
      const stage = at(index);
      if (beginsRound(rounds, index - 1) && kernels[stage]!.theta.every((weight) => weight === 0))
        freeze(kernels[stage - 1]!, kernels[stage]!);
      const due = stage === 0 ? index : index - ((index - 1) % KEPT);
      const weights = readAll(kernels.slice(0, stage), "average");
      const same = by.length === weights.length && by.every((weight, i) => weight === weights[i]);
      if (held === due && same) return { x, logDensity };
      held = 0;
      by = weights;
      drawStart(due, n, x);
      reference.logDensity?.(x, n, logDensity);
      volume.fill(0);
      for (let k = 0; k < stage; k++)
        await paths.forward(x, volume, n, stageTimes(uniforms("game.horizon"), stagesOf(rounds), k, steps), uniforms, { averaged: true });
      for (let i = 0; i < n; i++) logDensity[i]! -= volume[i]!;
      held = due;
      return { x, logDensity };
    },
  };
}
