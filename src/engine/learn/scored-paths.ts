/**
 * @file Paths of the present flow with log ρ and its slope carried along, kept at every time.
 *
 *     ẋ = b,     d/dt log ρ = −∇·b,     d/dt ∇log ρ = −(∇b)ᵀ∇log ρ − ∇(∇·b)            without noise
 *
 * The last needs third derivatives of a potential: ∇(s·b + ∇·b) at fixed s is one adjoint of the jets in space, and what that adds to the
 * gradient in the weights is taken back. With noise ρ is known by its sample alone.
 */
import { column, type Column } from "../../math/expressions/plan.ts";
import { type IntegratorId, type Tableau, tableauOf } from "../../math/integrators.ts";
import type { Density } from "../../catalogue/define.ts";
import type { PathEnd } from "../../catalogue/place.ts";
import { bar, type Columns, evaluation, type Evaluation, type Network, type Uniforms } from "../game/evaluation.ts";
import type { CrowdAtTime } from "./point-prices.ts";
import type { RollOptions } from "./roll-out.ts";
import { addScaled } from "./scaled.ts";

export interface ScoredPathsGiven {
  readonly network: Network;
  readonly here: PathEnd;
  readonly integrator: IntegratorId;
  readonly reference: Density;
  readonly uniform: ReadonlySet<string>;
  readonly capacity: number;
  /** Times that are kept. */
  readonly times: number;
  /** Carry log ρ and its slope. */
  readonly scored: boolean;
}

export interface ScoredPaths {
  /** Filled by `forward`, one per time. */
  readonly crowds: readonly CrowdAtTime[];
  forward(start: Float32Array, n: number, times: ArrayLike<number>, uniforms: Uniforms, noise?: RollOptions["noise"]): Promise<void>;
}

interface Kept extends CrowdAtTime {
  t: number;
}

/** Slopes of a stage. */
interface Stage {
  readonly drift: Float64Array;
  readonly divergence: Float64Array;
  /** ∇(s·b + ∇·b). */
  readonly bend: Float64Array;
}

interface Workspace {
  readonly given: ScoredPathsGiven;
  readonly tableau: Tableau;
  readonly d: number;
  readonly evaluated: Evaluation;
  readonly jets: Float32Array;
  readonly stages: readonly Stage[];
  readonly x: Float32Array;
  readonly score: Float64Array;
  readonly slope: Float32Array;
}

export function scoredPaths(given: ScoredPathsGiven): ScoredPaths {
  const { network, here, capacity, uniform, scored, reference } = given;
  const d = network.kernel.shape.dimension;
  const tableau = tableauOf(given.integrator);
  const perParticle = (count: number) => new Float64Array(capacity * count);
  const evaluated = evaluation({
    network,
    roots: [...here.drift(), ...(scored ? [here.divergence()] : [])],
    uniform: new Set([...uniform, "t"]),
    capacity,
    ...(scored ? { adjoint: { uniformBars: new Set([d]), wantPoints: true } } : {}),
  });
  const work: Workspace = {
    ...{ given, tableau, d, evaluated, jets: evaluated.newJets() },
    stages: tableau.weights.map(() => ({ drift: perParticle(d), divergence: perParticle(1), bend: perParticle(d) })),
    x: new Float32Array(capacity * d),
    score: perParticle(d),
    slope: new Float32Array(capacity * d),
  };
  const crowds: readonly Kept[] = Array.from({ length: given.times }, () => ({
    x: new Float32Array(capacity * d),
    t: 0,
    logDensity: perParticle(1),
    score: perParticle(d),
  }));
  return {
    crowds,
    async forward(start, n, times, uniforms, noise) {
      const { gTheta } = network.kernel;
      const before = gTheta.slice();
      const first = crowds[0]!;
      first.x.set(start);
      first.t = times[0]!;
      if (scored) {
        reference.logDensity!(start, n, first.logDensity);
        reference.score!(start, n, first.score);
      }
      for (let k = 0; k + 1 < times.length; k++) {
        const [from, to] = [crowds[k]!, crowds[k + 1]!];
        to.t = times[k + 1]!;
        await step(work, from, to, n, uniforms);
        noise?.(k, from.t, to.t - from.t, to.x, n);
      }
      if (scored) gTheta.set(before);
    },
  };
}

async function step(work: Workspace, from: Kept, to: Kept, n: number, uniforms: Uniforms): Promise<void> {
  const { tableau, d, stages, x, score, given } = work;
  const h = to.t - from.t;
  for (let i = 0; i < stages.length; i++) {
    x.set(from.x);
    score.set(from.score);
    tableau.a[i]!.forEach((a, j) => {
      addScaled(x, stages[j]!.drift, h * a, n * d);
      addScaled(score, stages[j]!.bend, -h * a, n * d);
    });
    await slopesAt(work, stages[i]!, n, from.t + (tableau.c[i] ?? 0) * h, uniforms);
  }
  to.x.set(from.x);
  to.score.set(from.score);
  to.logDensity.set(from.logDensity);
  stages.forEach(({ drift, divergence, bend }, i) => {
    const w = h * (tableau.weights[i] ?? 0);
    addScaled(to.x, drift, w, n * d);
    if (!given.scored) return;
    addScaled(to.logDensity, divergence, -w, n);
    addScaled(to.score, bend, -w, n * d);
  });
}

async function slopesAt(work: Workspace, stage: Stage, n: number, t: number, uniforms: Uniforms): Promise<void> {
  const { d, evaluated, jets, x, score, slope, given } = work;
  const axes = Array.from({ length: d }, (_, i) => i);
  const columns: Columns = Object.fromEntries(axes.map((i) => [`x${String(i + 1)}`, column(x, i, d)]));
  const lookup: Uniforms = (name) => (name === "t" ? t : name === bar(d) ? 1 : uniforms(name));
  const outputs: Column[] = axes.map((i) => column(stage.drift, i, d));
  await evaluated.forward(n, columns, lookup, given.scored ? [...outputs, column(stage.divergence)] : outputs, jets);
  if (!given.scored) return;
  const bars: Columns = Object.fromEntries(axes.map((i) => [bar(i), column(score, i, d)]));
  await evaluated.adjoint(n, columns, lookup, bars, jets, slope);
  for (let q = 0; q < n * d; q++) stage.bend[q] = slope[q]!;
}
