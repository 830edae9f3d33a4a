/** @file The population as a surface: a kernel estimate from the particles that are drawn; on the line ρ(x, t). */
import { densityOfLine, densityOfPlane, largest } from "../../density-map.ts";
import { positionsAt } from "../../flow.ts";
import { fieldOf, type MapField } from "../field.ts";
import type { MapLayer } from "../layer.ts";
import { roundUp, type Scale } from "../range.ts";
import type { Scope } from "../scope.ts";
import type { PaneSource } from "../source.ts";

function plane({ name, population }: PaneSource, { across, up, radius, centre, buffers }: Scope, t: number): MapField {
  // The map covers the pane, not only the box: a cut edge would look like a wall.
  const cell = (2 * radius) / buffers.cells;
  const columns = Math.ceil((2 * across) / cell);
  const rows = Math.ceil((2 * up) / cell);
  return buffers.memo(`density ${name}`, [population.paths, t, columns, rows, radius, centre], () => {
    const grid = buffers.grid(`density ${name}`, columns, rows);
    const n = positionsAt(population, t, buffers.scratch);
    densityOfPlane(buffers.scratch, n, cell, grid, buffers.blur, centre);
    const [right, top] = [(columns * cell) / 2, (rows * cell) / 2];
    return { values: grid.values, columns, rows, left: centre - right, right: centre + right, bottom: centre - top, top: centre + top };
  });
}

/** A column per time, each the density of the particles then. */
function ribbon({ name, population, horizon }: PaneSource, { radius, centre, buffers }: Scope): MapField {
  const size = buffers.cells;
  return buffers.memo(`density ${name}`, [population.paths, radius, centre], () => {
    const { values } = buffers.grid(`density ${name}`, size, size);
    const { values: column, scratch } = buffers.grid("column", size, 1);
    for (let k = 0; k < size; k += 1) {
      const n = positionsAt(population, (horizon * k) / (size - 1), buffers.scratch);
      densityOfLine(buffers.scratch, n, { radius, centre }, column, scratch, buffers.blur);
      for (let row = 0; row < size; row += 1) values[row * size + k] = column[row]!;
    }
    const half = horizon / (size - 1) / 2;
    return { values, columns: size, rows: size, left: -half, right: horizon + half, bottom: centre - radius, top: centre + radius };
  });
}

/** What a solver knows better than particles do. */
function known(source: PaneSource, { buffers }: Scope): MapField | null {
  const map = source.map("density");
  return map === null ? null : buffers.memo(`known density ${source.name}`, [map.values], () => fieldOf(map, source));
}

const field = (source: PaneSource, scope: Scope, t: number): MapField => known(source, scope) ?? estimated(source, scope, t);

const estimated = (source: PaneSource, scope: Scope, t: number): MapField =>
  source.dimension === 1 ? ribbon(source, scope) : plane(source, scope, t);

/** Times at which the peak is found; between them it is interpolated. */
const PEAKS = 5;

/**
 * The peak of the ruler over time, so that training does not move the colours. Data at rest only say where the flow ends: then
 * the reference, where it begins, is the other end.
 */
function scale(ruler: PaneSource, start: PaneSource, others: readonly PaneSource[], scope: Scope): Scale {
  const peak = (source: PaneSource, t: number): number => largest(field(source, scope, t).values);
  const { horizon } = ruler;
  if (ruler.dimension === 1) return { times: [0], high: [roundUp(Math.max(peak(ruler, 0), ...others.map((source) => peak(source, 0))))] };
  const times = Array.from({ length: PEAKS }, (_, k) => (horizon * k) / (PEAKS - 1));
  const [first, last] = [peak(start, 0), peak(ruler, horizon)];
  const high = times.map((t, k) => {
    const share = k / (PEAKS - 1);
    const own = ruler.population.still ? first ** (1 - share) * last ** share : peak(ruler, t);
    return Math.max(own, ...others.map((source) => peak(source, t)), 1e-9);
  });
  return { times, high };
}

export const layer: MapLayer = {
  kind: "map",
  id: "density",
  title: "density",
  about: "Where the particles are: a smooth estimate of ρ from those that are drawn.",
  order: 10,
  on: true,
  kinds: [],
  colours: "density",
  symbol: "ρ",
  from: "zero",
  power: 0.65,
  field,
  scale: ({ ruler, sources }, scope, asked) => {
    const found = sources.flatMap((source) => known(source, scope) ?? []);
    if (found.length > 0) return { times: [0], high: [roundUp(Math.max(...found.map(({ values }) => largest(values))))] };
    const flows = sources.filter(({ population }) => !population.still);
    // A game without data has nothing at rest to go by.
    const standing = ruler.population.paths.length === 0 ? (flows[0] ?? ruler) : ruler;
    return scale(standing, flows[0] ?? ruler, asked ? flows : [], scope);
  },
};
