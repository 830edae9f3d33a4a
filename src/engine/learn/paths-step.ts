/**
 * @file One step of a roll-out term: simulate, add up the costs, and run the adjoint back through the paths.
 *
 *     pushed   x₀ ~ ρ₀ → x_T:     log ρ_T(x_T) = log ρ₀(x₀) − V,     V = ∫₀ᵀ ∇·b dt
 *     pulled   x_T ~ data → x₀:   log ρ_T(x_T) = log ρ₀(x₀) − V       the same formula, read at the data
 *
 * Each end has its costs; they may read log ρ_T, log π at the data end, log ρ₀ at the reference end, and V. What moves with
 * the weights is the end the paths arrive at and V.
 */
import type { Density } from "../../catalogue/define.ts";
import type { Accumulated, EndCost, PathEnd, PathsTerm } from "../../catalogue/terms.ts";
import { fillNormals, fillWords, keyOf } from "../../math/counter.ts";
import { input, sub, substitute } from "../../math/expressions/expression.ts";
import { type Column, column } from "../../math/expressions/plan.ts";
import { tableauOf, uniformTimes } from "../../math/integrators.ts";
import { rowDrawer } from "../../math/laws/sampler.ts";
import type { DrawsGiven } from "./draws.ts";
import { presentValue } from "../game/discount.ts";
import { bar, type Columns, evaluation, type Evaluation, type Network, type Uniforms } from "../game/evaluation.ts";
import { type Roller, roller } from "./roll-out.ts";
import { type TermStep, weightOf } from "./term-step.ts";

export interface PathsGiven {
  readonly term: PathsTerm;
  readonly network: Network;
  readonly here: PathEnd;
  readonly draws: DrawsGiven;
  readonly data: Density;
  /** σ(t) as a number, for Euler-Maruyama. */
  readonly sigmaAt: (t: number) => number;
}

const EXTRA = ["logVolume", "targetLogDensity", "referenceLogDensity"] as const;

interface End {
  readonly costs: readonly EndCost[];
  readonly evaluated: Evaluation;
  readonly jets: Float32Array;
  readonly values: readonly Float64Array[];
  readonly gX: Float32Array;
  readonly gExtra: Readonly<Record<(typeof EXTRA)[number], Float64Array>>;
}

export function pathsStep(given: PathsGiven): TermStep {
  const { term, network, here, data } = given;
  const { capacity: n, reference, seed } = given.draws;
  const d = network.kernel.shape.dimension;
  const push = term.direction === "push";
  const tableau = tableauOf(term.integrator);
  const columnsOf: readonly Accumulated[] = term.accumulate.filter((a) => a.in === "loss");
  const rates = [...columnsOf.map((a) => presentValue(a, here)), ...(term.logDensity ? [here.divergence()] : [])];
  const m = rates.length;
  const volumeAt = columnsOf.length;
  const paths: Roller = roller({
    network,
    drift: here.drift(),
    rates,
    uniform: given.draws.uniform,
    capacity: n,
    tableau,
    storedSteps: term.steps,
    varyingBars: new Set(term.logDensity ? [volumeAt] : []),
  });
  const ends = { data: endOf("data", given), reference: endOf("reference", given) };
  const [start, arrival] = push ? [ends.reference, ends.data] : [ends.data, ends.reference];

  const drawStart = rowDrawer(given.draws.samplers[term.start], seed, "paths/start");
  const maruyama = term.integrator === "euler-maruyama" ? pathNoise(seed, given.sigmaAt, d) : undefined;
  const from = new Float32Array(n * d);
  const x = new Float32Array(n * d);
  const costs = new Float64Array(n * m);
  const gX = new Float32Array(n * d);
  const volume = new Float64Array(n);
  const gVolume = new Float64Array(n);
  const known = { targetLogDensity: new Float64Array(n), referenceLogDensity: new Float64Array(n), logVolume: volume };
  const slope = new Float64Array(n * d);

  return {
    names: [...columnsOf.map((a) => a.name), ...start.costs.map((c) => c.name), ...arrival.costs.map((c) => c.name)],
    async run(step: number, uniforms: Uniforms, parts: Float64Array) {
      const horizon = uniforms("game.horizon");
      drawStart(step, n, from);
      x.set(from);
      costs.fill(0);
      const times = push ? uniformTimes(0, horizon, term.steps) : uniformTimes(horizon, 0, term.steps);
      await paths.forward(x, costs, n, times, uniforms, maruyama === undefined ? {} : { noise: maruyama(step) });
      const [dataPoints, referencePoints] = push ? [x, from] : [from, x];
      if (term.logDensity) {
        for (let i = 0; i < n; i++) volume[i] = costs[i * m + volumeAt]!;
        reference.logDensity?.(referencePoints, n, known.referenceLogDensity);
      }
      data.logDensity?.(dataPoints, n, known.targetLogDensity);

      const weights = columnsOf.map((a) => weightOf(a, step, uniforms));
      columnsOf.forEach((_, j) => {
        let total = 0;
        for (let i = 0; i < n; i++) total += costs[i * m + j]!;
        parts[j] = (weights[j]! * total) / n;
      });
      gX.fill(0);
      gVolume.fill(0);
      let part = columnsOf.length;
      for (const end of [start, arrival]) {
        const points = end === ends.data ? dataPoints : referencePoints;
        await runEnd(end, points, end === ends.data ? horizon : 0, step, uniforms, parts, part);
        part += end.costs.length;
      }
      await paths.adjoint(gX, n, uniforms, [...weights.map((w) => w / n), ...(term.logDensity ? [gVolume] : [])]);
    },
  };

  /** Values and gradients of the costs at one end; what depends on the arrival point goes into gX, what on V into gVolume. */
  async function runEnd(
    end: End,
    points: Float32Array,
    t: number,
    step: number,
    uniforms: Uniforms,
    parts: Float64Array,
    first: number,
  ): Promise<void> {
    if (end.costs.length === 0) return;
    const columns: Columns = {
      ...Object.fromEntries(Array.from({ length: d }, (_, i) => [`x${String(i + 1)}`, column(points, i, d)])),
      ...Object.fromEntries(EXTRA.map((name) => [name, column(known[name])])),
    };
    const weights = end.costs.map((cost) => weightOf(cost, step, uniforms));
    const lookup: Uniforms = (name) => {
      if (name === "t") return t;
      const k = end.costs.findIndex((_, index) => bar(index) === name);
      return k >= 0 ? weights[k]! / n : uniforms(name);
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
    const extra: Column[] = EXTRA.map((name) => column(end.gExtra[name]));
    await end.evaluated.adjoint(n, columns, lookup, {}, end.jets, end.gX, extra);
    for (let i = 0; i < n; i++) gVolume[i]! += end.gExtra.logVolume[i]!;
    if (end === arrival) {
      for (let q = 0; q < n * d; q++) gX[q]! += end.gX[q]!;
      if (end === ends.data) addSlope(data, points, end.gExtra.targetLogDensity);
    }
    if (arrival === ends.reference) addSlope(reference, x, end.gExtra.referenceLogDensity);
  }

  /** gX += g ∇log density at the arrival points. */
  function addSlope(density: Density, points: Float32Array, g: Float64Array): void {
    if (density.score === undefined || g.every((v) => v === 0)) return;
    density.score(points, n, slope);
    for (let i = 0; i < n; i++) for (let k = 0; k < d; k++) gX[i * d + k]! += g[i]! * slope[i * d + k]!;
  }
}

function endOf(at: "data" | "reference", given: PathsGiven): End {
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
    uniform: new Set([...given.draws.uniform, "t"]),
    capacity: n,
    adjoint: { uniformBars: new Set(costs.map((_, k) => k)), wantPoints: true, extra: EXTRA },
  });
  const zeros = () => new Float64Array(n);
  return {
    costs,
    evaluated,
    jets: evaluated.newJets(),
    values: costs.map(zeros),
    gX: new Float32Array(n * network.kernel.shape.dimension),
    gExtra: { logVolume: zeros(), targetLogDensity: zeros(), referenceLogDensity: zeros() },
  };
}

/** x += σ(t)√h ξ, with ξ the first normals of (sample, training step, time step): block k of a stream of its own. */
export function pathNoise(seed: number, sigmaAt: (t: number) => number, d: number) {
  const key = keyOf(seed, "paths/noise");
  let words = new Uint32Array(0);
  let noise = new Float32Array(0);
  return (step: number) =>
    (k: number, t: number, h: number, x: Float32Array, n: number): void => {
      if (noise.length < n * d) [words, noise] = [new Uint32Array(4 * n), new Float32Array(n * d)];
      fillWords(n, step, k, key, words);
      fillNormals(words, 0, n, noise, d === 2 ? noise.subarray(1) : null, d);
      const amplitude = sigmaAt(t) * Math.sqrt(h);
      for (let q = 0; q < n * d; q++) x[q]! += amplitude * noise[q]!;
    };
}
