/**
 * @file Where agents stand: a hexagonal lattice that fills a rectangle, and everybody at a place drawn by lot.
 *
 *     d = √(2 W H / (√3 n)) apart,   rows (√3/2) d apart, every other one shifted by d/2
 *
 * The lot does not hang on the run, so an agent keeps its place whatever is changed.
 */
import { random } from "../../math/random.ts";

export interface Places {
  /** Half the way between neighbours. */
  readonly half: number;
  /** [n, 2], in the units of the rectangle. */
  readonly at: Float32Array;
}

const ROW = Math.sqrt(3) / 2;

/** How many fit if they stand `apart` from each other. */
function room(apart: number, width: number, height: number): { readonly columns: number; readonly rows: number } {
  const columns = Math.max(1, Math.floor((width - apart / 2) / apart));
  const rows = Math.max(1, 1 + Math.floor((height - apart) / (ROW * apart)));
  return { columns, rows };
}

/** The widest lattice on which `count` agents find a place. */
function spacing(count: number, width: number, height: number): number {
  let low = 0;
  let high = Math.max(width, height);
  for (let halving = 0; halving < 40; halving += 1) {
    const middle = (low + high) / 2;
    const { columns, rows } = room(middle, width, height);
    const fits = middle > 0 && columns * rows >= count && (columns + 0.5) * middle <= width && (ROW * (rows - 1) + 1) * middle <= height;
    if (fits) low = middle;
    else high = middle;
  }
  return low;
}

/** @param width, height more than twice the margin @param margin stays free on every side @returns the same places for the same numbers */
export function placesIn(count: number, width: number, height: number, margin = 0): Places {
  const [across, down] = [width - 2 * margin, height - 2 * margin];
  const apart = spacing(count, across, down);
  const { columns } = room(apart, across, down);
  const rows = Math.ceil(count / columns);
  const [left, top] = [(width - (columns + 0.5) * apart) / 2, (height - (ROW * (rows - 1) + 1) * apart) / 2];
  const lot = drawnByLot(count);
  const at = new Float32Array(2 * count);
  for (let agent = 0; agent < count; agent += 1) {
    const place = lot[agent]!;
    const row = Math.floor(place / columns);
    at[2 * agent] = left + apart * ((place % columns) + (row % 2 === 0 ? 0.5 : 1));
    at[2 * agent + 1] = top + apart * (0.5 + ROW * row);
  }
  return { half: apart / 2, at };
}

function drawnByLot(count: number): Int32Array {
  const chance = random(1, "places of agents");
  const order = Int32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i -= 1) {
    const j = chance.integer(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
