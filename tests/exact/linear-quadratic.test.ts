/** @file Linear-quadratic games, shaken or not: springs and attractions on the way and at the end, with entropy, discount and reverse KL beside them. */
import { describe, expect, it } from "vitest";
import type { ClosedForm, ExactProblem } from "../../src/exact/problem.ts";
import { closedFormOf } from "../../src/exact/solution.ts";
import { logGaussian } from "../../src/math/laws/gaussian.ts";
import { type Random, random } from "../../src/math/random.ts";
import { costOf, curvature, dynamicsOf, gaussianOf, lagrangianOf, slope, solved } from "./problems.ts";

type Choice = ExactProblem["terminal"];

const entropy = (weight: number): Choice => costOf("entropy", { weight });
const spring = (weight: number, x: number, y: number): Choice => costOf("potential-energy", { weight, x, y });
const attraction = (weight: number, share: number, kind: string): Choice => costOf("mean-attraction", { weight, share, kind });

interface Drawn {
  readonly problem: ExactProblem;
  readonly solution: ClosedForm;
  readonly sigma: number;
  /** w/g². */
  readonly weight: number;
}

function draw(stream: Random, d: 1 | 2, end: string, discount: number): Drawn {
  const between = (low: number, high: number): number => low + (high - low) * stream.uniform();
  const law = () =>
    gaussianOf(
      Array.from({ length: d }, () => stream.normal()),
      Array.from({ length: d }, (_, i) => Array.from({ length: d }, (__, j) => (i === j ? between(0.4, 1.2) ** 2 : 0))),
    );
  const kind = (): string => (stream.uniform() < 0.5 ? "nash" : "social");
  const [sigma, kinetic, control] = [between(0.2, 1.1), between(0.5, 1.5), stream.uniform() < 0.5 ? "velocity" : "noise"];
  const ends: Readonly<Record<string, Choice>> = {
    spring: spring(between(0.2, 3), stream.normal(), stream.normal()),
    "Nash attraction": attraction(between(0.2, 3), between(-0.5, 1), "nash"),
    "social attraction": attraction(between(0.2, 3), between(-0.5, 1.5), "social"),
    "reverse KL": costOf("reverse-kl", { weight: between(0.5, 4) }),
  };
  const problem: ExactProblem = {
    horizon: between(0.6, 1.6),
    discount,
    dynamics: dynamicsOf("constant-noise", { sigma, control }),
    lagrangian: lagrangianOf("kinetic", { weight: kinetic }),
    interactions: [
      spring(between(0, 2), stream.normal(), stream.normal()),
      attraction(between(0, 3), between(-0.5, 1), kind()),
      ...(stream.uniform() < 0.5 ? [entropy(between(0, 0.6))] : []),
    ],
    terminal: ends[end]!,
    data: end === "reverse KL" ? law() : null,
    reference: law(),
  };
  return { problem, solution: solved(problem), sigma, weight: control === "noise" ? kinetic / sigma ** 2 : kinetic };
}

/** The stated price at x of a crowd that is N(mean, covariance): written out anew. */
function priceOf(
  { spec: { id }, params }: Choice,
  x: readonly number[],
  law: { mean: readonly number[]; covariance: readonly (readonly number[])[] },
) {
  const [weight, share] = [Number(params["weight"]), Number(params["share"])];
  if (id === "entropy") return weight * (logGaussian(x, law) + 1);
  return x.reduce((sum, xi, i) => {
    const m = law.mean[i]!;
    if (id === "potential-energy") return sum + 0.5 * weight * (xi - Number(params[i === 0 ? "x" : "y"])) ** 2;
    return sum + 0.5 * weight * (xi - share * m) ** 2 - (params["kind"] === "social" ? weight * share * (1 - share) * m * xi : 0);
  }, 0);
}

describe("linear-quadratic games with noise", () => {
  const ENDS = ["spring", "Nash attraction", "social attraction", "reverse KL"];
  it.each(ENDS)("%s at the end: U solves the HJB equation, and its slope carries mean and covariance", (end) => {
    const stream = random(1, `linear-quadratic ${end}`);
    for (let trial = 0; trial < 6; trial++) {
      const d = trial % 2 === 0 ? 1 : 2;
      const { problem, solution, sigma, weight } = draw(stream, d, end, trial < 3 ? 0 : stream.uniform());
      const { horizon, discount } = problem;
      for (const share of [0.1, 0.6, 0.9]) {
        const t = share * horizon;
        const { mean, covariance } = solution.moments(t);
        const x = mean.map((m, i) => m + 1.5 * Math.sqrt(covariance[i]![i]!) * stream.normal());
        const slopes = x.map((_, axis) => slope(solution, x, t, axis, 1e-2));
        const inTime = slope(solution, x, t, -1, 1e-3 * horizon);
        const bend = curvature(solution, x, t, 1e-2);
        const value = solution.value(x, t);
        const energy = slopes.reduce((sum, p) => sum + p * p, 0) / (2 * weight);
        const price = problem.interactions.reduce((sum, each) => sum + priceOf(each, x, { mean, covariance }), 0);
        const scale = 1 + Math.abs(inTime) + energy + Math.abs(price);
        const residual = -inTime + discount * value.U - 0.5 * sigma ** 2 * bend + energy - price;
        expect(Math.abs(residual) / scale).toBeLessThan(1e-6);
        expect(Math.abs(inTime - value.dt) / scale).toBeLessThan(1e-6);
        expect(Math.abs(value.laplacian - bend)).toBeLessThan(1e-5 * (1 + Math.abs(bend)));
        expect(Math.log(value.density)).toBeCloseTo(logGaussian(x, { mean, covariance }), 8);
        // m′ = v(m), var′ = 2 var ∂v + σ² with v = −∇U/w, along each axis.
        const h = 1e-4 * horizon;
        const [before, after] = [solution.moments(t - h), solution.moments(t + h)];
        mean.forEach((_, i) => {
          const at = (by: number): number =>
            -solution.value(
              mean.map((m, k) => (k === i ? m + by : m)),
              t,
            ).gradient[i]! / weight;
          expect((after.mean[i]! - before.mean[i]!) / (2 * h)).toBeCloseTo(at(0), 5);
          const variance = (after.covariance[i]![i]! - before.covariance[i]![i]!) / (2 * h);
          expect(variance).toBeCloseTo(2 * covariance[i]![i]! * (at(0.5) - at(-0.5)) + sigma ** 2, 5);
        });
      }
      if (end === "reverse KL") continue;
      const law = { mean: solution.mean, covariance: solution.covariance };
      for (const x of [solution.mean, solution.mean.map((m) => m + 1)])
        expect(solution.value(x, horizon).U).toBeCloseTo(priceOf(problem.terminal, x, law), 7);
    }
  });

  it("costs what its crowd pays on the way and at the end", () => {
    const stream = random(2, "linear-quadratic cost");
    for (const end of ENDS.slice(0, 3)) {
      const { problem, solution, sigma, weight } = draw(stream, 1, end, 0.4);
      const { horizon, discount } = problem;
      /** By a crowd N(m, var) of what agents pay, its own share in the price left out. */
      const paid = ({ spec: { id }, params }: Choice, m: number, variance: number): number => {
        const q = Number(params["weight"]);
        if (id === "entropy") return -0.5 * q * Math.log(2 * Math.PI * Math.E * variance);
        const apart = id === "mean-attraction" ? (1 - Number(params["share"])) * m : m - Number(params["x"]);
        return 0.5 * q * (apart ** 2 + variance);
      };
      const n = 400;
      let [total, energy] = [0, 0];
      for (let k = 0; k <= n; k++) {
        const t = (k * horizon) / n;
        const { mean, covariance } = solution.moments(t);
        const [m, variance] = [mean[0]!, covariance[0]![0]!];
        const { gradient, laplacian } = solution.value([m], t);
        const speed = ((gradient[0]! / weight) ** 2 + (laplacian / weight) ** 2 * variance) / 2;
        const share = ((k === 0 || k === n ? 1 : k % 2 === 0 ? 2 : 4) * horizon) / (3 * n);
        const along = problem.interactions.reduce((sum, each) => sum + paid(each, m, variance), weight * speed);
        [total, energy] = [total + share * Math.exp(-discount * t) * along, energy + share * speed];
      }
      total += Math.exp(-discount * horizon) * paid(problem.terminal, solution.mean[0]!, solution.covariance[0]![0]!);
      expect(solution.cost).toBeCloseTo(total, 6);
      expect(solution.energy).toBeCloseTo(energy, 6);
      expect(sigma).toBeGreaterThan(0);
    }
  });

  it("is the noisy game with reverse KL where interactions weigh nothing", () => {
    const stream = random(3, "linear-quadratic none");
    for (let trial = 0; trial < 3; trial++) {
      const { problem } = draw(stream, 2, "reverse KL", 0);
      const [known, found] = [solved({ ...problem, interactions: [] }), solved({ ...problem, interactions: [spring(0, 1, 1)] })];
      expect([known.kind, found.kind]).toEqual(["gaussian-noisy-reverse-kl", "gaussian-game"]);
      expect(found.cost).toBeCloseTo(known.cost, 7);
      expect(found.energy).toBeCloseTo(known.energy!, 7);
      for (const t of [0, 0.4 * problem.horizon, problem.horizon]) {
        const [a, b] = [known.value([0.3, -0.8], t), found.value([0.3, -0.8], t)];
        expect(b.U).toBeCloseTo(a.U, 6);
        expect(b.dt).toBeCloseTo(a.dt, 6);
        expect(b.density).toBeCloseTo(a.density, 8);
        const [u, v] = [new Float64Array(2), new Float64Array(2)];
        known.velocity([0.3, -0.8], 1, t, u);
        found.velocity([0.3, -0.8], 1, t, v);
        u.forEach((each, k) => expect(v[k]).toBeCloseTo(each, 6));
      }
    }
  });

  it("has P(0) = 1.5804138 as docs/mathematics.md says, whatever the noise and whoever decides", () => {
    const game = (sigma: number, terminal: Choice): ClosedForm =>
      solved({
        ...draw(random(4, "linear-quadratic figures"), 1, "spring", 0).problem,
        horizon: 1.5,
        dynamics: sigma > 0 ? dynamicsOf("constant-noise", { sigma, control: "velocity" }) : dynamicsOf("deterministic"),
        lagrangian: lagrangianOf("kinetic", { weight: 1 }),
        interactions: [spring(0.5, 0, 0), attraction(2, 0.8, "nash")],
        terminal,
      });
    for (const sigma of [0, 0.6])
      for (const kind of ["nash", "social"])
        expect(game(sigma, attraction(1.5, 0.3, kind)).value([0.4], 0).laplacian).toBeCloseTo(1.5804138, 6);
  });

  it("says what it does not know", () => {
    const { problem } = draw(random(5, "linear-quadratic unknown"), 1, "social attraction", 0.3);
    const pushed = { ...problem, horizon: 4, interactions: [spring(-2, 0, 0)] };
    expect(closedFormOf(pushed)).toMatchObject({ slot: "interactions" });
    expect(closedFormOf({ ...problem, terminal: costOf("mmd", { weight: 1 }) })).toMatchObject({ slot: "terminal" });
    expect(closedFormOf({ ...problem, dynamics: dynamicsOf("ve") })).toMatchObject({ slot: "interactions" });
  });
});
