/**
 * @file One agent's account: its path through a point (x, t), forward to T and back to 0, and what it pays.
 *
 *     J = ∫₀ᵀ e^(−κt) (L(X_t, a_t) + Σ δℐ/δρ) dt + e^(−κT) δℳ/δρ(X_T)            the agent's own problem, in present value
 *
 * Along any solution of the HJB equation d(e^(−κt) U(X_t, t)) = −e^(−κt) (L + Σ δℐ/δρ) dt, so what the optimum foretells depends on
 * the end at which the game gives U:
 *
 *     pushed    U(·, T) = δℳ/δρ                                                   J = U(X₀, 0)
 *     pulled    the agent starts at its data point X_T and pays at X₀:            J = −e^(−κT) U(X_T, T),
 *               U(·, 0) = −(its price there)                                      J = ∫ e^(−κt) (L + Σ δℐ/δρ) dt − U(X₀, 0)
 *
 * Along the deterministic flow only: with noise the account is an average over paths. Integrals are sums over the recorded times,
 * by cubics through four neighbours (error h⁴).
 */
import type { Density } from "../../catalogue/define.ts";
import { type Expr, input, leaves, mul, sum } from "../../math/expressions/expression.ts";
import { column, plan } from "../../math/expressions/plan.ts";
import { discountFactor } from "../game/discount.ts";
import { interleaved } from "../interleaved.ts";
import { channelsOf, populationLeaves, runPlan } from "../game/evaluation.ts";
import { priceAtReference } from "../game/pulled-back.ts";
import type { Flow } from "../learn/flow.ts";
import type { Particle } from "../results.ts";
import type { Solution } from "../solution.ts";

const TIMES = 65;

/** Where and when an agent is picked out. */
export interface Picked {
  readonly x: readonly number[];
  readonly t: number;
}

/** @param exact the solution beside which its path is shown, from the same start */
export async function particleOf(flow: Flow, picked: Picked, exact: Solution | null = null): Promise<Particle> {
  const { dimension: d, composed, experiment } = flow.setup;
  const { game } = experiment;
  const latest = flow.samplingTimes(1)[1] ?? game.horizon;
  const times = Float64Array.from({ length: TIMES }, (_, k) => (latest * k) / (TIMES - 1));
  const x = Float32Array.from(picked.x.slice(0, d));
  const at = { x: [...x], t: Math.min(Math.max(picked.t, 0), latest) };
  const path = await tracedPath(flow, x, at.t, times);
  if (path === null) {
    const U = composed.binding.value;
    const value = U === undefined ? null : ((await flow.probe([U], x, at.t, 1))[0]?.[0] ?? null);
    return { ...NOTHING, picked: at, start: at.x, times: Float32Array.from(times), valueAtStart: value };
  }
  const start = path.slice(0, d);
  const along = await curvesAlong(flow, path, times);
  const { p, U, account } = along;
  return {
    picked: at,
    start: [...start],
    times: Float32Array.from(times),
    path,
    exactPath: (await exact?.trajectories(start, 1, times)) ?? null,
    valueAtStart: U?.[0] ?? null,
    momentum: p === null ? null : [...p.subarray(0, d)],
    momenta: p,
    running: account.running?.at(-1) ?? null,
    interaction: account.interaction?.at(-1) ?? null,
    terminal: account.terminal,
    foretold:
      U === null || !looksToTheEnd(flow.setup) ? null : along.pulled ? -Math.exp(-game.discount * game.horizon) * U[TIMES - 1]! : U[0]!,
    pulled: along.pulled,
    value: asFloats(U),
    residual: asFloats(along.residual),
    logDensity: asFloats(along.logDensity),
    cost:
      account.running === null || account.interaction === null ? null : account.running.map((paid, k) => paid + account.interaction![k]!),
  };
}

const NOTHING: Omit<Particle, "picked" | "start" | "times" | "valueAtStart"> = {
  path: null,
  exactPath: null,
  momentum: null,
  momenta: null,
  running: null,
  interaction: null,
  terminal: null,
  foretold: null,
  pulled: false,
  value: null,
  residual: null,
  logDensity: null,
  cost: null,
};

/** Through x at time t, at the given times [K, d]; null where the sampler has no flow. */
async function tracedPath(flow: Flow, x: Float32Array, t: number, times: Float64Array): Promise<Float32Array | null> {
  if (flow.ode === null) return null;
  const d = x.length;
  const path = new Float32Array(times.length * d);
  const ahead = times.findIndex((time) => time >= t);
  const legs: readonly (readonly number[])[] = [Array.from(times.keys()).slice(ahead), Array.from(times.keys()).slice(0, ahead).reverse()];
  for (const leg of legs) {
    if (leg.length === 0) continue;
    await flow.move(x, 1, [t, ...leg.map((k) => times[k]!)], [], {
      record: (j, _t, now) => {
        if (j > 0) path.set(now.subarray(0, d), leg[j - 1]! * d);
      },
    });
  }
  return path;
}

interface Along {
  readonly U: Float64Array | null;
  /** ∇U, rows [K, d]. */
  readonly p: Float32Array | null;
  readonly residual: Float64Array | null;
  /** Of the generated population. */
  readonly logDensity: Float64Array | null;
  readonly account: { readonly running: Float32Array | null; readonly interaction: Float32Array | null; readonly terminal: number | null };
  readonly pulled: boolean;
}

async function curvesAlong(flow: Flow, path: Float32Array, times: Float64Array): Promise<Along> {
  const { setup } = flow;
  const { composed, dimension: d, experiment, data, reference } = setup;
  const { game } = experiment;
  const K = times.length;
  const { value: U, momentum: p } = composed.binding;
  const factor = discountFactor(composed.at);
  const base = await flow.probe(
    [flow.ode!.divergence, mul(factor, composed.here.runningCost()), ...(U === undefined ? [] : [U]), ...(p ?? [])],
    path,
    times,
    K,
  );
  const volume = cumulative(base[0]!, times);
  const densityAt = (density: Density | null, k: number): number => {
    const out = new Float64Array(1).fill(Number.NaN);
    density?.logDensity?.(path.subarray(k * d, (k + 1) * d), 1, out);
    return out[0]!;
  };
  const generated = volume.map((v) => densityAt(reference, 0) - v);
  const pulled = setup.objective.at === "paths" && composed.terminal.spec.measure === "target";
  // The population whose cost it is: the pushed one, or the data's carried back.
  const population = pulled ? volume.map((v) => densityAt(data, K - 1) + volume[K - 1]! - v) : generated;
  const everywhere = (density: typeof data) => Float64Array.from({ length: K }, (_, k) => densityAt(density, k));
  const witness = await flow.witness(path, K);
  const columns = {
    logDensity: population,
    targetLogDensity: everywhere(data),
    referenceLogDensity: everywhere(reference),
    // What the critic thinks: read where the path ends.
    ...(witness === null ? {} : { witness }),
  };
  const known = async (root: Expr): Promise<Float64Array | null> => {
    const ofGrid = flow.known === undefined ? [] : populationLeaves(d);
    const given = new Set([
      ...setup.uniformNames,
      ...Object.keys(columns),
      ...ofGrid,
      "t",
      "x1",
      "x2",
      ...channelsOf([root], setup.shape).names,
    ]);
    return [...leaves([root])].every((name) => given.has(name)) ? (await flow.probe([root], path, times, K, true, columns))[0]! : null;
  };

  /** A price at one end of the path; its density is on the columns, so the network is not asked. */
  const endPrice = (root: Expr, k: number): number => {
    const out = new Float64Array(1);
    const here = Object.fromEntries([
      ...Object.entries(columns).map(([name, values]) => [name, column(values, k)] as const),
      ...Array.from({ length: d }, (_, a) => [`x${String(a + 1)}`, column(path, k * d + a)] as const),
    ]);
    runPlan(plan([root], new Set([...setup.uniformNames, "t"])), 1, here, (name) => (name === "t" ? times[k]! : setup.uniforms(name)), [
      column(out),
    ]);
    return out[0]!;
  };
  const noisy = setup.sigmaAt(game.horizon / 2) > 0 || !looksToTheEnd(setup);
  const priced = composed.prices.every((each) => each !== null);
  const prices = noisy || !priced ? null : await known(mul(factor, sum(composed.prices)));
  const price = pulled
    ? priceAtReference(composed.at.horizon, input("logDensity"))
    : mul(discountFactor({ t: composed.at.horizon }), composed.terminal.price(composed.at) ?? input("no price"));
  const end = pulled ? 0 : K - 1;
  // A price that asks for the crowd at the end has no answer from one agent.
  const atEnd = new Set([...setup.uniformNames, ...Object.keys(columns), "t", "x1", "x2"]);
  const terminal = noisy || ![...leaves([price])].every((name) => atEnd.has(name)) ? null : endPrice(price, end);
  return {
    U: U === undefined ? null : base[2]!,
    p: p === undefined ? null : Float32Array.from(interleaved(base.slice(base.length - d), K)),
    residual: composed.noResidual === undefined ? await known(composed.here.hjbResidual()) : null,
    logDensity: Number.isFinite(generated[0]) ? generated : null,
    account: {
      running: noisy || composed.free ? null : Float32Array.from(cumulative(base[1]!, times)),
      interaction: prices === null ? null : Float32Array.from(cumulative(prices, times)),
      terminal: terminal !== null && Number.isFinite(terminal) ? terminal : null,
    },
    pulled,
  };
}

/** Else there is no account: what is paid over the whole way is nobody's problem. */
const looksToTheEnd = ({ descent, stages }: Flow["setup"]): boolean => descent === undefined && stages === 1;

/** ∫₀^{t_k} f dt: on an even grid each interval by the cubic through its neighbours, else by the trapezoidal rule. */
export function cumulative(f: Float64Array, times: Float64Array): Float64Array {
  const out = new Float64Array(f.length);
  const last = f.length - 1;
  const h = times[1]! - times[0]!;
  const isEven = Math.abs(times[last]! - times[0]! - last * h) < 1e-6 * Math.abs(h);
  for (let k = 0; k < last; k++) {
    if (!isEven) {
      out[k + 1] = out[k]! + 0.5 * (f[k]! + f[k + 1]!) * (times[k + 1]! - times[k]!);
      continue;
    }
    const inside = 13 * (f[k]! + f[k + 1]!) - (f[k - 1] ?? 0) - (f[k + 2] ?? 0);
    const first = 9 * f[k]! + 19 * f[k + 1]! - 5 * (f[k + 2] ?? 0) + (f[k + 3] ?? 0);
    const final = 9 * f[k + 1]! + 19 * f[k]! - 5 * (f[k - 1] ?? 0) + (f[k - 2] ?? 0);
    out[k + 1] = out[k]! + (h / 24) * (k === 0 ? first : k === last - 1 ? final : inside);
  }
  return out;
}

const asFloats = (values: Float64Array | null): Float32Array | null => (values === null ? null : Float32Array.from(values));
