/**
 * @file What the whole crowd pays along the learned paths, and how much of it the optimum would have saved.
 *
 *     J   = ∫₀ᵀ e^(−κt) (E L(X_t, a_t) + Σ ℐ[ρ_t]) dt + e^(−κT) ℳ[ρ_T]                  the game's objective, with its constants
 *     gap = J − E U(X₀, 0) = E ∫₀ᵀ e^(−κt) (L(a) + p·b + 𝓗(p)) dt,    p = ∇U             U the exact value, costs linear in ρ
 *
 * What stands in the integral is Fenchel's gap of L, ½w|v − v*|² for the kinetic energy. Both sides are measured along the same paths,
 * which are the learned control's own: pushed by RK4, or by the sampler where there is noise. A diffusion read backwards by its score has
 * none of those, and a pulled-back cost is not the crowd's.
 */
import { dot, type Expr, input, leaves, mul, num, sum } from "../../../math/expressions/expression.ts";
import { RK4, uniformTimes } from "../../../math/integrators.ts";
import { prescribes } from "../../../catalogue/define.ts";
import { discountFactor } from "../../game/discount.ts";
import { crowdLeaves } from "../../learn/crowd-leaves.ts";
import { cumulative } from "../../look/particle.ts";
import type { Metrics } from "../../results.ts";
import type { Solution } from "../../solution.ts";
import type { Ruler, RulerSpec } from "../ruler.ts";
import { meanOf, meanWithError, type Subject } from "../subject.ts";

declare module "../../results.ts" {
  interface Metrics {
    readonly cost: {
      readonly total: number;
      /** Standard error of the total. */
      readonly error: number;
      readonly running: number;
      readonly interactions: number;
      readonly terminal: number;
    } | null;
    /** J − E U(X₀, 0) with its standard error, and the mean squared distance of the controls that it equals. */
    readonly optimalityGap: { readonly value: number; readonly error: number; readonly squares: number } | null;
  }
}

export const spec: RulerSpec = {
  id: "cost",
  title: "Cost",
  answers: ["cost", "optimalityGap"],
  card: "measures",
  place: 55,
  when: "at-rest",
  section: "Optimality gap",
  lines: ({ cost, optimalityGap }, exact) => [
    {
      id: "cost",
      title: "whole cost J",
      unit: "plain",
      value: cost?.total,
      error: cost?.error,
      truth: exact?.known === true ? exact.cost : null,
      about: "What the whole crowd pays: on the way, for each other, and at the end.",
    },
    {
      id: "cost.optimal",
      title: "optimal cost J*",
      card: "exact",
      unit: "plain",
      value: exact?.known === true ? exact.cost : null,
      fixed: true,
      about: "What the whole crowd pays if nobody could do better. What it pays as it is, J, stands among the measures.",
    },
    {
      id: "optimalityGap",
      title: "J − E U(X₀, 0)",
      unit: "plain",
      value: optimalityGap?.value,
      error: optimalityGap?.error,
      truth: 0,
      about: "What the optimum would have saved: the whole cost less its value U at the start.",
    },
    {
      id: "optimalityGap.squares",
      title: "E∫½|v − v*|²",
      unit: "plain",
      value: optimalityGap?.squares,
      truth: 0,
      about: "How far the control is from the best one, along its paths: the line above.",
    },
  ],
};

/** A kernel's average is a sum over all pairs. */
const MOST_PAIRED = 1024;

type Answer = Pick<Metrics, "cost" | "optimalityGap">;

/** Rates along the paths, and the end cost; null where one has no value at a point. */
interface Priced {
  readonly running: Expr;
  readonly interactions: Expr;
  readonly terminal: Expr;
  /** Fenchel's gap at p = (bestMomentum1, …), where the costs are linear in ρ. */
  readonly excess: Expr | undefined;
}

const momentumName = (axis: number): string => `bestMomentum${String(axis + 1)}`;

function pricedOf({ setup }: Subject): Priced | null {
  const { composed } = setup;
  // Nobody pays for a way that is simulated: its cost is F, which the curve shows.
  if (setup.descent !== undefined) return null;
  const { interactions, terminal, at, here } = composed;
  const end = prescribes(terminal.spec) ? num(0) : terminal.integrand(at);
  const along = interactions.map((interaction) => interaction.integrand(at));
  // With a kernel against the data, what the data cost among themselves is left out of the formula.
  const whole = [terminal, ...interactions].every(
    ({ spec: { needs, measure } }) => measure !== "target" && !needs.includes("kernelTarget"),
  );
  const readsData = [terminal, ...interactions].some(({ spec: { needs } }) => needs.includes("targetLogDensity"));
  if (readsData && setup.data?.logDensity === undefined) return null;
  if (!whole || end === null || along.some((each) => each === null)) return null;
  const factor = discountFactor(at);
  const linear = setup.stages === 1 && [terminal, ...interactions].every(({ spec: { coupling } }) => coupling === "linear");
  const p = Array.from({ length: setup.dimension }, (_, axis) => input(momentumName(axis)));
  const hamiltonian = linear ? composed.effectiveHamiltonian(p) : undefined;
  const running = composed.free ? num(0) : here.runningCost();
  return {
    running: mul(factor, running),
    interactions: mul(factor, sum(along.map((each) => each ?? num(0)))),
    terminal: mul(factor, end),
    excess: hamiltonian === undefined ? undefined : mul(factor, sum([running, dot(p, here.drift()), hamiltonian])),
  };
}

/** Positions of n particles at even times, [n, d] each. */
interface Paths {
  readonly n: number;
  readonly times: Float64Array;
  readonly at: readonly Float32Array[];
}

async function pathsOf({ setup, flow, effort, population, stream }: Subject): Promise<Paths> {
  const { dimension: d, composed } = setup;
  const paired = composed.interactions.some(({ crowd }) => crowd.some(({ kind }) => kind === "kernel"));
  const n = paired ? Math.min(effort.samples, MOST_PAIRED) : effort.samples;
  const pushed = population === "flow";
  const times = pushed ? uniformTimes(0, setup.experiment.game.horizon, 2 * effort.steps) : flow.samplingTimes();
  const at = Array.from(times, () => new Float32Array(n * d));
  const record = (k: number, _t: number, x: Float32Array, first: number, count: number): void => {
    at[k]!.set(x.subarray(0, count * d), first * d);
  };
  if (pushed) {
    const start = new Float32Array(n * d);
    setup.reference.sample(stream("cost"), n, start);
    await flow.move(start, n, times, [], { tableau: RK4, record });
  } else await flow.generate(n, stream("cost"), { times, record });
  return { n, times, at };
}

/** Values of expressions along the paths, [times][roots][n]; null where the crowd's density is asked for and nobody knows it. */
async function along(subject: Subject, paths: Paths, roots: readonly Expr[], exact: Solution | null): Promise<Float64Array[][] | null> {
  const { setup, flow, effort } = subject;
  const { n, times, at } = paths;
  const d = setup.dimension;
  const dense = leaves(roots).has("logDensity") && flow.known === undefined;
  if (dense && (subject.population !== "flow" || setup.reference.logDensity === undefined)) return null;
  // Its density is carried along the path here, not sought from its far end.
  const asked = [...leaves(roots)].filter((name) => !dense || name !== "logDensity").map(input);
  const { steps } = setup.experiment.sampling;
  const { interactions, terminal } = setup.composed;
  const crowd = crowdLeaves({ flow, steps, data: () => subject.truth("crowd", effort.points) }, asked, [...interactions, terminal]);
  if (crowd === null) return null;
  const density = dense ? await carriedDensity(subject, paths) : null;
  const found: Float64Array[][] = [];
  for (const [k, x] of at.entries()) {
    const t = times[k]!;
    const best = exact === null ? null : (await exact.at(["momentum"], x, n, t)).momentum!;
    const momentum = Object.fromEntries(
      best === null
        ? []
        : Array.from({ length: d }, (_, a) => [momentumName(a), Float64Array.from({ length: n }, (__, i) => best[i * d + a]!)]),
    );
    const more = { ...(await crowd(x, n, t, x)), ...momentum, ...(density === null ? {} : { logDensity: density[k]! }) };
    found.push(await flow.probe(roots, x, t, n, true, more));
  }
  return found;
}

/** log ρ_t(X_t) = log ρ₀(X₀) − ∫₀ᵗ ∇·b, [times][n]. */
async function carriedDensity({ setup, flow }: Subject, { n, times, at }: Paths): Promise<Float64Array[]> {
  const rates: Float64Array[] = [];
  for (const [k, x] of at.entries()) rates.push((await flow.probe([flow.ode!.divergence], x, times[k]!, n))[0]!);
  const first = new Float64Array(n);
  setup.reference.logDensity!(at[0]!, n, first);
  const volumes = Array.from({ length: n }, (_, i) => integralOf(rates, times, i));
  return Array.from(times, (_, k) => first.map((log, i) => log - volumes[i]![k]!));
}

const integralOf = (rates: readonly Float64Array[], times: Float64Array, i: number): Float64Array =>
  cumulative(
    Float64Array.from(rates, (rate) => rate[i]!),
    times,
  );

async function measure(subject: Subject): Promise<Answer> {
  const priced = subject.population === "diffusion" ? null : pricedOf(subject);
  const exact = priced?.excess === undefined ? null : knownValue(subject.exact());
  if (priced === null) return NOTHING;
  const { running, interactions, terminal, excess } = priced;
  const roots = [running, interactions, terminal, ...(exact === null || excess === undefined ? [] : [excess])];
  // What only a critic knows has no value here.
  if (leaves(roots).has("witness")) return NOTHING;
  const paths = await pathsOf(subject);
  const found = await along(subject, paths, roots, exact);
  if (found === null) return NOTHING;
  const { n, times } = paths;
  const sums = [0, 1, ...(roots.length > 3 ? [3] : [])].map((root) => {
    const rates = found.map((values) => values[root]!);
    return Float64Array.from({ length: n }, (_, i) => integralOf(rates, times, i).at(-1)!);
  });
  const [run, between, squares] = sums;
  const end = found.at(-1)![2]!;
  const paid = (i: number): number => run![i]! + between![i]! + end[i]!;
  const total = meanWithError(n, paid);
  const parts = { running: run!, interactions: between!, terminal: end };
  const mean = (values: Float64Array): number => meanOf(n, (i) => values[i]!);
  const cost = {
    ...{ total: total.mean, error: total.error },
    ...{ running: mean(parts.running), interactions: mean(parts.interactions), terminal: mean(parts.terminal) },
  };
  if (exact === null || squares === undefined) return { cost, optimalityGap: null };
  const best = (await exact.at(["value"], paths.at[0]!, n, 0)).value!;
  const gap = meanWithError(n, (i) => paid(i) - best[i]!);
  return { cost, optimalityGap: { value: gap.mean, error: gap.error, squares: mean(squares) } };
}

const NOTHING: Answer = { cost: null, optimalityGap: null };

const knownValue = (exact: Solution | null): Solution | null =>
  exact === null || exact.unknown("value") !== undefined || exact.unknown("momentum") !== undefined ? null : exact;

export const cost: Ruler = { spec, measure };
