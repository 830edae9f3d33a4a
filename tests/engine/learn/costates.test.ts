/**
 * @file Adjoint matching's parts against truth: the score carried along paths by differences of log ρ, prices at particles by their formulas,
 * and costates along the paths of closed forms, which are ∇U and U there; with noise on average.
 */
import { describe, expect, it } from "vitest";
import { registry } from "../../../src/catalogue/registry.ts";
import { exactOf } from "../../../src/engine/game/exact-problem.ts";
import { type Setup, setUp } from "../../../src/engine/game/setup.ts";
import { createWasmKernel } from "../../../src/engine/kernels/wasm/kernel.ts";
import { loadWasmModule } from "../../../src/engine/kernels/wasm/module.ts";
import { type Acting, backwards, shares } from "../../../src/engine/learn/costates.ts";
import { networksOf } from "../../../src/engine/learn/networks.ts";
import { pointPrices } from "../../../src/engine/learn/point-prices.ts";
import { scoredPaths } from "../../../src/engine/learn/scored-paths.ts";
import type { ClosedForm } from "../../../src/exact/problem.ts";
import { sum } from "../../../src/math/expressions/expression.ts";
import { uniformTimes } from "../../../src/math/integrators.ts";
import { random } from "../../../src/math/random.ts";
import { experimentOf } from "../experiment-of.ts";

const module = await loadWasmModule();

const NO_PENALTY = { hjb: { weight: 0 }, terminal: { weight: 0 }, initial: { weight: 0 } };

const law = (mean: number[], variances: number[]) => ({
  id: "gaussian",
  params: { mean, covariance: variances.map((v, i) => variances.map((_, j) => (i === j ? v : 0))) },
});

const flowGame = (d: 1 | 2, game: object) => ({
  model: "wasserstein-gradient-flow",
  data: law([0.3, -0.4].slice(0, d), [1, 0.7].slice(0, d)),
  reference: law([1.2, 0.8].slice(0, d), [0.4, 1.3].slice(0, d)),
  game,
  regularisers: NO_PENALTY,
});

const setupOf = (partial: object): Setup => setUp(experimentOf(partial), registry);

describe.each([1, 2] as const)("the score along paths, d = %i", (d) => {
  it("is the slope of log ρ, by differences of what neighbours carry", async () => {
    const setup = setupOf({ ...flowGame(d, { horizon: 1 }), network: { width: 16 } });
    const kernel = createWasmKernel(setup.shape, module);
    const stream = random(d, "weights");
    for (let i = 0; i < kernel.theta.length; i++) kernel.theta[i] = 0.4 * stream.normal();
    const [network] = networksOf(setup, [kernel]);
    const n = 8 * (1 + 2 * d);
    const [step, h] = [0.02, 12];
    const start = new Float32Array(n * d);
    for (let i = 0; i < 8; i++) {
      const x = Array.from({ length: d }, () => 1 + stream.normal());
      for (let side = 0; side <= 2 * d; side++)
        x.forEach(
          (value, k) => (start[(i * (1 + 2 * d) + side) * d + k] = value + (side === 2 * k + 1 ? step : side === 2 * k + 2 ? -step : 0)),
        );
    }
    const paths = scoredPaths({
      ...{ network: network!, here: network!.here, integrator: "rk4", reference: setup.reference, uniform: setup.uniformNames },
      ...{ capacity: n, times: h + 1, scored: true },
    });
    kernel.gTheta.fill(0.5);
    await paths.forward(start, n, uniformTimes(0, 1, h), setup.uniforms);
    expect(kernel.gTheta.every((value) => value === 0.5)).toBe(true);
    const { x, logDensity, score } = paths.crowds[h]!;
    for (let i = 0; i < 8; i++) {
      const own = i * (1 + 2 * d);
      for (let axis = 0; axis < d; axis++) {
        // By the chain rule: ∂/∂x₀ of log ρ_t(X_t(x₀)).
        const [up, down] = [own + 2 * axis + 1, own + 2 * axis + 2];
        const found = (logDensity[up]! - logDensity[down]!) / (2 * step);
        let due = 0;
        for (let k = 0; k < d; k++) due += (score[own * d + k]! * (x[up * d + k]! - x[down * d + k]!)) / (2 * step);
        expect(Math.abs(found - due)).toBeLessThan(5e-3 * (1 + Math.abs(due)));
      }
    }
  });
});

/** Along given crowds: what acts there, and the costates that follow. */
function carriedBack(setup: Setup, form: ClosedForm, n: number, steps: number): { acting: readonly Acting[]; d: 1 | 2 } {
  const { dimension: d, composed, uniforms } = setup;
  const { horizon } = setup.experiment.game;
  const times = uniformTimes(0, horizon, steps);
  const start = new Float32Array(n * d);
  setup.reference.sample(random(7, "start"), n, start);
  const places = new Float64Array((steps + 1) * n * d);
  form.trajectories(start, n, times, places);
  const along = pointPrices(
    setup,
    sum(composed.prices.map((price) => price!)),
    composed.interactions.flatMap(({ crowd }) => crowd),
    n,
    n,
  );
  const known = composed.terminal.spec.needs.includes("targetLogDensity") ? [{ kind: "target" as const }] : [];
  const end = pointPrices(setup, composed.terminal.price(composed.at)!, [...composed.terminal.crowd, ...known], n, n);
  const acting = Array.from(times, (t, k): Acting => {
    const x = Float32Array.from(places.subarray(k * n * d, (k + 1) * n * d));
    const { mean, covariance } = form.moments(t);
    const density = registry.density.get("gaussian").build({ mean, covariance });
    const [logDensity, score, velocity] = [new Float64Array(n), new Float64Array(n * d), new Float64Array(n * d)];
    density.logDensity!(x, n, logDensity);
    density.score!(x, n, score);
    form.velocity(x, n, t, velocity);
    const room = {
      price: new Float64Array(n),
      priceSlope: new Float64Array(n * d),
      costate: new Float64Array(n * d),
      costToGo: new Float64Array(n),
    };
    const crowd = { x, t, logDensity, score };
    along.at(crowd, n, uniforms, new Float32Array(0), room.price, room.priceSlope);
    const weight = Number(setup.experiment.game.lagrangian.params["weight"]);
    const running = Float64Array.from({ length: n }, (_, i) => {
      let total = 0;
      for (let a = 0; a < d; a++) total += 0.5 * weight * velocity[i * d + a]! ** 2;
      return total;
    });
    return { crowd, ...room, running };
  });
  const last = acting.at(-1)!;
  end.at(last.crowd, n, uniforms, new Float32Array(0), last.costToGo, last.costate);
  backwards(setup, n, true)(acting, n, uniforms);
  return { acting, d };
}

const GAMES: Readonly<Record<string, object>> = {
  "gradient flow of reverse KL": { horizon: 2, discount: 10, lagrangian: { id: "kinetic", params: { weight: 0.7 } } },
  "gradient flow of entropy": { horizon: 1, discount: 3, terminal: { id: "entropy", params: { weight: 0.6 } } },
  "gradient flow of potential energy": {
    horizon: 1,
    discount: 5,
    terminal: { id: "potential-energy", params: { weight: 1.5, x: -0.5, y: 1 } },
  },
  "entropy and a spring on the way, no discount": {
    horizon: 1.2,
    discount: 0,
    interactions: [
      { id: "entropy", params: { weight: 0.4 } },
      { id: "potential-energy", params: { weight: 1 } },
    ],
  },
};

describe.each([1, 2] as const)("costates along the paths of closed forms, d = %i", (d) => {
  it.each(Object.keys(GAMES))("%s: they are ∇U, and costs to go are U", (name) => {
    const setup = setupOf(flowGame(d, GAMES[name]!));
    const form = exactOf(setup);
    if ("reason" in form) throw new Error(form.reason);
    const [n, steps] = [16, 400];
    const { acting } = carriedBack(setup, form, n, steps);
    for (const k of [0, 40, 200, 390, 400]) {
      const { crowd, costate, costToGo } = acting[k]!;
      const [U, gradient] = [new Float64Array(n), new Float64Array(n * d)];
      form.values(crowd.x, n, crowd.t, { U, gradient });
      costate.forEach((p, q) => {
        expect(Math.abs(p - gradient[q]!)).toBeLessThan(2e-4 * (1 + Math.abs(gradient[q]!)));
      });
      costToGo.forEach((y, i) => {
        expect(Math.abs(y - U[i]!)).toBeLessThan(2e-4 * (1 + Math.abs(U[i]!)));
      });
    }
  });
});

it("the slope of a kernel's price is the mean slope of the kernel, with whoever moves the crowd held fixed", () => {
  const setup = setupOf(flowGame(2, { horizon: 1, discount: 0, interactions: [{ id: "kernel-congestion", params: { weight: 2 } }] }));
  const { composed, uniforms, dimension: d } = setup;
  const [n, h] = [9, 1e-2];
  const prices = pointPrices(setup, composed.prices[0]!, composed.interactions[0]!.crowd, n, n);
  const x = new Float32Array(n * d);
  setup.reference.sample(random(1, "crowd"), n, x);
  const at = (places: Float32Array) => {
    const [price, slope, none] = [new Float64Array(n), new Float64Array(n * d), new Float64Array(n * d)];
    prices.at({ x: places, t: 0, logDensity: none, score: none }, n, uniforms, new Float32Array(0), price, slope);
    return { price, slope };
  };
  const { slope } = at(x);
  for (let axis = 0; axis < d; axis++) {
    const moved = (by: number): number => {
      const places = x.slice();
      places[axis]! += by;
      return at(places).price[0]!;
    };
    expect(slope[axis]).toBeCloseTo((moved(h) - moved(-h)) / (2 * h), 3);
  }
});

it("shares of a step are the integrals of its polynomials against the discount", () => {
  for (const [discount, h] of [
    [0, 0.3],
    [1e-4, 0.5],
    [2, 0.1],
    [3, 0.1667],
    [20, 0.4],
  ] as const)
    for (const times of [
      [0, h],
      [0, h, 1.7 * h],
      [-0.6 * h, 0, h],
    ]) {
      const found = shares(discount, h, times);
      const power = (j: number): number => {
        const pieces = 4000;
        let total = 0;
        for (let k = 0; k < pieces; k++)
          total += Math.exp((-discount * h * (k + 0.5)) / pieces) * ((h * (k + 0.5)) / pieces) ** j * (h / pieces);
        return total;
      };
      times.forEach((_, j) => {
        const sums = times.reduce((total, t, i) => total + found[i]! * t ** j, 0);
        expect(sums).toBeCloseTo(power(j), 7);
      });
    }
});

it("with noise the costate is ∇U on average over paths, and no noise enters it", () => {
  // Ornstein and Uhlenbeck: the exact drift is linear between Gaussians of the line, and U is −log of the noised data.
  const setup = setupOf({
    model: "score-diffusion",
    data: law([0.8], [0.3]),
    game: { horizon: 1.5, dynamics: { id: "ou", params: { rate: 1 } }, terminal: { id: "cross-entropy", params: { weight: 1 } } },
    objective: { id: "adjoint-matching", params: { integrator: "euler-maruyama", steps: 8 } },
    regularisers: NO_PENALTY,
    network: { output: "potential", time: "raw", preconditioning: "none" },
    sampling: { method: "sde" },
  });
  const form = exactOf(setup);
  if ("reason" in form) throw new Error(form.reason);
  const { composed, uniforms } = setup;
  const [n, steps, horizon] = [3000, 120, setup.experiment.game.horizon];
  const times = uniformTimes(0, horizon, steps);
  const stream = random(3, "noise");
  const x = new Float32Array(n);
  setup.reference.sample(stream, n, x);
  const along = pointPrices(setup, sum([]), [], n, 1);
  const end = pointPrices(setup, composed.terminal.price(composed.at)!, [{ kind: "target" }], n, 1);
  const none = new Float64Array(n);
  const acting: Acting[] = [];
  for (let k = 0; k <= steps; k++) {
    const crowd = { x: x.slice(), t: times[k]!, logDensity: none, score: none };
    const room = () => new Float64Array(n);
    acting.push({ crowd, price: room(), priceSlope: room(), running: room(), costate: room(), costToGo: room() });
    along.at(crowd, n, uniforms, new Float32Array(0), acting[k]!.price, acting[k]!.priceSlope);
    if (k === steps) break;
    const p = new Float64Array(n);
    form.values(x, n, times[k]!, { gradient: p });
    const h = horizon / steps;
    // dX = (f − σ²∇U) dt + σ dW with f = x and σ² = 2.
    for (let i = 0; i < n; i++) x[i]! += h * (x[i]! - 2 * p[i]!) + Math.sqrt(2 * h) * stream.normal();
  }
  const last = acting[steps]!;
  end.at(last.crowd, n, uniforms, new Float32Array(0), last.costToGo, last.costate);
  backwards(setup, n, false)(acting, n, uniforms);
  for (const k of [0, 60, 110]) {
    const { crowd, costate } = acting[k]!;
    const gradient = new Float64Array(n);
    form.values(crowd.x, n, crowd.t, { gradient });
    for (const test of [() => 1, (at: number) => at, (at: number) => at * at]) {
      let [miss, square, size] = [0, 0, 0];
      for (let i = 0; i < n; i++) {
        const term = (costate[i]! - gradient[i]!) * test(crowd.x[i]!);
        miss += term / n;
        square += term ** 2 / n;
        size += Math.abs(gradient[i]! * test(crowd.x[i]!)) / n;
      }
      // Four standard errors, and what the step leaves.
      expect(Math.abs(miss)).toBeLessThan(4 * Math.sqrt(square / n) + 0.02 * size);
    }
  }
});
