/**
 * @file Distances between samples that compare all pairs of points: maximum mean discrepancy and energy distance.
 *
 *     k(r)    = mean over h ∈ {¼, ½, 1, 2, 4} of exp(−r²/(2h²))
 *     MMD²    = mean k(x, x′) − 2 mean k(x, y) + mean k(y, y′)           over all pairs, equal ones too: never negative
 *     energy  = √(2 E|x − y| − E|x − x′| − E|y − y′|)                    likewise
 *
 * Both are square roots, so they scale like a distance, and both have a floor of order n^(−½) for two samples of one law:
 * read them against the floor. Widths double, so each exponential is the fourth power of the next wider one's: one exp
 * for five kernels. Samples of more than 2,048 points are read up to there (points of a sample are exchangeable).
 */

const WIDEST = 4;
const WIDTHS = 5;
const MOST_POINTS = 2048;

export interface KernelDistances {
  readonly mmd: number;
  readonly energyDistance: number;
}

export function kernelDistances(x: ArrayLike<number>, n: number, y: ArrayLike<number>, m: number, d: 1 | 2): KernelDistances {
  const a = coordinates(x, Math.min(n, MOST_POINTS), d);
  const b = coordinates(y, Math.min(m, MOST_POINTS), d);
  const [within, between, beyond] = [means(a, a), means(a, b), means(b, b)];
  return {
    mmd: Math.sqrt(Math.max(within.kernel - 2 * between.kernel + beyond.kernel, 0)),
    energyDistance: Math.sqrt(Math.max(2 * between.distance - within.distance - beyond.distance, 0)),
  };
}

interface Coordinates {
  readonly first: Float64Array;
  readonly second: Float64Array;
}

function coordinates(x: ArrayLike<number>, n: number, d: 1 | 2): Coordinates {
  const first = new Float64Array(n);
  const second = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    first[i] = x[i * d]!;
    if (d === 2) second[i] = x[i * 2 + 1]!;
  }
  return { first, second };
}

/** Means of k and of the distance over all pairs; a sample with itself costs half. */
function means(a: Coordinates, b: Coordinates): { kernel: number; distance: number } {
  const [n, m] = [a.first.length, b.first.length];
  const same = a === b;
  let kernels = 0;
  let distances = 0;
  for (let i = 0; i < n; i++) {
    const u = a.first[i]!;
    const v = a.second[i]!;
    let kernel = 0;
    let distance = 0;
    for (let j = same ? i + 1 : 0; j < m; j++) {
      const p = u - b.first[j]!;
      const q = v - b.second[j]!;
      const squared = p * p + q * q;
      distance += Math.sqrt(squared);
      let power = Math.exp(squared * (-0.5 / (WIDEST * WIDEST)));
      kernel += power;
      for (let width = 1; width < WIDTHS; width++) {
        power *= power;
        power *= power;
        kernel += power;
      }
    }
    kernels += same ? 2 * kernel + WIDTHS : kernel;
    distances += same ? 2 * distance : distance;
  }
  return { kernel: kernels / (WIDTHS * n * m), distance: distances / (n * m) };
}
