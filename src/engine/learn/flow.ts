/**
 * @file What a trained network can be asked: draw samples, give likelihoods, evaluate any formula of the game.
 *
 *     ode   no noise: b;   noising process: the probability flow u = b + (σ²/2)∇U, on s_i = s₀ + (T − s₀)u_i²  (Heun)
 *     sde   Euler-Maruyama on the same times
 *     log ρ_T(x) = log ρ₀(x₀) − ∫ ∇·u dt along the path pulled back from x
 *
 * The quadratic spacing puts most steps where the score is stiff, near the data. Weights are the moving average.
 */
import type { Expr, Vec } from "../../math/expressions/expression.ts";
import { column, type Column } from "../../math/expressions/plan.ts";
import { HEUN, type Tableau, tableauOf, uniformTimes } from "../../math/integrators.ts";
import { powOf } from "../../math/power.ts";
import type { Random } from "../../math/random.ts";
import type { Pause } from "./pause.ts";
import { evaluation, type Uniforms } from "../game/evaluation.ts";
import { type Roller, roller, type RollOptions } from "./roll-out.ts";
import type { Session } from "./session.ts";
import { type Jump, jumpOf } from "./jump.ts";
import { keptIn } from "../game/walls.ts";
import { descentNoise, maruyama } from "./path-noise.ts";
import { throughStages } from "./through-stages.ts";
import { POINTS_PER_CALL } from "./networks.ts";
import { opinionOf } from "./opinion.ts";
import type { Setup } from "../game/setup.ts";

export type RecordPositions = (k: number, t: number, x: Float32Array, first: number, count: number) => void;

export interface FlowOptions {
  readonly averaged?: boolean;
  /** Sees every recorded time, chunk by chunk: rows first … first + count. */
  readonly record?: RecordPositions;
  readonly times?: ArrayLike<number>;
  /** Instead of the experiment's own integrator: rulers that need an accurate path. */
  readonly tableau?: Tableau;
  /** Instead of fresh noise: rulers that send the same particles through the same noise at other steps. */
  readonly noise?: NonNullable<RollOptions["noise"]>;
}

/** ∫ of each rate along the path, [n] each. */
export interface Moved {
  readonly x: Float32Array;
  readonly integrals: readonly Float64Array[];
}

export interface Flow {
  readonly setup: Setup;
  /** Times of the experiment's sampler: from 0 to T, or to T − s₀ for a noising process. */
  samplingTimes(steps?: number): Float64Array;
  /** Draws from the reference and pushes by the experiment's sampler: at once where a network knows the way to the end and no times are asked for. */
  generate(n: number, random: Random, options?: FlowOptions): Promise<Float32Array>;
  /** Moves points along the deterministic flow over the given times, either way, with integrals of rates. */
  move(x: Float32Array, n: number, times: ArrayLike<number>, rates: readonly Expr[], options?: FlowOptions): Promise<Moved>;
  /** log ρ_T at points, [n], with so many steps; null where the sampler's law has no flow or the reference no density, and no grid knows it. */
  logDensity(x: Float32Array, n: number, steps: number): Promise<Float64Array> | null;
  /** log ρ_t at points, [n], where a grid knows it at all times; undefined where it takes a path, or nobody knows it. */
  readonly known: ((x: ArrayLike<number>, t: number, n: number) => Promise<Float64Array>) | undefined;
  /** Values of expressions at points [n, d] and one time or a time per point; `more` are further leaves by name, [n] each. */
  probe(
    roots: readonly Expr[],
    x: ArrayLike<number>,
    t: number | ArrayLike<number>,
    n: number,
    averaged?: boolean,
    more?: Readonly<Record<string, Float64Array>>,
  ): Promise<Float64Array[]>;
  /** What a critic thinks of points [n, d], n ≤ 4,096, at the end of the paths: the price per unit of weight. Null without a critic. */
  witness(x: Float32Array, n: number): Promise<Float64Array> | null;
  /** The drift of the deterministic flow and its divergence, or null for noisy games without a score. */
  readonly ode: { readonly drift: Vec; readonly divergence: Expr } | null;
  /** σ(t) of the paths that are drawn with noise: the game's, or that of a crowd that goes straight down its cost. */
  readonly sigmaAt: (t: number) => number;
}

/** What the answers share: the game, its flow, and roll-outs that are kept for the next question. */
interface FlowState {
  readonly session: Session;
  readonly setup: Setup;
  readonly pause: Pause | undefined;
  readonly ode: Flow["ode"];
  readonly sigmaAt: Flow["sigmaAt"];
  /** The experiment's own integrator. */
  readonly tableau: Tableau;
  readonly jump: Jump | undefined;
  readonly rollers: Map<string, Roller>;
}

/** @param pause taken after every step of a path and every piece of a probe */
export function flowOf(session: Session, pause?: Pause): Flow {
  const setup = session.setup();
  const { composed, experiment } = setup;
  const noisy = setup.sigmaAt(experiment.game.horizon / 2) > 0;
  const scored = composed.noising !== undefined && setup.need.role !== "velocity" && setup.objective.learnsScore;
  const ode = noisy ? (scored ? composed.probabilityFlow : null) : { drift: composed.here.drift(), divergence: composed.here.divergence() };
  const tableau = noisy ? HEUN : tableauOf(setup.objective.integrator?.(experiment.objective.params) ?? "rk4");
  const sigmaAt = setup.descent === undefined ? setup.sigmaAt : descentNoise((t) => session.moves(t), setup.descent);
  const flow: FlowState = { session, setup, pause, ode, sigmaAt, tableau, jump: jumpOf(session), rollers: new Map() };
  const known =
    session.network().kernel.population === undefined
      ? undefined
      : async (x: ArrayLike<number>, t: number, n: number) => (await probe(flow, [composed.at.of("logDensity")], x, t, n, true, {}))[0]!;
  return {
    setup,
    ode,
    sigmaAt,
    samplingTimes: (steps) => samplingTimes(setup, steps),
    move: (start, n, times, rates, options = {}) => move(flow, start, n, times, rates, options),
    generate: (n, random, options = {}) => generate(flow, n, random, options),
    logDensity(points, n, steps) {
      if (known !== undefined) return known(points, experiment.game.horizon, n);
      return ode === null || setup.reference.logDensity === undefined ? null : logDensity(flow, points, n, steps);
    },
    known,
    witness: (x, n) => opinionOf(session, x, n),
    probe: (roots, x, t, n, averaged = true, more = {}) => probe(flow, roots, x, t, n, averaged, more),
  };
}

/** Even times, but for noise that has to arrive at its end: the last step blurs it by σ√h, so steps shorten linearly towards it. */
function samplingTimes({ composed, experiment, objective, smallest }: Setup, steps = experiment.sampling.steps): Float64Array {
  const { horizon } = experiment.game;
  return composed.noising === undefined && objective.at !== "bridges"
    ? uniformTimes(0, horizon, steps)
    : Float64Array.from({ length: steps + 1 }, (_, i) => horizon - smallest - (horizon - smallest) * powOf(1 - i / steps, 2));
}

/** Roll-outs without cost columns are kept by their key. */
function rollerOf({ session, setup, rollers }: FlowState, key: string, drift: Vec, rates: readonly Expr[], tableau: Tableau): Roller {
  let found = rates.length > 0 ? undefined : rollers.get(key);
  found ??= roller({
    network: session.network(),
    drift,
    rates,
    uniform: setup.uniformNames,
    capacity: POINTS_PER_CALL,
    tableau,
    storedSteps: 0,
  });
  if (rates.length === 0) rollers.set(key, found);
  return found;
}

/** Along the whole path; with a pause step by step, which gives the same numbers. */
async function roll(
  { setup, pause }: FlowState,
  paths: Roller,
  x: Float32Array,
  costs: Float64Array,
  n: number,
  times: ArrayLike<number>,
  options: RollOptions,
): Promise<void> {
  if (setup.stages > 1) {
    await throughStages(setup, paths, { x, costs, n, times }, options, pause);
    return;
  }
  if (pause === undefined) {
    await paths.forward(x, costs, n, times, setup.uniforms, options);
    return;
  }
  const { noise, record } = options;
  for (let k = 0; k + 1 < times.length; k++) {
    await paths.forward(x, costs, n, [times[k]!, times[k + 1]!], setup.uniforms, {
      ...options,
      ...(noise === undefined ? {} : { noise: (_, t, h, at, count) => noise(k, t, h, at, count) }),
      ...(record === undefined ? {} : { record: (j, t, at) => (j === 1 || k === 0 ? record(k + j, t, at) : undefined) }),
    });
    await pause();
  }
}

/** Moves x [n, d] in place, piece by piece, with m integrals along the way. */
async function inChunks(
  { setup: { dimension: d } }: FlowState,
  x: Float32Array,
  n: number,
  m: number,
  each: (piece: Float32Array, costs: Float64Array, count: number, first: number) => Promise<void>,
): Promise<Float64Array[]> {
  const integrals = Array.from({ length: m }, () => new Float64Array(n));
  for (let first = 0; first < n; first += POINTS_PER_CALL) {
    const count = Math.min(POINTS_PER_CALL, n - first);
    const piece = x.slice(first * d, (first + count) * d);
    const costs = new Float64Array(count * m);
    await each(piece, costs, count, first);
    x.set(piece, first * d);
    for (let j = 0; j < m; j++) for (let i = 0; i < count; i++) integrals[j]![first + i] = costs[i * m + j]!;
  }
  return integrals;
}

const recorder = (options: FlowOptions, first: number, count: number): RollOptions =>
  options.record === undefined ? {} : { record: (k, t, x) => options.record?.(k, t, x, first, count) };

async function move(
  flow: FlowState,
  start: Float32Array,
  n: number,
  times: ArrayLike<number>,
  rates: readonly Expr[],
  options: FlowOptions,
): Promise<Moved> {
  if (flow.ode === null) throw new Error("These noisy paths have no deterministic flow.");
  const x = start.slice(0, n * flow.setup.dimension);
  const steps = options.tableau ?? flow.tableau;
  const paths = rollerOf(flow, `ode ${steps.id}`, flow.ode.drift, rates, steps);
  const walled = keptIn(flow.setup);
  const integrals = await inChunks(flow, x, n, rates.length, (piece, costs, count, first) =>
    roll(flow, paths, piece, costs, count, times, {
      averaged: options.averaged ?? true,
      ...(walled === undefined ? {} : { noise: walled }),
      ...recorder(options, first, count),
    }),
  );
  return { x, integrals };
}

async function generate(flow: FlowState, n: number, random: Random, options: FlowOptions): Promise<Float32Array> {
  const { setup } = flow;
  const x = new Float32Array(n * setup.dimension);
  setup.reference.sample(random, n, x);
  if (flow.jump !== undefined && options.times === undefined) return flow.jump(x, n, options.averaged ?? true);
  const times = options.times ?? samplingTimes(setup);
  if (setup.experiment.sampling.method === "ode" && flow.ode !== null) return (await move(flow, x, n, times, [], options)).x;
  const paths = rollerOf(flow, "sde", setup.descent?.drift ?? setup.composed.here.drift(), [], tableauOf("euler-maruyama"));
  const noise = options.noise ?? maruyama(random, flow.sigmaAt, setup.dimension);
  const walled = keptIn(setup);
  await inChunks(flow, x, n, 0, (piece, costs, count, first) =>
    roll(flow, paths, piece, costs, count, times, {
      averaged: options.averaged ?? true,
      noise(...step) {
        noise(...step);
        walled?.(...step);
      },
      ...recorder(options, first, count),
    }),
  );
  return x;
}

async function logDensity(flow: FlowState, points: Float32Array, n: number, steps: number): Promise<Float64Array> {
  const { setup, ode } = flow;
  const times = samplingTimes(setup, steps).reverse();
  const moved = await move(flow, points, n, times, ode === null ? [] : [ode.divergence], {});
  const out = new Float64Array(n);
  setup.reference.logDensity?.(moved.x, n, out);
  for (let i = 0; i < n; i++) out[i]! -= moved.integrals[0]![i]!;
  return out;
}

async function probe(
  { session, setup, pause }: FlowState,
  roots: readonly Expr[],
  x: ArrayLike<number>,
  t: number | ArrayLike<number>,
  n: number,
  averaged: boolean,
  more: Readonly<Record<string, Float64Array>>,
): Promise<Float64Array[]> {
  const { dimension: d } = setup;
  const perPoint = typeof t !== "number";
  const uniform = perPoint ? setup.uniformNames : new Set([...setup.uniformNames, "t"]);
  const evaluated = evaluation({ network: session.network(), roots, uniform, capacity: POINTS_PER_CALL });
  const jets = evaluated.newJets();
  const outputs = roots.map(() => new Float64Array(n));
  const lookup: Uniforms = (name) => (name === "t" && typeof t === "number" ? t : setup.uniforms(name));
  const points = Float64Array.from({ length: n * d }, (_, i) => x[i] ?? 0);
  const times = perPoint ? Float64Array.from({ length: n }, (_, i) => t[i] ?? 0) : undefined;
  for (let first = 0; first < n; first += POINTS_PER_CALL) {
    const count = Math.min(POINTS_PER_CALL, n - first);
    const columns: Record<string, Column> = Object.fromEntries(
      Array.from({ length: d }, (_, i) => [`x${String(i + 1)}`, column(points, first * d + i, d)]),
    );
    if (times !== undefined) columns["t"] = column(times, first);
    for (const [name, values] of Object.entries(more)) columns[name] = column(values, first);
    await evaluated.forward(
      count,
      columns,
      lookup,
      outputs.map((o) => column(o, first)),
      jets,
      averaged,
    );
    await pause?.();
  }
  return outputs;
}
