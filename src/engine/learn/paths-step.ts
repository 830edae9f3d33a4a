/**
 * @file One step of a roll-out term: simulate, add up the costs, and run the adjoint back through the paths.
 *
 *     pushed   x₀ ~ ρ₀ → x_T:     log ρ_T(x_T) = log ρ₀(x₀) − V,     V = ∫₀ᵀ ∇·b dt
 *     pulled   x_T ~ data → x₀:   log ρ_T(x_T) = log ρ₀(x₀) − V       the same formula, read at the data
 *
 * Each end has its costs; they may read log ρ_T, log π at the data end, log ρ₀ at the reference end, V, and the crowd there. What
 * moves with the weights is the end the paths arrive at and V. A comparison of the samples as a whole gives its gradient itself.
 */
import { samplerAt } from "./draws.ts";
import { expOf } from "../../math/elementary.ts";
import type { Density } from "../../catalogue/define.ts";
import type { Accumulated, EndComparison, EndCost, PathsTerm } from "../../catalogue/terms.ts";
import type { PathEnd } from "../../catalogue/place.ts";
import { input, leaves, sub, substitute } from "../../math/expressions/expression.ts";
import { type Column, column } from "../../math/expressions/plan.ts";
import { tableauOf, uniformTimes } from "../../math/integrators.ts";
import { random } from "../../math/random.ts";
import { rowDrawer } from "../../math/laws/sampler.ts";
import type { DrawsGiven } from "./draws.ts";
import { presentValue } from "../game/discount.ts";
import { bar, type Columns, evaluation, type Evaluation, type Network, type Uniforms } from "../game/evaluation.ts";
import { type Crowd, createCrowd } from "./crowd.ts";
import { type Roller, roller } from "./roll-out.ts";
import { pathNoise } from "./path-noise.ts";
import { type Stages, stageTimes } from "./stages.ts";
import { type TermStep, weightOf } from "./term-step.ts";
import type { Witness } from "./witness.ts";

export interface PathsGiven {
  readonly term: PathsTerm;
  readonly network: Network;
  readonly here: PathEnd;
  readonly draws: DrawsGiven;
  /** null: the game has none, and nothing here reads any. */
  readonly data: Density | null;
  /** σ(t) as a number, for Euler-Maruyama. */
  readonly sigmaAt: (t: number) => number;
  /** φ of a critic, where one is trained. */
  readonly witness: Witness | undefined;
  /** Where the flow is trained in stages. */
  readonly stages: Stages | undefined;
}

const EXTRA = ["logVolume", "targetLogDensity", "referenceLogDensity", "witness"] as const;

/** Partners of a particle on either side: along the paths, where every stage has its pairs, and once at the end. */
const PARTNERS = { along: 16, end: 128 } as const;

interface End {
  readonly costs: readonly EndCost[];
  readonly evaluated: Evaluation;
  readonly jets: Float32Array;
  readonly values: readonly Float64Array[];
  readonly gX: Float32Array;
  readonly gExtra: readonly Float64Array[];
  /** What the costs ask of the crowd at this end. */
  readonly crowd: Crowd | undefined;
}

/** Everything a step works with, made once. */
interface Workspace {
  readonly given: PathsGiven;
  readonly n: number;
  readonly d: number;
  readonly m: number;
  readonly push: boolean;
  readonly columns: readonly Accumulated[];
  readonly paths: Roller;
  /** Rates read log ρ. Without a density of the data it is known up to a constant per path, which moves nothing. */
  readonly densityAlong: boolean;
  readonly ends: { readonly data: End; readonly reference: End };
  readonly start: End;
  readonly arrival: End;
  readonly from: Float32Array;
  readonly x: Float32Array;
  readonly costs: Float64Array;
  readonly gX: Float32Array;
  readonly gVolume: Float64Array;
  readonly known: Readonly<Record<(typeof EXTRA)[number], Float64Array>>;
  /** Samples of the data to compare with, [n, d]; empty where nobody compares. */
  readonly target: Float32Array;
  readonly slope: Float64Array;
  readonly witnessSlope: Float64Array;
}

export function pathsStep(given: PathsGiven): TermStep {
  const work = workspace(given);
  const { term, draws } = given;
  const { n, d, m, push, columns, from, x, costs, gX, gVolume, known, start, arrival, ends } = work;
  const volumeAt = columns.length;
  const { reference, seed } = draws;
  const drawStart = rowDrawer(samplerAt(draws.samplers, term.start), seed, "paths/start");
  const drawTarget = work.target.length === 0 ? undefined : rowDrawer(samplerAt(draws.samplers, "data"), seed, "paths/target");
  const maruyama = term.integrator === "euler-maruyama" ? pathNoise(seed, given.sigmaAt, d) : undefined;

  return {
    names: [...columns, ...start.costs, ...arrival.costs, ...term.comparisons].map(({ name }) => name),
    async run(step: number, uniforms: Uniforms, parts: Float64Array) {
      const stage = await given.stages?.start(step, n, uniforms);
      if (stage === undefined) drawStart(step, n, from);
      else from.set(stage.x);
      drawTarget?.(step, n, work.target);
      x.set(from);
      costs.fill(0);
      const startLogDensity = push ? known.referenceLogDensity : known.targetLogDensity;
      if (stage !== undefined) startLogDensity.set(stage.logDensity);
      else if (work.densityAlong) (push ? reference : given.data)?.logDensity?.(from, n, startLogDensity);
      const times = timesOf(given, step, uniforms("game.horizon"));
      await work.paths.forward(x, costs, n, times, uniforms, {
        ...(maruyama === undefined ? {} : { noise: maruyama(step) }),
        startLogDensity,
      });
      const [dataPoints, referencePoints] = push ? [x, from] : [from, x];
      if (term.logDensity) {
        for (let i = 0; i < n; i++) known.logVolume[i] = costs[i * m + volumeAt]!;
        if (stage === undefined) reference.logDensity?.(referencePoints, n, known.referenceLogDensity);
      }
      given.data?.logDensity?.(dataPoints, n, known.targetLogDensity);
      await given.witness?.at(dataPoints, n, step, uniforms, known.witness, work.witnessSlope);
      const weights = columns.map((a) => weightOf(a, step, uniforms));
      columns.forEach((_, j) => {
        let total = 0;
        for (let i = 0; i < n; i++) total += costs[i * m + j]!;
        parts[j] = (weights[j]! * total) / n;
      });
      gX.fill(0);
      gVolume.fill(0);
      let part = columns.length;
      for (const end of [start, arrival]) {
        const points = end === ends.data ? dataPoints : referencePoints;
        await runEnd(work, end, points, end === start ? times[0]! : times[term.steps]!, step, uniforms, parts, part);
        part += end.costs.length;
      }
      for (const comparison of term.comparisons) parts[part++] = await compareSamples(work, comparison, step, uniforms);
      await work.paths.adjoint(gX, n, uniforms, [...weights.map((w) => w / n), ...(term.logDensity ? [gVolume] : [])]);
    },
  };
}

/** From where the paths start to where they arrive. */
function timesOf({ term, stages }: PathsGiven, step: number, horizon: number): Float64Array {
  if (stages !== undefined) return stageTimes(horizon, stages.rounds.count + 1, stages.at(step), term.steps);
  return term.direction === "push" ? uniformTimes(0, horizon, term.steps) : uniformTimes(horizon, 0, term.steps);
}

function workspace(given: PathsGiven): Workspace {
  const { term, network, here } = given;
  const { capacity: n, uniform } = given.draws;
  const d = network.kernel.shape.dimension;
  const push = term.direction === "push";
  const columns = term.accumulate.filter((a) => a.in === "loss");
  const rates = [...columns.map((a) => presentValue(a, here)), ...(term.logDensity ? [here.divergence()] : [])];
  const crowdFor = (features: PathsTerm["crowd"]["end"], partners: number): Crowd | undefined =>
    features.length === 0 ? undefined : createCrowd({ features, dimension: d, capacity: n, uniform, partners, density: given.data });
  const readsDensity = leaves(rates).has("logDensity");
  const paths = roller({
    network,
    drift: here.drift(),
    rates,
    uniform,
    capacity: n,
    tableau: tableauOf(term.integrator),
    storedSteps: term.steps,
    varyingBars: new Set(term.logDensity ? [columns.length] : []),
    density: readsDensity ? { rate: columns.length, sign: push ? -1 : 1 } : undefined,
    crowd: crowdFor(term.crowd.along, PARTNERS.along),
  });
  const ends = { data: endOf("data", given, crowdFor(term.crowd.end, PARTNERS.end)), reference: endOf("reference", given, undefined) };
  const [start, arrival] = push ? [ends.reference, ends.data] : [ends.data, ends.reference];
  const compares = term.comparisons.length > 0 || term.crowd.end.some((f) => f.kind === "kernel" && f.against === "target");
  const perParticle = () => new Float64Array(n);
  return {
    ...{ given, n, d, m: rates.length, push, columns, paths, ends, start, arrival, densityAlong: readsDensity },
    from: new Float32Array(n * d),
    x: new Float32Array(n * d),
    costs: new Float64Array(n * rates.length),
    gX: new Float32Array(n * d),
    gVolume: perParticle(),
    known: { targetLogDensity: perParticle(), referenceLogDensity: perParticle(), logVolume: perParticle(), witness: perParticle() },
    target: new Float32Array(compares ? n * d : 0),
    slope: new Float64Array(n * d),
    witnessSlope: new Float64Array(given.witness === undefined ? 0 : n * d),
  };
}

/** Values and gradients of the costs at one end; what depends on the arrival point goes into gX, what on V into gVolume. */
async function runEnd(
  work: Workspace,
  end: End,
  points: Float32Array,
  t: number,
  step: number,
  uniforms: Uniforms,
  parts: Float64Array,
  first: number,
): Promise<void> {
  if (end.costs.length === 0) return;
  const { n, d, known, gX, gVolume, ends, arrival } = work;
  end.crowd?.read(points, n, uniforms, work.target);
  const columns: Columns = {
    ...Object.fromEntries(Array.from({ length: d }, (_, i) => [`x${String(i + 1)}`, column(points, i, d)])),
    ...Object.fromEntries(EXTRA.map((name) => [name, column(known[name])])),
    ...end.crowd?.columns(),
  };
  const weights = end.costs.map((cost) => weightOf(cost, step, uniforms));
  const lookup: Uniforms = (name) => {
    if (name === "t") return t;
    const k = end.costs.findIndex((_, index) => bar(index) === name);
    return k >= 0 ? weights[k]! / n : (end.crowd?.number(name) ?? uniforms(name));
  };
  await end.evaluated.forward(
    n,
    columns,
    lookup,
    end.values.map((v) => column(v)),
    end.jets,
  );
  end.values.forEach((values, k) => {
    let total = 0;
    for (const v of values) total += v;
    parts[first + k] = (weights[k]! * total) / n;
  });
  const extra: Column[] = end.gExtra.map((g) => column(g));
  await end.evaluated.adjoint(n, columns, lookup, {}, end.jets, end.gX, extra);
  const [volumeBar, targetBar, referenceBar, witnessBar] = end.gExtra as [Float64Array, Float64Array, Float64Array, Float64Array];
  for (let i = 0; i < n; i++) gVolume[i]! += volumeBar[i]!;
  if (end === arrival) {
    for (let q = 0; q < n * d; q++) gX[q]! += end.gX[q]!;
    if (end === ends.data) addSlope(work, work.given.data, points, targetBar);
    if (end === ends.data && work.given.witness !== undefined) addSlopes(work, work.witnessSlope, witnessBar);
    end.crowd?.back(points, n, uniforms, end.gExtra.slice(EXTRA.length), gX, work.target);
  }
  if (arrival === ends.reference) addSlope(work, work.given.draws.reference, work.x, referenceBar);
}

/** gX += g ∇log density at the arrival points. */
function addSlope(work: Workspace, density: Density | null, points: Float32Array, g: Float64Array): void {
  if (density?.score === undefined || g.every((v) => v === 0)) return;
  density.score(points, work.n, work.slope);
  addSlopes(work, work.slope, g);
}

function addSlopes({ n, d, gX }: Workspace, slopes: Float64Array, g: Float64Array): void {
  for (let i = 0; i < n; i++) for (let k = 0; k < d; k++) gX[i * d + k]! += g[i]! * slopes[i * d + k]!;
}

/** A cost of the samples as a whole: its gradient goes straight to where the paths arrive. */
async function compareSamples(work: Workspace, comparison: EndComparison, step: number, uniforms: Uniforms): Promise<number> {
  const { n, d, x, target, slope, gX, given } = work;
  const factor = expOf(-uniforms("game.discount") * uniforms("game.horizon"));
  const value = await comparison.compare({
    dimension: d === 1 ? 1 : 2,
    population: x,
    target,
    n,
    random: random(given.draws.seed, `paths/compare/${String(step)}`),
    gradient: slope,
  });
  for (let q = 0; q < n * d; q++) gX[q]! += factor * slope[q]!;
  return factor * value;
}

function endOf(at: "data" | "reference", given: PathsGiven, crowd: Crowd | undefined): End {
  const { network, term } = given;
  const n = given.draws.capacity;
  const costs = term.end.filter((cost) => cost.at === at);
  const logDensity = sub(input("referenceLogDensity"), input("logVolume"));
  const roots = substitute(
    costs.map((cost) => presentValue(cost, given.here)),
    new Map([["logDensity", logDensity]]),
  );
  const evaluated = evaluation({
    network,
    roots,
    uniform: new Set([...given.draws.uniform, "t", ...(crowd?.numbers ?? [])]),
    capacity: n,
    adjoint: { uniformBars: new Set(costs.map((_, k) => k)), wantPoints: true, extra: [...EXTRA, ...(crowd?.wanted ?? [])] },
  });
  const zeros = () => new Float64Array(n);
  return {
    costs,
    evaluated,
    jets: evaluated.newJets(),
    values: costs.map(zeros),
    gX: new Float32Array(n * network.kernel.shape.dimension),
    gExtra: [...EXTRA, ...(crowd?.wanted ?? [])].map(zeros),
    crowd,
  };
}
