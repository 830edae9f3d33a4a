/** @file A regular grid of cell centres over a box [c − R, c + R]^d: row-major, x₁ fastest. */

export interface Grid {
  readonly n: number;
  /** [n, d] */
  readonly x: Float64Array;
  /** Volume of a cell. */
  readonly cell: number;
}

export function gridOver(d: 1 | 2, radius: number, perAxis: number, centre = 0): Grid {
  const at = (i: number): number => centre + radius * ((2 * i + 1) / perAxis - 1);
  const n = perAxis ** d;
  const x = new Float64Array(n * d);
  for (let i = 0; i < n; i++) {
    x[i * d] = at(i % perAxis);
    if (d === 2) x[i * 2 + 1] = at(Math.floor(i / perAxis));
  }
  return { n, x, cell: ((2 * radius) / perAxis) ** d };
}
