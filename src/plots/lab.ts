/**
 * @file Colours between colours in CIELAB, where equal steps look equal (white point D50).
 *
 *     L = 116 f(Y) − 16,   a = 500 (f(X) − f(Y)),   b = 200 (f(Y) − f(Z)),      f(t) = ∛t, or t/(3δ²) + 4/29 below δ³, δ = 6/29
 *
 * X, Y, Z are shares of the white point, linear in the linear light of sRGB.
 */
import { apply, type Matrix } from "../math/matrices.ts";

const DELTA = 6 / 29;
const WHITE = [0.96422, 1, 0.82521];

const TO_XYZ: Matrix = [
  [0.4360747, 0.3850649, 0.1430804],
  [0.2225045, 0.7168786, 0.0606169],
  [0.0139322, 0.0971045, 0.7141733],
];
const FROM_XYZ: Matrix = [
  [3.1338561, -1.6168667, -0.4906146],
  [-0.9787684, 1.9161415, 0.033454],
  [0.0719453, -0.2289914, 1.4052427],
];

/** @param colour as #rrggbb */
function labOf(colour: string): readonly number[] {
  const light = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const [x, y, z] = apply(TO_XYZ, light).map((value, i) => {
    const t = value / WHITE[i]!;
    return t > DELTA ** 3 ? Math.cbrt(t) : t / (3 * DELTA ** 2) + 4 / 29;
  });
  return [116 * y! - 16, 500 * (x! - y!), 200 * (y! - z!)];
}

/** Red, green and blue, whole; out of [0, 255] where sRGB has no such colour. */
function rgbOf([L, a, b]: readonly number[]): readonly number[] {
  const y = (L! + 16) / 116;
  const xyz = [y + a! / 500, y, y - b! / 200].map((f, i) => WHITE[i]! * (f > DELTA ? f ** 3 : 3 * DELTA ** 2 * (f - 4 / 29)));
  return apply(FROM_XYZ, xyz).map((light) => Math.round(255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055)));
}

/** Red, green and blue at a share of the way through stops that lie evenly. */
export function betweenInLab(stops: readonly string[]): (share: number) => readonly number[] {
  const labs = stops.map(labOf);
  return (share) => {
    const along = share * (labs.length - 1);
    const k = Math.max(0, Math.min(labs.length - 2, Math.floor(along)));
    return rgbOf(labs[k]!.map((value, i) => value + (along - k) * (labs[k + 1]![i]! - value)));
  };
}
