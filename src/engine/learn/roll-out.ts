/**
 * @file Roll-out: particles stepped along a drift with costs as extra columns of the same stages, and its exact adjoint.
 *
 *     x_i  = x + h Σ_{j<i} a_ij b_j,    x⁺ = x + h Σ wᵢ bᵢ (+ σ√h ξ),    C⁺ = C + |h| Σ wᵢ eᵢ
 *
 *     adjoint of a step (discretise, then differentiate):
 *     g_i  = h wᵢ λ⁺ + Σ_{j>i} h a_ji s_j,     s_i = ∂/∂xᵢ (gᵢ·bᵢ + |h| wᵢ Σ μ eᵢ),     λ = λ⁺ + Σ s_i
 *
 * Only stage inputs and their jets are stored. Times may run backwards (paths pulled from the data): h < 0, costs use |h|.
 */
import { type Expr, type Vec } from "../../math/expressions/expression.ts";
import { column, type Column } from "../../math/expressions/plan.ts";
import type { Tableau } from "../../math/integrators.ts";
import { bar, type Columns, type Evaluation, evaluation, type Network, type Uniforms } from "../game/evaluation.ts";

export interface RollerGiven {
  readonly network: Network;
  readonly drift: Vec;
  /** Rates of the cost columns. */
  readonly rates: readonly Expr[];
  readonly uniform: ReadonlySet<string>;
  readonly capacity: number;
  readonly tableau: Tableau;
  /** Most steps of a path; only needed for the adjoint. 0: forward only. */
  readonly storedSteps: number;
  /** Cost columns whose cotangent differs from particle to particle. */
  readonly varyingBars?: ReadonlySet<number>;
}

export interface RollOptions {
  readonly averaged?: boolean;
  /** Adds the noise of step k to x; h is the length of the step. */
  readonly noise?: (k: number, t: number, h: number, x: Float32Array, n: number) => void;
  /** Sees the positions at every time, the first and the last included. */
  readonly record?: (k: number, t: number, x: Float32Array) => void;
}

export interface Roller {
  /**
   * Moves x [n, d] along the times, adding to the columns C [n, m].
   * @returns the positions after the last step are in x
   */
  forward(
    x: Float32Array,
    costs: Float64Array,
    n: number,
    times: ArrayLike<number>,
    uniforms: Uniforms,
    options?: RollOptions,
  ): Promise<void>;
  /**
   * Back along the paths of the last `forward`. `gX` holds λ at the end and receives λ at the start; `bars` are the
   * cotangents of the cost columns: a number, or one per particle.
   */
  adjoint(gX: Float32Array, n: number, uniforms: Uniforms, bars: readonly (number | Float64Array)[]): Promise<void>;
}

interface StoredStage {
  readonly x: Float32Array;
  readonly jets: Float32Array;
}

export function roller(given: RollerGiven): Roller {
  const { network, drift, rates, capacity, tableau, storedSteps } = given;
  const d = network.kernel.shape.dimension;
  const m = rates.length;
  const stages = tableau.weights.length;
  const varying = given.varyingBars ?? new Set<number>();
  const uniform = new Set([...given.uniform, "t"]);
  const uniformBars = new Set(rates.map((_, j) => d + j).filter((r) => !varying.has(r - d)));
  const evaluated: Evaluation = evaluation({
    network,
    roots: [...drift, ...rates],
    uniform,
    capacity,
    ...(storedSteps > 0 ? { adjoint: { uniformBars, wantPoints: true } } : {}),
  });
  const newStage = (): StoredStage => ({ x: new Float32Array(capacity * d), jets: evaluated.newJets() });
  const store = Array.from({ length: Math.max(1, storedSteps) * stages }, newStage);
  const slopes = Array.from({ length: stages }, () => new Float64Array(capacity * d));
  const rate = new Float64Array(capacity * m);
  const sensitivities = Array.from({ length: stages }, () => new Float32Array(capacity * d));
  const cotangent = new Float64Array(capacity * d);
  let path: { times: ArrayLike<number> } = { times: [0] };

  const xColumns = (x: Float32Array): Columns =>
    Object.fromEntries(Array.from({ length: d }, (_, i) => [`x${String(i + 1)}`, column(x, i, d)]));
  const at =
    (uniforms: Uniforms, t: number, more?: (name: string) => number | undefined): Uniforms =>
    (name) =>
      more?.(name) ?? (name === "t" ? t : uniforms(name));
  const stageOf = (k: number, i: number): StoredStage => store[(storedSteps > 0 ? k * stages : 0) + i]!;

  return {
    async forward(x, costs, n, times, uniforms, options = {}) {
      const steps = times.length - 1;
      if (storedSteps > 0 && steps > storedSteps) throw new Error("more steps than were planned for");
      path = { times };
      options.record?.(0, times[0] ?? 0, x);
      for (let k = 0; k < steps; k++) {
        const t = times[k]!;
        const h = times[k + 1]! - t;
        for (let i = 0; i < stages; i++) {
          const stage = stageOf(k, i);
          const row = tableau.a[i]!;
          stage.x.set(x.subarray(0, n * d));
          for (let j = 0; j < i; j++) addScaled(stage.x, slopes[j]!, h * (row[j] ?? 0), n * d);
          const outputs: Column[] = [
            ...Array.from({ length: d }, (_, a) => column(slopes[i]!, a, d)),
            ...rates.map((_, j) => column(rate, j, m)),
          ];
          await evaluated.forward(n, xColumns(stage.x), at(uniforms, t + (tableau.c[i] ?? 0) * h), outputs, stage.jets, options.averaged);
          addScaled(costs, rate, Math.abs(h) * (tableau.weights[i] ?? 0), n * m);
        }
        for (let i = 0; i < stages; i++) addScaled(x, slopes[i]!, h * (tableau.weights[i] ?? 0), n * d);
        options.noise?.(k, t, Math.abs(h), x, n);
        options.record?.(k + 1, times[k + 1]!, x);
      }
    },
    async adjoint(gX, n, uniforms, bars) {
      const { times } = path;
      const barColumns: Record<string, Column> = {};
      const scaled = new Map<number, Float64Array>();
      for (let k = times.length - 2; k >= 0; k--) {
        const t = times[k]!;
        const h = times[k + 1]! - t;
        for (let i = stages - 1; i >= 0; i--) {
          const w = tableau.weights[i] ?? 0;
          for (let q = 0; q < n * d; q++) cotangent[q] = h * w * gX[q]!;
          for (let j = i + 1; j < stages; j++) addScaled(cotangent, sensitivities[j]!, h * (tableau.a[j]?.[i] ?? 0), n * d);
          for (let a = 0; a < d; a++) barColumns[bar(a)] = column(cotangent, a, d);
          const weight = Math.abs(h) * w;
          const uniformBar = new Map<string, number>();
          bars.forEach((value, j) => {
            if (typeof value === "number") uniformBar.set(bar(d + j), weight * value);
            else barColumns[bar(d + j)] = column(scaledCopy(scaled, j, value, weight, n));
          });
          const stage = stageOf(k, i);
          const lookup = at(uniforms, t + (tableau.c[i] ?? 0) * h, (name) => uniformBar.get(name));
          await evaluated.adjoint(n, xColumns(stage.x), lookup, barColumns, stage.jets, sensitivities[i]!);
        }
        for (const s of sensitivities) addScaled(gX, s, 1, n * d);
      }
    },
  };
}

function scaledCopy(kept: Map<number, Float64Array>, j: number, value: Float64Array, weight: number, n: number): Float64Array {
  let target = kept.get(j);
  if (target === undefined) {
    target = new Float64Array(value.length);
    kept.set(j, target);
  }
  for (let i = 0; i < n; i++) target[i] = weight * value[i]!;
  return target;
}

function addScaled(target: Float32Array | Float64Array, source: Float32Array | Float64Array, factor: number, count: number): void {
  if (factor === 0) return;
  for (let i = 0; i < count; i++) target[i]! += factor * source[i]!;
}
