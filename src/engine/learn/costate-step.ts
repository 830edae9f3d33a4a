/**
 * @file One step of adjoint matching: paths of the present flow, costates back along them, and U fitted to both.
 *
 *     x₀ ~ ρ₀ → x_T by the present drift;   p, y back from T (costates.ts);   min over θ of
 *
 *     (1/T) ∫₀ᵀ E |∇U(x_t, t) − p_t|² + w (U(x_t, t) − y_t)² dt             paths and targets held fixed
 *
 * All times count alike, so that what a discount makes worthless at time 0 is learned as well as the rest. Nothing is differentiated through
 * the paths. The first step has a random share of the others' length and the last the rest: over the steps of a run every time is met.
 */
import { samplerAt } from "./draws.ts";
import type { CostateTerm } from "../../catalogue/costate-term.ts";
import { COST_TO_GO, SLOPE } from "../../catalogue/costate-term.ts";
import { type Expr, input, mul, normSquared, square, sub, sum } from "../../math/expressions/expression.ts";
import { type Column, column } from "../../math/expressions/plan.ts";
import { random } from "../../math/random.ts";
import { rowDrawer } from "../../math/laws/sampler.ts";
import { type BoundFunctional, targetAsked } from "../game/functional.ts";
import { bar, evaluation, type Uniforms } from "../game/evaluation.ts";
import type { Setup } from "../game/setup.ts";
import { type Acting, backwards } from "./costates.ts";
import type { DrawsGiven } from "./draws.ts";
import type { RoleNetwork } from "./networks.ts";
import { pathNoise } from "./path-noise.ts";
import { type PointPrices, pointPrices } from "./point-prices.ts";
import { scoredPaths } from "./scored-paths.ts";
import type { TermStep } from "./term-step.ts";

/** Partners of a particle on either side: along the paths, and once at the end. */
const PARTNERS = { along: 16, end: 128 } as const;

export function costateStep(term: CostateTerm, setup: Setup, network: RoleNetwork, draws: DrawsGiven): TermStep {
  const { dimension: d, composed } = setup;
  const { capacity: n, seed } = draws;
  const valued = term.valueWeight > 0;
  const along = pointPrices(setup, sum(composed.prices.map(atPoint)), crowdOf(composed.interactions), n, PARTNERS.along);
  const end = pointPrices(setup, atPoint(composed.terminal.price(composed.at)), crowdOf([composed.terminal]), n, PARTNERS.end);
  const count = term.steps + 2;
  const paths = scoredPaths({
    ...{ network, here: network.here, integrator: term.integrator, reference: draws.reference, uniform: draws.uniform },
    ...{ capacity: n, times: count, scored: along.readsDensity || end.readsDensity },
  });
  const acting: readonly Acting[] = paths.crowds.map((crowd) => ({ crowd, ...actingRoom(n, d) }));
  const back = backwards(setup, n, term.integrator !== "euler-maruyama");
  const fit = fitting(term, network, draws);
  const drawStart = rowDrawer(draws.samplers.reference, seed, "paths/start");
  const drawTarget = end.readsTarget ? rowDrawer(samplerAt(draws.samplers, "data"), seed, "paths/target") : undefined;
  const [from, target] = [new Float32Array(n * d), new Float32Array(drawTarget === undefined ? 0 : n * d)];
  const maruyama = term.integrator === "euler-maruyama" ? pathNoise(seed, setup.sigmaAt, d) : undefined;

  return {
    names: [SLOPE.name, ...(valued ? [COST_TO_GO.name] : [])],
    async run(step, uniforms, parts) {
      drawStart(step, n, from);
      drawTarget?.(step, n, target);
      const times = timesOf(uniforms("game.horizon"), term.steps, 0.1 + 0.8 * random(seed, `paths/times/${String(step)}`).uniform());
      await paths.forward(from, n, times, uniforms, maruyama?.(step));
      const read = (prices: PointPrices, k: number, price: Float64Array, slope: Float64Array): void => {
        prices.at(acting[k]!.crowd, n, uniforms, target, price, slope);
      };
      const last = count - 1;
      acting.forEach(({ price, priceSlope }, k) => {
        read(along, k, price, priceSlope);
      });
      read(end, last, acting[last]!.costToGo, acting[last]!.costate);
      if (valued) for (const each of acting) await fit.running(each, uniforms);
      back(acting, n, uniforms);
      parts.fill(0);
      for (let k = 0; k < count; k++) {
        const share = (times[Math.min(k + 1, last)]! - times[Math.max(k - 1, 0)]!) / (2 * uniforms("game.horizon"));
        await fit.to(acting[k]!, share, uniforms, parts);
      }
    },
  };
}

const actingRoom = (n: number, d: number): Omit<Acting, "crowd"> => ({
  price: new Float64Array(n),
  priceSlope: new Float64Array(n * d),
  running: new Float64Array(n),
  costate: new Float64Array(n * d),
  costToGo: new Float64Array(n),
});

/** 0, uh, (1 + u)h, …, T with h = T/K; differences over a tenth of h still have their digits. */
function timesOf(horizon: number, steps: number, u: number): Float64Array {
  return Float64Array.from({ length: steps + 2 }, (_, k) => (k === 0 ? 0 : k === steps + 1 ? horizon : ((k - 1 + u) * horizon) / steps));
}

function atPoint(price: Expr | null): Expr {
  if (price === null) throw new Error("A cost has no price at a point.");
  return price;
}

/** What prices ask of the crowd, each once; an end cost that knows log π asks for it too. */
function crowdOf(functionals: readonly BoundFunctional[]): BoundFunctional["crowd"] {
  const asked = functionals.flatMap(({ crowd }) => crowd.filter(({ kind }) => kind !== "target"));
  const [target] = functionals.flatMap(({ spec }) => targetAsked(spec));
  return target === undefined ? asked : [...asked, target];
}

/** The network held against the targets at one time. */
function fitting(term: CostateTerm, network: RoleNetwork, { capacity: n, uniform }: DrawsGiven) {
  const { here } = network;
  const d = network.kernel.shape.dimension;
  const axes = Array.from({ length: d }, (_, i) => i);
  const valued = term.valueWeight > 0;
  const known = new Set([...uniform, "t"]);
  const losses = [
    normSquared(here.momentum().map((p, i) => sub(p, input(`costate${String(i + 1)}`)))),
    ...(valued ? [mul(term.valueWeight, square(sub(here.value(), input("costToGo"))))] : []),
  ];
  const misses = evaluation({
    network,
    roots: losses,
    uniform: known,
    capacity: n,
    adjoint: { uniformBars: new Set(losses.keys()), wantPoints: false },
  });
  const cost = evaluation({ network, roots: [here.runningCost()], uniform: known, capacity: n });
  const [missJets, costJets] = [misses.newJets(), cost.newJets()];
  const found = losses.map(() => new Float64Array(n));
  const places = ({ crowd: { x } }: Acting): Record<string, Column> =>
    Object.fromEntries(axes.map((i) => [`x${String(i + 1)}`, column(x, i, d)]));
  return {
    /** L along the paths. */
    async running(at: Acting, uniforms: Uniforms): Promise<void> {
      await cost.forward(n, places(at), (name) => (name === "t" ? at.crowd.t : uniforms(name)), [column(at.running)], costJets);
    },
    /** Adds this time's share of the loss and of its gradient. */
    async to(at: Acting, share: number, uniforms: Uniforms, parts: Float64Array): Promise<void> {
      const columns = {
        ...places(at),
        ...Object.fromEntries(axes.map((i) => [`costate${String(i + 1)}`, column(at.costate, i, d)])),
        costToGo: column(at.costToGo),
      };
      const lookup: Uniforms = (name) => (name === "t" ? at.crowd.t : losses.some((_, r) => bar(r) === name) ? share / n : uniforms(name));
      await misses.forward(
        n,
        columns,
        lookup,
        found.map((values) => column(values)),
        missJets,
      );
      found.forEach((values, r) => {
        for (const value of values) parts[r]! += (share / n) * value;
      });
      await misses.adjoint(n, columns, lookup, {}, missJets, null);
    },
  };
}
