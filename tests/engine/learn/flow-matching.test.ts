/**
 * @file Flow matching between Gaussians of the line, drawn apart, beside its closed form (docs/mathematics.md, Flow matching): with
 * var = (1−t)²s₀² + t²s₁² and T = 1
 *
 *     v = Δ + var′/(2 var) (x − m_t),    ∂ₓr = s₀²s₁²/var² (x − m_t),    ½E∫v² = ½Δ² + ∫ var′²/(8 var) dt
 */
import { expect, test } from "vitest";
import { registry } from "../../../src/catalogue/registry.ts";
import { setUp } from "../../../src/engine/game/setup.ts";
import { lines } from "../../../src/engine/game/sources.ts";
import { learnedSolution } from "../../../src/engine/learn/learned-solution.ts";
import { drawer } from "../../../src/engine/learn/draws.ts";
import { flowOf } from "../../../src/engine/learn/flow.ts";
import { random } from "../../../src/math/random.ts";
import { experimentOf, sessionOf } from "../experiment-of.ts";

const N = 8192;

interface Ends {
  readonly from: { readonly mean: number; readonly sd: number };
  readonly to: { readonly mean: number; readonly sd: number };
}

const gaussian = ({ mean, sd }: Ends["from"]) => ({ id: "gaussian", params: { mean: [mean], covariance: [[sd * sd]] } });

const between = ({ from, to }: Ends, game: unknown, network: unknown) => ({
  model: "flow-matching",
  data: gaussian(to),
  reference: gaussian(from),
  game,
  network: { width: 24, depth: 2, ...(network as object) },
  training: { batch: 256, stop: { steps: 4000 } },
});

const law = ({ from, to }: Ends, t: number) => {
  const variance = ((1 - t) * from.sd) ** 2 + (t * to.sd) ** 2;
  const slope = 2 * (t * to.sd ** 2 - (1 - t) * from.sd ** 2);
  return { mean: (1 - t) * from.mean + t * to.mean, variance, slope };
};

const velocity = (ends: Ends, x: number, t: number): number => {
  const { mean, variance, slope } = law(ends, t);
  return ends.to.mean - ends.from.mean + (slope / (2 * variance)) * (x - mean);
};

function energyOf(ends: Ends): number {
  let total = 0;
  for (let k = 0; k < 1000; k++) {
    const { variance, slope } = law(ends, (k + 0.5) / 1000);
    total += slope ** 2 / (8 * variance) / 1000;
  }
  return (ends.to.mean - ends.from.mean) ** 2 / 2 + total;
}

function someEnds(seed: number): Ends {
  const draw = random(seed, "ends");
  const uniform = (low: number, high: number): number => low + (high - low) * draw.uniform();
  return {
    from: { mean: uniform(-1.5, 0), sd: uniform(0.4, 1.2) },
    to: { mean: uniform(0.5, 2), sd: uniform(0.4, 1.2) },
  };
}

const KINETIC = { lagrangian: { id: "kinetic" }, terminal: { id: "reverse-kl" } };
const TIMES = [0, 0.25, 0.5, 0.75, 1];

test.each([
  ["a free velocity", 1, {}, {}],
  ["a potential, where moving costs", 2, KINETIC, { output: "potential", quadraticRank: 1 }],
] as const)(
  "%s learns the mean of the lines, and its population is theirs at every time",
  async (_, seed, game, network) => {
    const ends = someEnds(seed);
    const session = await sessionOf(between(ends, game, network));
    while (session.step() < 4000) await session.advance(0, 50);
    const flow = flowOf(session);
    const learned = learnedSolution(flow);
    const stream = random(seed, "points");
    let [wrong, size] = [0, 0];
    for (const t of TIMES) {
      const { mean, variance } = law(ends, t);
      const x = Float32Array.from({ length: N }, () => mean + Math.sqrt(variance) * stream.normal());
      const { velocity: found } = await learned.at(["velocity"], x, N, t);
      x.forEach((at, i) => {
        wrong += (found![i]! - velocity(ends, at, t)) ** 2 / N;
        size += velocity(ends, at, t) ** 2 / N;
      });
    }
    expect(Math.sqrt(wrong / size)).toBeLessThan(0.05);

    const start = Float32Array.from({ length: N }, () => ends.from.mean + ends.from.sd * stream.normal());
    const paths = (await learned.trajectories(start, N, Float64Array.from(TIMES)))!;
    TIMES.forEach((t, k) => {
      const at = paths.subarray(k * N, (k + 1) * N);
      const mean = at.reduce((sum, value) => sum + value / N, 0);
      const sd = Math.sqrt(at.reduce((sum, value) => sum + (value - mean) ** 2 / N, 0));
      const wanted = law(ends, t);
      expect(Math.abs(mean - wanted.mean)).toBeLessThan(0.06);
      expect(Math.abs(sd / Math.sqrt(wanted.variance) - 1)).toBeLessThan(0.05);
    });
    if (session.setup().need.output === "potential") await residualIsTheAcceleration(ends, learned);
    session.dispose();
  },
  120_000,
);

/** Slope of the residual by differences, two deviations about the mean, where the time is neither end's. */
async function residualIsTheAcceleration(ends: Ends, learned: ReturnType<typeof learnedSolution>): Promise<void> {
  for (const t of [0.35, 0.5, 0.65]) {
    const { mean, variance } = law(ends, t);
    const sd = Math.sqrt(variance);
    const at = Float32Array.of(mean - sd, mean, mean + sd);
    const { residual } = await learned.at(["residual"], at, 3, t);
    // r is a parabola about m_t: its second difference is the curvature times s².
    const curvature = (residual![0]! - 2 * residual![1]! + residual![2]!) / variance;
    expect(curvature / ((ends.from.sd * ends.to.sd) ** 2 / variance ** 2)).toBeGreaterThan(0.75);
    expect(curvature / ((ends.from.sd * ends.to.sd) ** 2 / variance ** 2)).toBeLessThan(1.25);
  }
}

test("the two ends of a line are drawn apart, from any reference, and it is crossed at constant speed", () => {
  const ends = someEnds(3);
  const setup = setUp(experimentOf({ ...between(ends, {}, {}), game: { horizon: 2 } }), registry);
  const columns = Object.fromEntries(["t", "x1", "e1"].map((name) => [name, new Float32Array(N)]));
  const given = { seed: 7, capacity: N, samplers: setup.samplers, reference: setup.reference, uniform: setup.uniformNames };
  drawer(lines(1), given)(3, N, setup.uniforms, columns);
  const [t, x, way] = ["t", "x1", "e1"].map((name) => Float64Array.from(columns[name]!)) as [Float64Array, Float64Array, Float64Array];
  const start = x.map((value, i) => value - (t[i]! / 2) * way[i]!);
  const end = x.map((value, i) => value + (1 - t[i]! / 2) * way[i]!);
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value / N, 0);
  const covariance = (a: Float64Array, b: Float64Array): number => {
    const [ma, mb] = [mean(a), mean(b)];
    return mean(a.map((value, i) => (value - ma) * (b[i]! - mb)));
  };
  const error = 4.5 / Math.sqrt(N);
  expect(Math.abs(mean(start) - ends.from.mean)).toBeLessThan(error * ends.from.sd);
  expect(Math.abs(mean(end) - ends.to.mean)).toBeLessThan(error * ends.to.sd);
  expect(Math.abs(covariance(start, start) / ends.from.sd ** 2 - 1)).toBeLessThan(error * Math.SQRT2);
  expect(Math.abs(covariance(end, end) / ends.to.sd ** 2 - 1)).toBeLessThan(error * Math.SQRT2);
  expect(Math.abs(covariance(start, end)) / (ends.from.sd * ends.to.sd)).toBeLessThan(error);
  expect(Math.abs(covariance(t, start)) / ends.from.sd).toBeLessThan(error);
  expect([Math.min(...t), Math.max(...t)].every((time) => time > 0 && time < 2)).toBe(true);
});

test("its paths cost what the formula says, and more than the transport's", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const ends = someEnds(seed);
    const transport = (ends.to.mean - ends.from.mean) ** 2 / 2 + (ends.to.sd - ends.from.sd) ** 2 / 2;
    expect(energyOf(ends)).toBeGreaterThan(transport * (1 - 1e-6));
    // The velocity's own mean square, by quadrature of nothing but v and the law.
    let direct = 0;
    for (let k = 0; k < 1000; k++) {
      const t = (k + 0.5) / 1000;
      const { mean, variance } = law(ends, t);
      const off = Math.sqrt(variance);
      // Two points carry the first two moments, and v is linear in x.
      direct += (velocity(ends, mean - off, t) ** 2 + velocity(ends, mean + off, t) ** 2) / 4000;
    }
    expect(Math.abs(direct / energyOf(ends) - 1)).toBeLessThan(1e-9);
  }
});
