/** @file Plain numerics that the pages of docs/ are checked with: no code of the lab, so that the check is independent. */

/** Derivative of f at x, error O(h⁴). */
export const slopeOf = (f: (x: number) => number, x: number, h = 1e-3): number =>
  (f(x - 2 * h) - 8 * f(x - h) + 8 * f(x + h) - f(x + 2 * h)) / (12 * h);

/** Second derivative of f at x, error O(h⁴). */
export const bendOf = (f: (x: number) => number, x: number, h = 1e-3): number =>
  (-f(x - 2 * h) + 16 * f(x - h) - 30 * f(x) + 16 * f(x + h) - f(x + 2 * h)) / (12 * h * h);

/** ∫ of a smooth f over [a, b] by Simpson's rule. */
export function integral(f: (x: number) => number, a: number, b: number, n = 400): number {
  const h = (b - a) / n;
  let total = f(a) + f(b);
  for (let k = 1; k < n; k++) total += (k % 2 === 1 ? 4 : 2) * f(a + k * h);
  return (total * h) / 3;
}

/** y(t_k), k = 0 … n, of y′ = f(t, y) from y(a), by the classical Runge-Kutta scheme; b < a runs backwards. */
export function solve(f: (t: number, y: readonly number[]) => readonly number[], y0: readonly number[], a: number, b: number, n = 400) {
  const h = (b - a) / n;
  const rows = [[...y0]];
  const step = (y: readonly number[], slope: readonly number[], by: number) => y.map((v, i) => v + by * slope[i]!);
  for (let k = 0; k < n; k++) {
    const [t, y] = [a + k * h, rows[k]!];
    const k1 = f(t, y);
    const k2 = f(t + h / 2, step(y, k1, h / 2));
    const k3 = f(t + h / 2, step(y, k2, h / 2));
    const k4 = f(t + h, step(y, k3, h));
    rows.push(y.map((v, i) => v + (h / 6) * (k1[i]! + 2 * k2[i]! + 2 * k3[i]! + k4[i]!)));
  }
  return rows;
}

/** The root of a system of equations by Newton's method with differences. */
export function root(f: (x: readonly number[]) => readonly number[], start: readonly number[]): number[] {
  let x = [...start];
  for (let step = 0; step < 60; step++) {
    const value = f(x);
    if (Math.max(...value.map(Math.abs)) < 1e-12) break;
    const h = 1e-6;
    const columns = x.map((_, j) => f(x.map((v, i) => (i === j ? v + h : v))).map((v, i) => (v - value[i]!) / h));
    const move =
      x.length === 1
        ? [value[0]! / columns[0]![0]!]
        : (() => {
            const [[a, c], [b, d]] = columns as [[number, number], [number, number]];
            const det = a * d - b * c;
            return [(d * value[0]! - b * value[1]!) / det, (a * value[1]! - c * value[0]!) / det];
          })();
    x = x.map((v, i) => v - move[i]!);
  }
  return x;
}

/** log of the normal density. */
export const logNormal = (x: number, mean: number, variance: number): number =>
  -0.5 * ((x - mean) ** 2 / variance + Math.log(2 * Math.PI * variance));

/** KL(N(m, s²)‖N(m₁, s₁²)). */
export const divergence = (m: number, s: number, m1: number, s1: number): number =>
  Math.log(s1 / s) + (s * s + (m - m1) ** 2) / (2 * s1 * s1) - 0.5;
