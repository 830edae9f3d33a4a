/** @file A world with walls: a law within them, and particles that they send back. */
import type { Density } from "../../catalogue/define.ts";
import { expOf, logOf } from "../../math/elementary.ts";
import { random } from "../../math/random.ts";

type Walls = readonly [number, number];

/** Cells of an axis that a density is summed over (more for a thin one), or draws where none is known; and the share below which no draw is waited for. */
const CELLS = { fewest: 256, most: { 1: 8192, 2: 768 } } as const;
const PROBES = 512;
const LEAST = 0.02;

interface Within {
  readonly law: Density;
  /** How much of the whole law it is. */
  readonly share: number;
}

/** The law of those draws that fall within the walls of every axis; where hardly any do, of all of them, pushed in. */
export function within(whole: Density, walls: Walls): Within {
  const [low, high] = walls;
  const d = whole.dimension;
  const falls = (x: Float64Array): boolean => x.every((value) => value >= low && value <= high);
  const share = whole.logDensity === undefined ? shareOfDraws(whole, falls) : massWithin(whole, walls);
  const one = new Float64Array(d);
  const { dimension, mean, covariance, score, modes } = whole;
  const law: Density = {
    ...{ dimension, mean, covariance },
    sample(stream, n, x) {
      for (let i = 0; i < n; i++) {
        do whole.sample(stream, 1, one);
        while (share >= LEAST && !falls(one));
        for (let k = 0; k < d; k++) x[i * d + k] = Math.min(Math.max(one[k]!, low), high);
      }
    },
    ...(whole.logDensity === undefined
      ? {}
      : {
          logDensity(x, n, out) {
            whole.logDensity!(x, n, out);
            const lost = logOf(Math.max(share, Number.MIN_VALUE));
            for (let i = 0; i < n; i++) out[i]! -= lost;
          },
        }),
    ...(score === undefined ? {} : { score: (x, n, out) => whole.score!(x, n, out) }),
    ...(modes === undefined ? {} : { modes }),
  };
  return { law, share };
}

/** ∫ρ between the walls, by the midpoint rule. */
function massWithin(law: Density, [low, high]: Walls): number {
  const d = law.dimension;
  const thin = Math.sqrt(Math.min(...law.covariance.map((row, k) => row[k]!)));
  const along = Math.min(Math.max(CELLS.fewest, Math.ceil((2 * (high - low)) / thin)), CELLS.most[d]);
  const step = (high - low) / along;
  const [n, cell] = d === 1 ? [along, step] : [along * along, step * step];
  const x = Float64Array.from({ length: n * d }, (_, q) => {
    const i = Math.floor(q / d);
    return low + step * ((q % d === 0 ? i % along : Math.floor(i / along)) + 0.5);
  });
  const log = new Float64Array(n);
  law.logDensity!(x, n, log);
  return log.reduce((mass, value) => mass + expOf(value) * cell, 0);
}

function shareOfDraws(law: Density, falls: (x: Float64Array) => boolean): number {
  const d = law.dimension;
  const x = new Float64Array(PROBES * d);
  law.sample(random(1, "walls"), PROBES, x);
  return Array.from({ length: PROBES }, (_, i) => Number(falls(x.subarray(i * d, (i + 1) * d)))).reduce((a, b) => a + b) / PROBES;
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
