/** @file Components of vectors, one array each, as rows. */

/** Columns [d][n] as rows [n, d]; a single column is its own rows. */
export function interleaved(columns: readonly Float64Array[], n: number): Float64Array {
  const d = columns.length;
  if (d === 1) return columns[0]!;
  return Float64Array.from({ length: n * d }, (_, i) => columns[i % d]![Math.floor(i / d)]!);
}
