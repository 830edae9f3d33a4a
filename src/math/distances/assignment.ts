/**
 * @file The cheapest pairing of two equally large sets of points: optimal transport between samples.
 *
 *     min over permutations π of Σᵢ |xᵢ − y_π(i)|²
 *
 * Successive shortest augmenting paths with potentials (Jonker and Volgenant, 1987), O(n³): 200 points take some 10 ms.
 */

/** Squared distance of row i of x and row j of y, both [n, d]. */
function cost(x: Float32Array, y: Float32Array, d: number, i: number, j: number): number {
  let sum = 0;
  for (let k = 0; k < d; k += 1) sum += (x[i * d + k]! - y[j * d + k]!) ** 2;
  return sum;
}

/** The partner in y of each row of x, [n]. */
export function cheapestPairing(x: Float32Array, y: Float32Array, d: number): Int32Array {
  const n = x.length / d;
  // Columns and rows count from 1; column 0 is where a path begins.
  const rowOf = new Int32Array(n + 1);
  const [u, v] = [new Float64Array(n + 1), new Float64Array(n + 1)];
  for (let row = 1; row <= n; row += 1) {
    const shortest = new Float64Array(n + 1).fill(Infinity);
    const cameFrom = new Int32Array(n + 1);
    const seen = new Uint8Array(n + 1);
    let column = 0;
    rowOf[0] = row;
    while (rowOf[column] !== 0) {
      seen[column] = 1;
      const i = rowOf[column]!;
      let [least, next] = [Infinity, 0];
      for (let j = 1; j <= n; j += 1) {
        if (seen[j] === 1) continue;
        const reduced = cost(x, y, d, i - 1, j - 1) - u[i]! - v[j]!;
        if (reduced < shortest[j]!) {
          shortest[j] = reduced;
          cameFrom[j] = column;
        }
        if (shortest[j]! < least) [least, next] = [shortest[j]!, j];
      }
      for (let j = 0; j <= n; j += 1) {
        if (seen[j] === 1) {
          u[rowOf[j]!]! += least;
          v[j]! -= least;
        } else shortest[j]! -= least;
      }
      column = next;
    }
    while (column !== 0) {
      const before = cameFrom[column]!;
      rowOf[column] = rowOf[before]!;
      column = before;
    }
  }
  const partner = new Int32Array(n);
  for (let j = 1; j <= n; j += 1) partner[rowOf[j]! - 1] = j - 1;
  return partner;
}
