/** @file The costs of docs/mathematics.md and docs/recipes.md by independent numerics: suprema by search, losses by quadrature. */
import { describe, expect, it } from "vitest";
import { random } from "../../src/math/random.ts";
import { divergence, integral, logNormal, slopeOf } from "./numerics.ts";

describe("Score matching", () => {
  it("explicit, denoising and implicit differ by a constant that does not depend on U", () => {
    const [mean, variance, alpha, std] = [0.4, 0.6, 0.8, 0.5];
    const [em, ev] = [alpha * mean, alpha ** 2 * variance + std ** 2];
    const under = (f: (x: number) => number) => integral((x) => Math.exp(logNormal(x, em, ev)) * f(x), em - 9, em + 9, 1200);
    const denoising = (dU: (x: number) => number) =>
      integral(
        (y) =>
          Math.exp(logNormal(y, mean, variance)) *
          integral((e) => Math.exp(logNormal(e, 0, 1)) * (dU(alpha * y + std * e) - e / std) ** 2, -8, 8, 160),
        mean - 8,
        mean + 8,
        160,
      );
    const [first, second] = [
      (k: number) => (x: number) => k * x + 0.3 * Math.sin(2 * x),
      (k: number) => (x: number) => k + 0.6 * Math.cos(2 * x),
    ];
    const losses = (k: number) => {
      const [dU, ddU] = [first(k), second(k)];
      return [under((x) => (dU(x) - (x - em) / ev) ** 2), denoising(dU), under((x) => dU(x) ** 2 - 2 * ddU(x))];
    };
    const [one, other] = [losses(0.5), losses(1.7)];
    const steps = one.map((value, i) => value - other[i]!);
    expect(Math.abs(steps[0]!)).toBeGreaterThan(0.1);
    expect(steps[1]).toBeCloseTo(steps[0]!, 5);
    expect(steps[2]).toBeCloseTo(steps[0]!, 5);
  });
});

describe("Noised mixtures, HJB regularisers, Preconditioned potential", () => {
  const T = 1.4;
  const [b0, b1, theta, lo, hi, sigma] = [0.2, 9, 2.3, 0.07, 6, 1.1];
  const B = (s: number) => b0 * s + ((b1 - b0) * s * s) / (2 * T);
  const processes = {
    vp: {
      rate: (s: number) => (b0 + ((b1 - b0) * s) / T) / 2,
      alpha: (s: number) => Math.exp(-B(s) / 2),
      variance: (s: number) => -Math.expm1(-B(s)),
      sigma2: (s: number) => b0 + ((b1 - b0) * s) / T,
    },
    ou: {
      rate: () => theta,
      alpha: (s: number) => Math.exp(-theta * s),
      variance: (s: number) => -Math.expm1(-2 * theta * s),
      sigma2: () => 2 * theta,
    },
    ve: {
      rate: () => 0,
      alpha: () => 1,
      variance: (s: number) => lo ** 2 * ((hi / lo) ** ((2 * s) / T) - 1),
      sigma2: (s: number) => slopeOf((r) => lo ** 2 * ((hi / lo) ** ((2 * r) / T) - 1), s),
    },
    constant: { rate: () => 0, alpha: () => 1, variance: (s: number) => sigma ** 2 * s, sigma2: () => sigma ** 2 },
  };
  it.each(Object.entries(processes))("%s: α′, (std²)′, λ′, c′ and k′", (_, { rate, alpha, variance, sigma2 }) => {
    const sd2 = 0.7;
    for (const s of [0.1, 0.5, 1.2]) {
      const near = (found: number, expected: number) => {
        expect(Math.abs(found - expected)).toBeLessThan(1e-7 * (1 + Math.abs(expected)));
      };
      near(slopeOf(alpha, s), -rate(s) * alpha(s));
      near(slopeOf(variance, s), sigma2(s) - 2 * rate(s) * variance(s));
      const rise = slopeOf((r) => Math.log(Math.sqrt(variance(r)) / alpha(r)), s);
      near(rise, sigma2(s) / (2 * variance(s)));
      const c = (r: number) => alpha(r) ** 2 * sd2 + variance(r);
      near(slopeOf(c, s), -2 * rate(s) * c(s) + sigma2(s));
      const k = (r: number) => (alpha(r) * Math.sqrt(sd2)) / Math.sqrt(variance(r));
      near(slopeOf(k, s), -rise * k(s));
    }
  });
});

describe("Terminal costs", () => {
  const stream = random(4, "docs/costs");
  const draw = (n: number, shift: number) => Array.from({ length: n }, () => shift + stream.normal());

  it("the L² distance of blurred samples is a kernel distance", () => {
    const [x, y, h] = [draw(7, 0), draw(5, 0.8), 0.4];
    const blurred = (at: number, points: readonly number[]) =>
      points.reduce((sum, p) => sum + Math.exp(logNormal(at, p, h * h)) / points.length, 0);
    const squared = integral((at) => (blurred(at, x) - blurred(at, y)) ** 2, -9, 9, 2000);
    const mean = (a: readonly number[], b: readonly number[]) =>
      a.reduce((sum, p) => sum + b.reduce((inner, q) => inner + Math.exp(logNormal(p - q, 0, 2 * h * h)), 0), 0) / (a.length * b.length);
    expect(squared).toBeCloseTo(mean(x, x) - 2 * mean(x, y) + mean(y, y), 9);
  });

  it("the gradient of sliced W₂² moves every projection to its partner", () => {
    const n = 6;
    const [x, y] = [draw(2 * n, 0), draw(2 * n, 1)];
    const angles = Array.from({ length: 8 }, (_, k) => (Math.PI * k) / 8);
    const project = (points: readonly number[], angle: number) =>
      Array.from({ length: n }, (_, i) => Math.cos(angle) * points[2 * i]! + Math.sin(angle) * points[2 * i + 1]!);
    const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b);
    const squared = (points: readonly number[]) =>
      angles.reduce((sum, angle) => {
        const [a, b] = [sorted(project(points, angle)), sorted(project(y, angle))];
        return sum + a.reduce((inner, v, i) => inner + (v - b[i]!) ** 2, 0) / n / angles.length;
      }, 0);
    for (let i = 0; i < n; i++) {
      const stated = angles.reduce((sum, angle) => {
        const all = project(x, angle);
        const partner = sorted(project(y, angle))[sorted(all).indexOf(all[i]!)]!;
        return sum + (2 * Math.cos(angle) * (all[i]! - partner)) / angles.length;
      }, 0);
      const found = slopeOf((by) => squared(x.map((v, j) => (j === 2 * i ? v + by : v))), 0, 1e-6);
      expect(found * n).toBeCloseTo(stated, 5);
    }
  });
});

describe("Proximal with a critic", () => {
  it("without the constraint the supremum is the reverse divergence, at log(ρ/π)", () => {
    const [m, s, m1, s1] = [0.3, 0.8, -0.4, 1.1];
    const mean = (f: (x: number) => number, at: number, sd: number) =>
      integral((x) => Math.exp(logNormal(x, at, sd * sd)) * f(x), at - 9 * sd, at + 9 * sd, 800);
    const value = (f: (x: number) => number) => mean(f, m, s) - Math.log(mean((x) => Math.exp(f(x)), m1, s1));
    const best = (x: number) => logNormal(x, m, s * s) - logNormal(x, m1, s1 * s1);
    expect(value(best)).toBeCloseTo(divergence(m, s, m1, s1), 8);
    for (const other of [Math.sin, Math.tanh, (x: number) => Math.cos(2 * x)])
      for (const by of [-0.3, 0.3]) expect(value((x) => best(x) + by * other(x))).toBeLessThan(value(best));
  });

  it("a point against a point stops at the soft threshold", () => {
    const [slopeBound, T] = [0.7, 1.3];
    for (const x0 of [-2, -0.5, 0.4, 1.6]) {
      const cost = (a: number) => slopeBound * Math.abs(a) + (a - x0) ** 2 / (2 * T);
      const stated = Math.sign(x0) * Math.max(Math.abs(x0) - slopeBound * T, 0);
      for (let k = -400; k <= 400; k++) expect(cost(stated)).toBeLessThanOrEqual(cost(k / 100) + 1e-12);
    }
  });
});

describe("Lagrangians", () => {
  const [w, c, r] = [1.7, 2.3, 3.2];
  const rDual = r / (r - 1);
  const table = {
    kinetic: { L: (a: number) => (w / 2) * a * a, H: (q: number) => (q * q) / (2 * w), control: (q: number) => -q / w },
    power: {
      L: (a: number) => (w / r) * Math.abs(a) ** r,
      H: (q: number) => (w / rDual) * (Math.abs(q) / w) ** rDual,
      control: (q: number) => (-((Math.abs(q) / w) ** (rDual - 2)) * q) / w,
    },
    relativistic: {
      L: (a: number) => c * c * (1 - Math.sqrt(Math.max(0, 1 - (a / c) ** 2))),
      H: (q: number) => c * Math.sqrt(q * q + c * c) - c * c,
      control: (q: number) => (-c * q) / Math.sqrt(q * q + c * c),
    },
  };
  it.each(Object.entries(table))("%s: H is the supremum, attained at the stated control", (_, { L, H, control }) => {
    for (const q of [-2.4, -0.3, 0.9, 1.9]) {
      const gain = (a: number) => -q * a - L(a);
      expect(gain(control(q))).toBeCloseTo(H(q), 10);
      for (let k = -229; k <= 229; k++) expect(gain(k / 100)).toBeLessThanOrEqual(H(q) + 1e-12);
    }
  });

  it("the translation between equal covariances is the cheapest", () => {
    const [m0, m1, s, T, weight] = [-0.6, 1.1, 0.8, 1.4, 2];
    const cost = (d: number) => (T * Math.abs(d / T) ** r) / r + (weight * (m0 + d - m1) ** 2) / (2 * s * s);
    let [low, high] = [0, m1 - m0];
    const tension = (d: number) => (Math.abs(d) ** (r - 2) * d) / T ** (r - 1) - (weight * (m1 - m0 - d)) / s ** 2;
    for (let k = 0; k < 80; k++)
      if (tension((low + high) / 2) > 0) high = (low + high) / 2;
      else low = (low + high) / 2;
    for (let k = -50; k <= 250; k++) expect(cost(low)).toBeLessThanOrEqual(cost(k / 100) + 1e-12);
  });
});
