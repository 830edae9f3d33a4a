/**
 * @file What an activation must satisfy, as a function that says what is wrong: [] for a good one.
 *
 * Its slopes, computed with numbers, against its value and differences of that.
 */
import type { Activation, Lanes, Slopes } from "../../src/catalogue/activation.ts";

const LANES: Lanes<number> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  muladd: (a, b, c) => a * b + c,
  neg: (a) => -a,
  abs: Math.abs,
  positive: (a) => Math.max(a, 0),
  choose: (a, yes, no) => (a >= 0 ? yes : no),
  expNegative: Math.exp,
  logOnePlus: Math.log1p,
  tanh: Math.tanh,
  sine: Math.sin,
  cosine: Math.cos,
  polynomial: (a, coefficients) => coefficients.reduce((sum, c) => sum * a + c, 0),
};

/** In f64; a formula may know its function to f32's seven digits only. */
export const slopesAt = ({ slopes }: Activation, x: number): Slopes<number> => slopes(x, LANES);

const FIRST = [1 / 12, -8 / 12, 0, 8 / 12, -1 / 12];
const SECOND = [-1 / 12, 16 / 12, -30 / 12, 16 / 12, -1 / 12];
const THIRD = [1 / 8, -1, 13 / 8, 0, -13 / 8, 1, -1 / 8];

/** Of order 4. */
function difference(f: (x: number) => number, x: number, weights: readonly number[], power: number): number {
  const h = 1e-2;
  const middle = (weights.length - 1) / 2;
  return weights.reduce((sum, weight, i) => sum + weight * f(x + (i - middle) * h), 0) / h ** power;
}

export function activationProblems(entry: Activation): string[] {
  const said = new Set<string>();
  const { value } = entry;
  for (let i = 0; i <= 600; i++) {
    const x = -9 + 0.03 * i + 0.001;
    const got = slopesAt(entry, x);
    const size = 1 + Math.abs(value(x));
    if (Math.abs(got.value - value(x)) > 3e-7 * size) said.add("the value is another where the kernels compute it");
    const wrong = (mine: number, want: number): boolean => !(Math.abs(mine - want) <= 2e-6 * size);
    if (wrong(got.first(), difference(value, x, FIRST, 1))) said.add("first is not the derivative of the value");
    if (wrong(got.second(), difference(value, x, SECOND, 2))) said.add("second is not the second derivative");
    if (wrong(got.third(), difference(value, x, THIRD, 3))) said.add("third is not the third derivative");
  }
  if (!(entry.gain > 0.5 && entry.gain < 4)) said.add("with this gain a deep network starts constant or beyond its numbers");
  return [...said];
}
