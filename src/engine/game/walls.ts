/** @file A world with walls: a law within them, and particles that they send back. */
import type { Density } from "../../catalogue/define.ts";
import type { Random } from "../../math/random.ts";

type Walls = readonly [number, number];

/** Of so many draws in a row none may fall within the walls. */
const PATIENCE = 10_000;

/**
 * The law of those draws that fall within the walls of every axis. Its log-density is that of the whole law, so that it lacks the mass
 * outside: whoever needs it whole divides by its sum.
 */
export function within(law: Density, walls: Walls): Density {
  const d = law.dimension;
  const one = new Float64Array(d);
  return {
    dimension: d,
    mean: law.mean,
    covariance: law.covariance,
    sample(random: Random, n, x) {
      for (let i = 0; i < n; i++) {
        let tries = 0;
        do law.sample(random, 1, one);
        while (!one.every((value) => value >= walls[0] && value <= walls[1]) && ++tries < PATIENCE);
        for (let k = 0; k < d; k++) x[i * d + k] = Math.min(Math.max(one[k]!, walls[0]), walls[1]);
      }
    },
    ...(law.logDensity === undefined ? {} : { logDensity: law.logDensity }),
    ...(law.score === undefined ? {} : { score: law.score }),
  };
}

/** Every coordinate that is beyond a wall comes back from it as far as it went. In place. */
function reflect([low, high]: Walls, x: Float32Array, count: number): void {
  const width = high - low;
  for (let q = 0; q < count; q++) {
    const value = x[q]!;
    if (value >= low && value <= high) continue;
    const place = (((value - low) % (2 * width)) + 2 * width) % (2 * width);
    x[q] = low + (place > width ? 2 * width - place : place);
  }
}

/** After a step of a path: where there are walls, whoever has gone through one comes back from it. */
export function keptIn({ walls, dimension }: { readonly walls: Walls | null; readonly dimension: number }) {
  if (walls === null) return undefined;
  return (_k: number, _t: number, _h: number, x: Float32Array, n: number): void => {
    reflect(walls, x, n * dimension);
  };
}
