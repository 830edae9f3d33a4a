/**
 * @file Roll-out: particles stepped along a drift with costs as extra columns of the same stages, and its exact adjoint.
 *
 *     x_i  = x + h Σ_{j<i} a_ij b_j,    x⁺ = x + h Σ wᵢ bᵢ (+ σ√h ξ),    C⁺ = C + |h| Σ wᵢ eᵢ
 *
 *     adjoint of a step (discretise, then differentiate):
 *     g_i  = h wᵢ λ⁺ + Σ_{j>i} h a_ji s_j,     s_i = ∂/∂xᵢ (gᵢ·bᵢ + |h| wᵢ Σ μ eᵢ),     λ = λ⁺ + Σ s_i
 *
 * Rates may ask two things more of where they stand, and their cotangents go back through both:
 *
 *     log ρ    ℓ_i = ℓ₀ ± V_i,   V_i = V + |h| Σ_{j<i} a_ij (∇·b)_j       − for pushed paths, + for pulled ones
 *     crowd    the batch at this stage: its mean, a kernel's average over it (crowd.ts)
 *
 * Only stage inputs and their jets are stored. Times may run backwards (paths pulled from the data): h < 0, costs use |h|.
 */
import { type Expr, type Vec } from "../../math/expressions/expression.ts";
import { column, type Column } from "../../math/expressions/plan.ts";
import type { Tableau } from "../../math/integrators.ts";
import { bar, type Columns, type Evaluation, evaluation, type Network, type Uniforms } from "../game/evaluation.ts";
import type { Crowd } from "./crowd.ts";
import { addScaled, scaledCopy } from "./scaled.ts";

/** log ρ along the paths: which rate is ∇·b, and its sign in log ρ. */
export interface DensityAlong {
  readonly rate: number;
  readonly sign: 1 | -1;
}

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
  /** Where rates read the leaf logDensity. */
  readonly density?: DensityAlong | undefined;
  /** Where rates ask of the crowd. Its names are among the leaves. */
  readonly crowd?: Crowd | undefined;
}

export interface RollOptions {
  readonly averaged?: boolean;
  /** Adds the noise of step k to x; h is the length of the step. */
  readonly noise?: (k: number, t: number, h: number, x: Float32Array, n: number) => void;
  /** Sees the positions at every time, the first and the last included. */
  readonly record?: (k: number, t: number, x: Float32Array) => void;
  /** log ρ where the paths start, [n]: wanted with `density`. */
  readonly startLogDensity?: Float64Array;
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
  /** log ρ at the stage, [n]; empty where no rate asks. */
  readonly logDensity: Float64Array;
}

/** Everything a roller works with, made once. */
interface Workspace {
  readonly given: RollerGiven;
  readonly d: number;
  readonly m: number;
  readonly stages: number;
  readonly evaluated: Evaluation;
  readonly store: readonly StoredStage[];
  readonly slopes: readonly Float64Array[];
  readonly rate: Float64Array;
  /** (∇·b) of each stage of the present step, and V at its start. */
  readonly volumeRates: readonly Float64Array[];
  readonly volume: Float64Array;
  readonly sensitivities: readonly Float32Array[];
  readonly cotangent: Float64Array;
  /** Cotangents of log ρ at each stage of the present step; of V; of what the crowd is asked. */
  readonly densityBars: readonly Float64Array[];
  readonly volumeBar: Float64Array;
  readonly crowdBars: readonly Float64Array[];
  readonly scaled: Map<number, Float64Array>;
}

const LOG_DENSITY = "logDensity";

export function roller(given: RollerGiven): Roller {
  const work = workspace(given);
  let times: ArrayLike<number> = [0];
  return {
    async forward(x, costs, n, at, uniforms, options = {}) {
      const steps = at.length - 1;
      if (given.storedSteps > 0 && steps > given.storedSteps) throw new Error("more steps than were planned for");
      times = at;
      options.record?.(0, times[0] ?? 0, x);
      for (let k = 0; k < steps; k++) {
        const t = times[k]!;
        const h = times[k + 1]! - t;
        await stepForward(work, k, t, h, x, costs, n, uniforms, options);
        options.noise?.(k, t, Math.abs(h), x, n);
        options.record?.(k + 1, times[k + 1]!, x);
      }
    },
    async adjoint(gX, n, uniforms, bars) {
      startVolumeBar(work, bars, n);
      for (let k = times.length - 2; k >= 0; k--) await stepBack(work, k, times[k]!, times[k + 1]! - times[k]!, gX, n, uniforms, bars);
    },
  };
}

function workspace(given: RollerGiven): Workspace {
  const { network, drift, rates, capacity, tableau, storedSteps, density, crowd } = given;
  const d = network.kernel.shape.dimension;
  const m = rates.length;
  const stages = tableau.weights.length;
  const varying = given.varyingBars ?? new Set<number>();
  const extra = [...(density === undefined ? [] : [LOG_DENSITY]), ...(crowd?.wanted ?? [])];
  const evaluated = evaluation({
    network,
    roots: [...drift, ...rates],
    uniform: new Set([...given.uniform, "t", ...(crowd?.numbers ?? [])]),
    capacity,
    ...(storedSteps > 0
      ? {
          adjoint: {
            uniformBars: new Set(rates.map((_, j) => d + j).filter((r) => !varying.has(r - d) && r - d !== density?.rate)),
            wantPoints: true,
            extra,
          },
        }
      : {}),
  });
  const perParticle = () => new Float64Array(capacity);
  const perStage = (wanted: boolean) => Array.from({ length: wanted ? stages : 0 }, perParticle);
  const newStage = (): StoredStage => ({
    x: new Float32Array(capacity * d),
    jets: evaluated.newJets(),
    logDensity: new Float64Array(density === undefined ? 0 : capacity),
  });
  return {
    ...{ given, d, m, stages, evaluated },
    store: Array.from({ length: Math.max(1, storedSteps) * stages }, newStage),
    slopes: Array.from({ length: stages }, () => new Float64Array(capacity * d)),
    rate: new Float64Array(capacity * m),
    volumeRates: perStage(density !== undefined),
    volume: new Float64Array(density === undefined ? 0 : capacity),
    sensitivities: Array.from({ length: stages }, () => new Float32Array(capacity * d)),
    cotangent: new Float64Array(capacity * d),
    densityBars: perStage(density !== undefined),
    volumeBar: new Float64Array(density === undefined ? 0 : capacity),
    crowdBars: (crowd?.wanted ?? []).map(perParticle),
    scaled: new Map<number, Float64Array>(),
  };
}

const stageOf = ({ given, stages, store }: Workspace, k: number, i: number): StoredStage =>
  store[(given.storedSteps > 0 ? k * stages : 0) + i]!;

/** What a stage's formulas read besides the jets. */
function columnsOf({ given, d }: Workspace, stage: StoredStage): Columns {
  const places = Object.fromEntries(Array.from({ length: d }, (_, i) => [`x${String(i + 1)}`, column(stage.x, i, d)]));
  if (given.density === undefined && given.crowd === undefined) return places;
  return {
    ...places,
    ...(given.density === undefined ? {} : { [LOG_DENSITY]: column(stage.logDensity) }),
    ...given.crowd?.columns(),
  };
}

const numbersAt =
  ({ given }: Workspace, uniforms: Uniforms, t: number, more?: (name: string) => number | undefined): Uniforms =>
  (name) =>
    more?.(name) ?? (name === "t" ? t : (given.crowd?.number(name) ?? uniforms(name)));

async function stepForward(
  work: Workspace,
  k: number,
  t: number,
  h: number,
  x: Float32Array,
  costs: Float64Array,
  n: number,
  uniforms: Uniforms,
  options: RollOptions,
): Promise<void> {
  const { given, d, m, stages, slopes, rate, evaluated } = work;
  const { tableau, density, crowd } = given;
  if (density !== undefined) for (let q = 0; q < n; q++) work.volume[q] = costs[q * m + density.rate]!;
  for (let i = 0; i < stages; i++) {
    const stage = stageOf(work, k, i);
    const row = tableau.a[i]!;
    stage.x.set(x.subarray(0, n * d));
    for (let j = 0; j < i; j++) addScaled(stage.x, slopes[j]!, h * (row[j] ?? 0), n * d);
    if (density !== undefined) densityAt(work, density, stage, row, i, Math.abs(h), n, options.startLogDensity);
    crowd?.read(stage.x, n, uniforms);
    const outputs: Column[] = [
      ...Array.from({ length: d }, (_, a) => column(slopes[i]!, a, d)),
      ...given.rates.map((_, j) => column(rate, j, m)),
    ];
    const at = numbersAt(work, uniforms, t + (tableau.c[i] ?? 0) * h);
    await evaluated.forward(n, columnsOf(work, stage), at, outputs, stage.jets, options.averaged);
    if (density !== undefined) for (let q = 0; q < n; q++) work.volumeRates[i]![q] = rate[q * m + density.rate]!;
    addScaled(costs, rate, Math.abs(h) * (tableau.weights[i] ?? 0), n * m);
  }
  for (let i = 0; i < stages; i++) addScaled(x, slopes[i]!, h * (tableau.weights[i] ?? 0), n * d);
}

/** ℓ_i = ℓ₀ ± (V + |h| Σ_{j<i} a_ij (∇·b)_j). */
function densityAt(
  { volume, volumeRates }: Workspace,
  { sign }: DensityAlong,
  stage: StoredStage,
  row: readonly number[],
  i: number,
  length: number,
  n: number,
  start: Float64Array | undefined,
): void {
  if (start === undefined) throw new Error("The density where the paths start is wanted.");
  const { logDensity } = stage;
  for (let q = 0; q < n; q++) logDensity[q] = volume[q]!;
  for (let j = 0; j < i; j++) addScaled(logDensity, volumeRates[j]!, length * (row[j] ?? 0), n);
  for (let q = 0; q < n; q++) logDensity[q] = start[q]! + sign * logDensity[q]!;
}

/** The cotangent of V where the paths end. */
function startVolumeBar({ given, volumeBar }: Workspace, bars: readonly (number | Float64Array)[], n: number): void {
  if (given.density === undefined) return;
  const end = bars[given.density.rate]!;
  if (typeof end === "number") volumeBar.fill(end, 0, n);
  else volumeBar.set(end.subarray(0, n));
}

async function stepBack(
  work: Workspace,
  k: number,
  t: number,
  h: number,
  gX: Float32Array,
  n: number,
  uniforms: Uniforms,
  bars: readonly (number | Float64Array)[],
): Promise<void> {
  const { given, d, stages, sensitivities, cotangent, evaluated } = work;
  const { tableau, density, crowd } = given;
  const barColumns: Record<string, Column> = {};
  for (let i = stages - 1; i >= 0; i--) {
    const w = tableau.weights[i] ?? 0;
    for (let q = 0; q < n * d; q++) cotangent[q] = h * w * gX[q]!;
    for (let j = i + 1; j < stages; j++) addScaled(cotangent, sensitivities[j]!, h * (tableau.a[j]?.[i] ?? 0), n * d);
    for (let a = 0; a < d; a++) barColumns[bar(a)] = column(cotangent, a, d);
    const weight = Math.abs(h) * w;
    const uniformBar = new Map<string, number>();
    bars.forEach((value, j) => {
      if (j === density?.rate) barColumns[bar(d + j)] = column(volumeRateBar(work, j, i, Math.abs(h), n));
      else if (typeof value === "number") uniformBar.set(bar(d + j), weight * value);
      else barColumns[bar(d + j)] = column(scaledCopy(work.scaled, j, value, weight, n));
    });
    const stage = stageOf(work, k, i);
    crowd?.read(stage.x, n, uniforms);
    const lookup = numbersAt(work, uniforms, t + (tableau.c[i] ?? 0) * h, (name) => uniformBar.get(name));
    const extra = [...(density === undefined ? [] : [column(work.densityBars[i]!)]), ...work.crowdBars.map((b) => column(b))];
    await evaluated.adjoint(n, columnsOf(work, stage), lookup, barColumns, stage.jets, sensitivities[i]!, extra);
    crowd?.back(stage.x, n, uniforms, work.crowdBars, sensitivities[i]!);
  }
  for (const s of sensitivities) addScaled(gX, s, 1, n * d);
  if (density !== undefined) for (const b of work.densityBars) addScaled(work.volumeBar, b, density.sign, n);
}

/** |h| wᵢ λ_V + |h| Σ_{j>i} a_ji (± ℓ̄_j): the cotangent of (∇·b)ᵢ. */
function volumeRateBar(work: Workspace, j: number, i: number, length: number, n: number): Float64Array {
  const { given, stages, volumeBar, densityBars, scaled } = work;
  const { tableau, density } = given;
  const target = scaledCopy(scaled, j, volumeBar, length * (tableau.weights[i] ?? 0), n);
  for (let l = i + 1; l < stages; l++) addScaled(target, densityBars[l]!, length * (tableau.a[l]?.[i] ?? 0) * (density?.sign ?? 1), n);
  return target;
}
