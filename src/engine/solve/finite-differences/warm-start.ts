/** @file What a game on a lattice starts from: the solution of a game near by, or of the same one on another lattice. */
import { type Lattice, moved } from "../lattice.ts";
import { type FiniteDifferenceProblem, firstUnknown, logDensityOf, type Unknown } from "./sweep.ts";

/** Fields at the nodes of its own lattice and at an even grid of times. */
interface Before {
  readonly problem: { readonly lattice: Lattice };
  readonly U: readonly Float64Array[];
  readonly density: readonly Float64Array[];
  readonly prices: readonly Float64Array[] | null;
}

/** What hangs on the crowd as it was in a game near by, where that has a space of the same dimension; between its times it is linear. */
export function unknownFrom(problem: FiniteDifferenceProblem, { problem: before, U, density, prices }: Before): Unknown {
  const first = firstUnknown(problem);
  const { lattice, steps, end, running, hamiltonian } = problem;
  if (before.lattice.dimension !== lattice.dimension) return first;
  const here = (field: Float64Array): Float64Array => moved(field, before.lattice, lattice);
  return {
    end: end.crowd ? here(U.at(-1)!) : first.end,
    prices: running?.crowd === true && prices !== null ? inTime(prices, steps).map(here) : first.prices,
    seen: hamiltonian.crowd ? inTime(density.map(logDensityOf), steps).map(here) : null,
  };
}

/** Fields at an even grid of times, at that of so many steps. */
function inTime(fields: readonly Float64Array[], steps: number): readonly Float64Array[] {
  const had = fields.length - 1;
  if (had === steps) return fields;
  return Array.from({ length: steps + 1 }, (_, k) => {
    const place = (k * had) / steps;
    const at = Math.min(Math.floor(place), had - 1);
    return fields[at]!.map((value, i) => value + (place - at) * (fields[at + 1]![i]! - value));
  });
}
