/**
 * @file The cheapest assignment of rows to columns of a square table of costs, and the prices that prove it.
 *
 *     min over permutations π of Σᵢ c(i, π(i))  =  max Σᵢ uᵢ + Σⱼ vⱼ   subject to   c(i, j) ≥ uᵢ + vⱼ,  equal where j = π(i)
 *
 * Jonker and Volgenant (A shortest augmenting path algorithm for dense and sparse linear assignment problems, 1987): columns go to
 * their cheapest rows, and shortest augmenting paths find one for every row that is left. O(n³) at worst. Their bidding for columns
 * in between is left out: on squared distances it saved a tenth. Only +, − and comparisons: the same bits everywhere.
 */

/** Valid until the next call of the same solver. */
export interface Assignment {
  /** The column of each row, [n]. */
  readonly columnOf: Int32Array;
  /** u, v [n]. */
  readonly rowPrices: Float64Array;
  readonly columnPrices: Float64Array;
}

/** @param costs row-major [n, n], all finite */
export type Assigner = (costs: Float64Array, n: number) => Assignment;

const NONE = -1;

interface Table {
  readonly costs: Float64Array;
  readonly n: number;
  readonly columnOf: Int32Array;
  readonly rowOf: Int32Array;
  /** v. */
  readonly prices: Float64Array;
  /** Rows without a column. */
  readonly waiting: Int32Array;
}

/** What a search for a path knows of the columns. */
interface Search {
  readonly distance: Float64Array;
  readonly cameFrom: Int32Array;
  /** Settled columns in their order, how far they are and what they cost. */
  readonly path: Int32Array;
  readonly pathDistance: Float64Array;
  readonly pathPrice: Float64Array;
}

/** @param capacity the largest n */
export function createAssigner(capacity: number): Assigner {
  const whole = (): Int32Array => new Int32Array(capacity);
  const real = (): Float64Array => new Float64Array(capacity);
  const kept = { columnOf: whole(), rowOf: whole(), prices: real(), waiting: whole(), rowPrices: real() };
  const search: Search = { distance: real(), cameFrom: whole(), path: whole(), pathDistance: real(), pathPrice: real() };
  return (costs, n) => {
    const table: Table = { costs, n, columnOf: kept.columnOf, rowOf: kept.rowOf, prices: kept.prices, waiting: kept.waiting };
    const left = reduceColumns(table, search);
    for (let k = 0; k < left; k++) augment(table, search, table.waiting[k]!);
    const columnOf = kept.columnOf.subarray(0, n);
    columnOf.forEach((column, row) => (kept.rowPrices[row] = costs[row * n + column]! - kept.prices[column]!));
    return { columnOf, rowPrices: kept.rowPrices.subarray(0, n), columnPrices: kept.prices.subarray(0, n) };
  };
}

/**
 * Every column costs what it costs its cheapest row, which takes one of those it is offered. Where that is one alone, its price falls until another is as cheap.
 * Says how many rows wait.
 */
function reduceColumns({ costs, n, columnOf, rowOf, prices, waiting }: Table, { cameFrom: cheapest, path: wins }: Search): number {
  columnOf.fill(NONE, 0, n);
  rowOf.fill(NONE, 0, n);
  wins.fill(0, 0, n);
  prices.fill(Infinity, 0, n);
  for (let row = 0, at = 0; row < n; row++) {
    for (let column = 0; column < n; column++, at++) {
      if (costs[at]! < prices[column]!) {
        prices[column] = costs[at]!;
        cheapest[column] = row;
      }
    }
  }
  for (let column = 0; column < n; column++) {
    const row = cheapest[column]!;
    if (++wins[row]! > 1) continue;
    columnOf[row] = column;
    rowOf[column] = row;
  }
  let left = 0;
  for (let row = 0; row < n; row++) {
    if (wins[row] === 0) waiting[left++] = row;
    if (wins[row] !== 1) continue;
    const own = columnOf[row]!;
    let least = Infinity;
    for (let column = 0, at = row * n; column < n; column++, at++) {
      const reduced = costs[at]! - prices[column]!;
      if (column !== own && reduced < least) least = reduced;
    }
    if (least < Infinity) prices[own]! -= least;
  }
  return left;
}

/**
 * Dijkstra in reduced costs from a waiting row to the nearest free column. What is nearer falls in price by the difference, so that no reduced cost is negative.
 * A settled column is infinitely far and cheap while the search goes on: no loop has to ask which ones are.
 */
function augment(
  { costs, n, columnOf, rowOf, prices }: Table,
  { distance, cameFrom, path, pathDistance, pathPrice }: Search,
  start: number,
): void {
  let [end, least] = [0, Infinity];
  for (let column = 0, at = start * n; column < n; column++, at++) {
    const direct = costs[at]! - prices[column]!;
    distance[column] = direct;
    cameFrom[column] = start;
    if (direct < least) {
      least = direct;
      end = column;
    }
  }
  let settled = 0;
  while (rowOf[end] !== NONE) {
    const row = rowOf[end]!;
    const base = costs[row * n + end]! - prices[end]! - least;
    path[settled] = end;
    pathDistance[settled] = least;
    pathPrice[settled++] = prices[end]!;
    distance[end] = Infinity;
    prices[end] = -Infinity;
    least = Infinity;
    for (let column = 0, at = row * n; column < n; column++, at++) {
      const through = costs[at]! - prices[column]! - base;
      let known = distance[column]!;
      if (through < known) {
        distance[column] = known = through;
        cameFrom[column] = row;
      }
      if (known < least) {
        least = known;
        end = column;
      }
    }
  }
  for (let k = 0; k < settled; k++) prices[path[k]!] = pathPrice[k]! + (pathDistance[k]! - least);
  let column = end;
  let row = NONE;
  while (row !== start) {
    row = cameFrom[column]!;
    rowOf[column] = row;
    const before = columnOf[row]!;
    columnOf[row] = column;
    column = before;
  }
}
