/**
 * @file One particle's account: its path, what it pays on the way and at the end, and what the value function promised.
 *
 *     J(x₀) = ∫₀ᵀ (L(X_t, a_t) + Σ δℐ/δρ) dt + δℳ/δρ(X_T)        equals U(x₀, 0) at the optimum (the agent's own problem)
 *
 * Along the deterministic flow only: with noise the account is an average over paths.
 */
import type { Particle } from "../results.ts";
import { column, plan } from "../../math/expressions/plan.ts";
import { input, num, sub, substitute } from "../../math/expressions/expression.ts";
import { runPlan } from "../game/evaluation.ts";
import type { Flow } from "../learn/flow.ts";

const TIMES = 65;

export async function particleOf(flow: Flow, start: readonly number[]): Promise<Particle> {
  const { setup } = flow;
  const { composed, dimension: d, experiment, data, reference } = setup;
  const latest = flow.samplingTimes(1)[1] ?? experiment.game.horizon;
  const times = Float64Array.from({ length: TIMES }, (_, k) => (latest * k) / (TIMES - 1));
  const path = new Float32Array(TIMES * d);
  const x0 = Float32Array.from(start.slice(0, d));
  const value = composed.binding.value;
  const at = async (t: number, x: Float32Array): Promise<number | null> =>
    value === undefined ? null : ((await flow.probe([value], x, t, 1))[0]?.[0] ?? null);
  if (flow.ode === null)
    return {
      start: [...x0],
      times: Float32Array.from(times),
      path: null,
      valueAtStart: await at(0, x0),
      momentum: null,
      momenta: null,
      running: null,
      interaction: null,
      terminal: null,
    };

  const moved = await flow.move(x0, 1, times, [flow.ode.divergence, composed.here.runningCost()], {
    record: (k, _t, x) => path.set(x.subarray(0, d), k * d),
  });
  const p = composed.binding.momentum;
  const momenta = p === undefined ? null : interleaved(await flow.probe(p, path, times, TIMES), TIMES);
  const noisy = setup.sigmaAt(experiment.game.horizon / 2) > 0;
  const one = (density: typeof data, x: Float32Array): Float64Array => {
    const out = new Float64Array(1).fill(Number.NaN);
    density.logDensity?.(x, 1, out);
    return out;
  };
  const atEnd = composed.terminal.price(composed.at) ?? num(Number.NaN);
  const price = substitute([atEnd], new Map([["logDensity", sub(input("referenceLogDensity"), input("logVolume"))]]));
  const out = new Float64Array(1);
  const columns = {
    targetLogDensity: column(one(data, moved.x)),
    referenceLogDensity: column(one(reference, x0)),
    logVolume: column(moved.integrals[0] ?? out),
  };
  runPlan(plan(price, setup.uniformNames), 1, columns, setup.uniforms, [column(out)]);
  const terminal = out[0] ?? Number.NaN;
  return {
    start: [...x0],
    times: Float32Array.from(times),
    path,
    valueAtStart: await at(0, x0),
    momentum: momenta === null ? null : [...momenta.subarray(0, d)],
    momenta,
    interaction: experiment.game.interactions.length === 0 ? 0 : null,
    running: noisy || composed.free ? null : (moved.integrals[1]?.[0] ?? null),
    terminal: noisy || !Number.isFinite(terminal) ? null : terminal,
  };
}

/** Columns [d][n] as rows [n, d]. */
function interleaved(columns: readonly Float64Array[], n: number): Float32Array {
  const d = columns.length;
  return Float32Array.from({ length: n * d }, (_, i) => columns[i % d]![Math.floor(i / d)]!);
}
