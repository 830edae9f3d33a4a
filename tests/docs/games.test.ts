/** @file The games of docs/mathematics.md by independent numerics: equations by differences, optima by what perturbing them costs. */
import { describe, expect, it } from "vitest";
import { random } from "../../src/math/random.ts";
import { bendOf, divergence, integral, root, slopeOf, solve } from "./numerics.ts";

interface Interaction {
  readonly name: string;
  /** Of N(m, s²), beside a crowd whose mean is `crowd`. */
  cost(m: number, s: number, crowd: number): number;
  bend(m: number, s: number): readonly [number, number];
}

const [MU, K, C, SHARE, NU] = [0.6, 0.8, 0.4, 0.7, 0.05];

const INTERACTIONS: readonly Interaction[] = [
  { name: "none", cost: () => 0, bend: () => [0, 0] },
  { name: "entropy", cost: (_, s) => -MU * Math.log(s), bend: (_, s) => [0, -MU / s] },
  { name: "potential energy", cost: (m, s) => (K / 2) * (s * s + (m - C) ** 2), bend: (m, s) => [K * (m - C), K * s] },
  {
    name: "mean attraction, Nash",
    cost: (m, s, crowd) => (K / 2) * (s * s + (m - SHARE * crowd) ** 2),
    bend: (m, s) => [K * (1 - SHARE) * m, K * s],
  },
  {
    name: "mean attraction, social",
    cost: (m, s) => (K / 2) * (s * s + ((1 - SHARE) * m) ** 2),
    bend: (m, s) => [K * (1 - SHARE) ** 2 * m, K * s],
  },
  { name: "Fisher", cost: (_, s) => NU / (s * s), bend: (_, s) => [0, (-2 * NU) / s ** 3] },
];

interface Game {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly weight: number;
  readonly horizon: number;
  readonly discount: number;
}

const STEPS = 200;

/** (m, s, m′, s′) at even times: x″ = κ x′ + the interaction's bend, with the end condition met. */
function path({ from, to, weight, horizon, discount }: Game, { bend }: Interaction): number[][] {
  const [m1, s1] = to;
  const along = (speed: readonly number[]) =>
    solve(
      (_, [m, s, dm, ds]) => {
        const [a, b] = bend(m!, s!);
        return [dm!, ds!, discount * dm! + a, discount * ds! + b];
      },
      [...from, ...speed],
      0,
      horizon,
      STEPS,
    );
  const found = root(
    (speed) => {
      const [m, s, dm, ds] = along(speed).at(-1)! as [number, number, number, number];
      return [dm + (weight * (m - m1)) / s1 ** 2, ds - weight * (1 / s - s / s1 ** 2)];
    },
    [0, 0],
  );
  return along(found);
}

/** The discounted cost of an affine path, by Simpson's rule on the grid. */
function costOf(game: Game, interaction: Interaction, rows: readonly (readonly number[])[], crowd: readonly number[]): number {
  const h = game.horizon / STEPS;
  const at = (k: number): number => {
    const [m, s, dm, ds] = rows[k]! as [number, number, number, number];
    return Math.exp(-game.discount * k * h) * ((dm * dm + ds * ds) / 2 + interaction.cost(m, s, crowd[k]!));
  };
  const [mT, sT] = rows[STEPS]! as [number, number];
  return (
    integral((t) => at(Math.round(t / h)), 0, game.horizon, STEPS) +
    Math.exp(-game.discount * game.horizon) * game.weight * divergence(mT, sT, ...game.to)
  );
}

describe("Entropy and other interactions, Discount", () => {
  const stream = random(1, "docs/games");
  const game = (discount: number): Game => ({
    from: [stream.normal(), 0.5 + stream.uniform()],
    to: [stream.normal(), 0.5 + stream.uniform()],
    weight: 1 + 3 * stream.uniform(),
    horizon: 0.6 + 0.4 * stream.uniform(),
    discount,
  });

  it.each(INTERACTIONS)("the stated path is stationary: $name", (interaction) => {
    for (const discount of [0, 0.9]) {
      const given = game(discount);
      const [a, b, w] = [1 + stream.uniform(), 1 + stream.uniform(), 2.2 / given.horizon];
      /** The first derivative of the cost against its second, along one perturbation of both mean and deviation. */
      const tilt = (rows: readonly (readonly number[])[]): number => {
        const crowd = rows.map(([m]) => m!);
        const moved = (by: number) => {
          const [sine, cosine] = [(k: number) => by * Math.sin((2.2 * k) / STEPS), (k: number) => by * w * Math.cos((2.2 * k) / STEPS)];
          const near = rows.map(([m, s, dm, ds], k) => [m! + a * sine(k), s! + b * sine(k), dm! + a * cosine(k), ds! + b * cosine(k)]);
          return costOf(given, interaction, near, crowd);
        };
        return Math.abs(slopeOf(moved, 0, 1e-2) / bendOf(moved, 0, 1e-2));
      };
      expect(tilt(path(given, interaction))).toBeLessThan(1e-5);
      const wrong: Interaction = { ...interaction, bend: (m, s) => interaction.bend(m, s).map((v) => -v) as [number, number] };
      if (interaction.name !== "none") expect(tilt(path(given, wrong)), "a wrong sign is seen").toBeGreaterThan(1e-3);
    }
  });

  it("Discount: the closed form is that path, and the horizon's substitute is (1 − e^(−κT))/κ", () => {
    for (let trial = 0; trial < 5; trial++) {
      const given = game(0.3 + 1.5 * stream.uniform());
      const { from, to, weight, horizon: T, discount: k } = given;
      const [mT, sT, dmT, dsT] = path(given, INTERACTIONS[0]!).at(-1)! as [number, number, number, number];
      const c = (-weight * (mT - to[0]) * Math.exp(-k * T)) / to[1] ** 2;
      expect(mT).toBeCloseTo(from[0] + (c * (Math.exp(k * T) - 1)) / k, 8);
      expect(dmT).toBeCloseTo(c * Math.exp(k * T), 8);
      const cs = weight * (1 / sT - sT / to[1] ** 2) * Math.exp(-k * T);
      expect(sT).toBeCloseTo(from[1] + (cs * (Math.exp(k * T) - 1)) / k, 8);
      expect(dsT).toBeCloseTo(cs * Math.exp(k * T), 8);
      const E = (1 - Math.exp(-k * T)) / k;
      expect(mT).toBeCloseTo((E * weight * to[0] + to[1] ** 2 * from[0]) / (E * weight + to[1] ** 2), 8);
      const a = weight / to[1] ** 2 + 1 / E;
      expect(sT).toBeCloseTo((from[1] / E + Math.sqrt((from[1] / E) ** 2 + 4 * weight * a)) / (2 * a), 8);
    }
  });
});

describe("Linear-quadratic games", () => {
  /** Tables of P, Π, m, c on an even grid. */
  function solved(
    g: Readonly<Record<"q" | "crowd" | "share" | "end" | "endCrowd" | "endShare" | "sigma" | "T" | "m0", number>>,
    social: boolean,
  ) {
    const n = 4000;
    const pull = g.crowd * g.share * (social ? 2 - g.share : 1);
    const endPull = g.endCrowd * g.endShare * (social ? 2 - g.endShare : 1);
    const back = solve(
      (_, [P, R]) => [P! * P! - g.q - g.crowd, 2 * P! * R! + R! * R! + pull],
      [g.end + g.endCrowd, -endPull],
      g.T,
      0,
      n,
    ).reverse();
    const h = g.T / n;
    const m = [g.m0];
    for (let k = 0; k < n; k++) m.push(m[k]! * Math.exp((-h / 2) * (back[k]![0]! + back[k]![1]! + back[k + 1]![0]! + back[k + 1]![1]!)));
    const rate = (k: number) =>
      0.5 * (back[k]![1]! * m[k]!) ** 2 - 0.5 * g.crowd * g.share ** 2 * m[k]! ** 2 - 0.5 * g.sigma ** 2 * back[k]![0]!;
    const c = new Array<number>(n + 1).fill(0.5 * g.endCrowd * g.endShare ** 2 * m[n]! ** 2);
    for (let k = n - 1; k >= 0; k--) c[k] = c[k + 1]! - (h / 2) * (rate(k) + rate(k + 1));
    return {
      n,
      h,
      m,
      U: (x: number, k: number) => 0.5 * back[k]![0]! * x * x + back[k]![1]! * m[k]! * x + c[k]!,
      P: (k: number) => back[k]![0]!,
    };
  }

  it.each([false, true])("U solves the equation with the price of Nash or social agents at random parameters, social: %s", (social) => {
    const stream = random(2, "docs/lq");
    for (let trial = 0; trial < 4; trial++) {
      const u = () => 0.2 + stream.uniform();
      const g = {
        q: u(),
        crowd: u(),
        share: u() - 0.2,
        end: u(),
        endCrowd: u(),
        endShare: u() - 0.2,
        sigma: u(),
        T: u(),
        m0: stream.normal(),
      };
      const { n, h, m, U } = solved(g, social);
      for (const k of [300, 2000, 3500]) {
        const x = stream.normal();
        const dt = (U(x, k + 1) - U(x, k - 1)) / (2 * h);
        const price = (g.crowd / 2) * (x - g.share * m[k]!) ** 2 - (social ? g.crowd * g.share * (1 - g.share) * m[k]! * x : 0);
        const residual =
          -dt + 0.5 * slopeOf((y) => U(y, k), x) ** 2 - (g.sigma ** 2 / 2) * bendOf((y) => U(y, k), x) - (g.q / 2) * x * x - price;
        expect(Math.abs(residual)).toBeLessThan(1e-5);
      }
      const endPrice = (x: number) =>
        (g.end / 2) * x * x +
        (g.endCrowd / 2) * (x - g.endShare * m[n]!) ** 2 -
        (social ? g.endCrowd * g.endShare * (1 - g.endShare) * m[n]! * x : 0);
      expect(U(0.7, n) - U(-0.2, n)).toBeCloseTo(endPrice(0.7) - endPrice(-0.2), 10);
    }
  });

  it("has P in closed form, and P(0) = 1.5804138", () => {
    const g = { q: 0.5, crowd: 2, share: 0.8, end: 1, endCrowd: 0.5, endShare: 0.8, sigma: 0.6, T: 1.5, m0: 1.5 };
    const k = Math.sqrt(2.5);
    const tau = Math.tanh(k * 1.5);
    expect((k * (1.5 + k * tau)) / (k + 1.5 * tau)).toBeCloseTo(1.5804138, 7);
    expect(solved(g, false).P(0)).toBeCloseTo(1.5804138, 7);
  });

  it("Optimality gap: a wrong control pays exactly half its squared distance", () => {
    const [q, end, sigma, T, m0, v0] = [0.7, 1.2, 0.5, 1.3, 0.9, 0.4];
    const k = Math.sqrt(q);
    const P = (t: number) => (k * (end + k * Math.tanh(k * (T - t)))) / (k + end * Math.tanh(k * (T - t)));
    const [alpha, beta] = [-0.4, 0.3];
    const rows = solve(
      (t, [m, v]) => {
        const second = v! + m! * m!;
        const mean = alpha * m! + beta;
        const gap = (alpha + P(t)) ** 2 * second + 2 * (alpha + P(t)) * beta * m! + beta * beta;
        const cost = alpha * alpha * second + 2 * alpha * beta * m! + beta * beta + q * second;
        return [mean, 2 * alpha * v! + sigma * sigma, cost / 2, gap / 2];
      },
      [m0, v0, 0, 0],
      0,
      T,
    ).at(-1)! as [number, number, number, number];
    const cost = rows[2] + (end / 2) * (rows[1] + rows[0] ** 2);
    const value = 0.5 * P(0) * (v0 + m0 * m0) + integral((t) => (sigma ** 2 / 2) * P(t), 0, T);
    expect(cost - value).toBeCloseTo(rows[3], 8);
  });
});

describe("Schrödinger bridge and Probability flow", () => {
  it("solves its equation, keeps its law, costs what is stated, and is the Fisher game without noise", () => {
    const stream = random(3, "docs/bridge");
    for (let trial = 0; trial < 6; trial++) {
      const [m0, m1, s0, s1, sigma] = [
        stream.normal(),
        stream.normal(),
        0.4 + stream.uniform(),
        0.4 + stream.uniform(),
        0.3 + stream.uniform(),
      ];
      const [delta, D] = [m1 - m0, Math.sqrt(4 * s0 ** 2 * s1 ** 2 + sigma ** 4)];
      const variance = (t: number) => (1 - t) ** 2 * s0 ** 2 + t * t * s1 ** 2 + t * (1 - t) * D;
      const a0 = (D - 2 * s0 ** 2 - sigma ** 2) / (2 * s0 ** 2);
      const a = (t: number) => a0 / (1 + a0 * t);
      const c = (t: number) => -0.5 * delta ** 2 * t + (sigma ** 2 / 2) * Math.log(1 + a0 * t);
      const U = (x: number, t: number) => -0.5 * a(t) * (x - m0 - delta * t) ** 2 - delta * (x - m0 - delta * t) + c(t);
      const [x, t] = [stream.normal(), 0.1 + 0.8 * stream.uniform()];
      const slope = slopeOf((y) => U(y, t), x);
      expect(-slopeOf((r) => U(x, r), t) + slope ** 2 / 2 - (sigma ** 2 / 2) * bendOf((y) => U(y, t), x)).toBeCloseTo(0, 7);
      expect(slopeOf(variance, t)).toBeCloseTo(2 * a(t) * variance(t) + sigma ** 2, 8);
      const energy = integral((r) => 0.5 * (delta ** 2 + a(r) ** 2 * variance(r)), 0, 1);
      expect(energy).toBeCloseTo(0.5 * delta ** 2 + 0.5 * (s0 ** 2 + s1 ** 2 - D) - (sigma ** 2 / 2) * Math.log(1 + a0), 7);
      // dx = δ + (var′/2var)(x − m): the same laws without noise
      const flow = integral(
        (r) => 0.5 * (delta ** 2 + slopeOf(variance, r) ** 2 / (4 * variance(r))) + sigma ** 4 / (8 * variance(r)),
        0,
        1,
      );
      expect(flow).toBeCloseTo(energy + (sigma ** 2 / 2) * Math.log(s1 / s0), 7);
    }
  });
});

describe("Flows without running cost", () => {
  it("the turning family has the stated energy and the same end", () => {
    const [s0, s1, omega] = [1, 2, 1.4];
    const rows = [1, -1].flatMap((sign) =>
      [0, 1].map(
        (axis) =>
          solve(
            (t, [x, y]) => {
              const grow = (s1 - s0) / (s0 + t * (s1 - s0));
              const v = [grow * x! - omega * y!, grow * y! + omega * x!];
              return [...v, (v[0]! ** 2 + v[1]! ** 2) / 2];
            },
            // four points of mean 0 and covariance s₀² I
            [axis === 0 ? sign * s0 * Math.SQRT2 : 0, axis === 1 ? sign * s0 * Math.SQRT2 : 0, 0],
            0,
            1,
          ).at(-1)!,
      ),
    );
    const energy = rows.reduce((total, row) => total + row[2]! / 4, 0);
    expect(energy).toBeCloseTo((s1 - s0) ** 2 + omega ** 2 * (s0 ** 2 + s0 * (s1 - s0) + (s1 - s0) ** 2 / 3), 8);
    for (const row of rows) expect(Math.hypot(row[0]!, row[1]!)).toBeCloseTo(s1 * Math.SQRT2, 8);
  });
});
