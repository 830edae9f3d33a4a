/**
 * @file Maps over the fixed box [−R, R]^d: on the plane at one time, on the line x against t. Fields come component by component.
 *
 * The score is ∇log ρ = −∇U where the dynamics noise the data; elsewhere there is no such map.
 */
import type { GridMap, MapKind } from "../results.ts";
import type { FieldName, Fields, Solution } from "../solution.ts";

type OwnKind = Exclude<MapKind, `exact-${string}`>;

interface Drawn {
  readonly field: FieldName;
  /** Component of a vector. */
  readonly axis?: 0 | 1;
  readonly as?: "minus" | "length" | "size";
}

/** What of a field a map shows. */
const DRAWN: Readonly<Record<OwnKind, Drawn>> = {
  density: { field: "density" },
  value: { field: "value" },
  residual: { field: "residual", as: "size" },
  speed: { field: "velocity", as: "length" },
  "velocity-x1": { field: "velocity", axis: 0 },
  "velocity-x2": { field: "velocity", axis: 1 },
  "score-x1": { field: "momentum", axis: 0, as: "minus" },
  "score-x2": { field: "momentum", axis: 1, as: "minus" },
};

/** Where maps are drawn, and when. */
export interface MapPlace {
  /** Half the edge of the box. */
  readonly radius: number;
  /** Its middle, along every axis. */
  readonly centre: number;
  /** The last time of the flow. */
  readonly latest: number;
  /** −∇U is a score. */
  readonly scored: boolean;
}

export interface MapsWanted {
  readonly kinds: readonly MapKind[];
  /** Of the last time; on the line every time is drawn. */
  readonly fraction: number;
  /** Points along an edge. */
  readonly size: number;
}

interface OfSolution {
  readonly solution: Solution;
  readonly maps: readonly { readonly kind: MapKind; readonly drawn: Drawn }[];
}

/** Maps as far as they are known for this run; kinds without an answer are left out. */
export async function mapsOf(
  own: Solution,
  exact: Solution | null,
  place: MapPlace,
  { kinds, fraction, size }: MapsWanted,
): Promise<GridMap[]> {
  const { dimension } = own;
  const grid = dimension === 2 ? planeGrid(place, size) : lineGrid(place, size);
  const rows = dimension === 2 ? 1 : size;
  const each = grid.length / dimension;
  const asked = [askedOf(own, kinds, "", place.scored), ...(exact === null ? [] : [askedOf(exact, kinds, "exact-", place.scored)])];
  const found = new Map<MapKind, Float32Array>();
  for (const { maps } of asked) for (const { kind } of maps) found.set(kind, new Float32Array(rows * each));
  for (let row = 0; row < rows; row++) {
    const t = dimension === 2 ? fraction * place.latest : (place.latest * row) / (size - 1);
    for (const { solution, maps } of asked) {
      const fields = await solution.at([...new Set(maps.map(({ drawn }) => drawn.field))], grid, each, t);
      for (const { kind, drawn } of maps) draw(fields, drawn, each, dimension, found.get(kind)!.subarray(row * each, (row + 1) * each));
    }
  }
  return kinds.flatMap((kind) => {
    const values = found.get(kind);
    return values === undefined ? [] : [{ kind, values, width: size, height: size }];
  });
}

/** The maps that this solution can answer. */
function askedOf(solution: Solution, kinds: readonly MapKind[], prefix: "" | "exact-", scored: boolean): OfSolution {
  const maps = kinds.flatMap((kind) => {
    if (kind.startsWith("exact-") !== (prefix === "exact-")) return [];
    const drawn = DRAWN[kind.slice(prefix.length) as OwnKind];
    const isHere = drawn.axis !== 1 || solution.dimension === 2;
    const known = solution.unknown(drawn.field) === undefined && (drawn.field !== "momentum" || scored);
    return known && isHere ? [{ kind, drawn }] : [];
  });
  return { solution, maps };
}

function draw(fields: Fields, { field, axis = 0, as }: Drawn, n: number, d: 1 | 2, out: Float32Array): void {
  const values = fields[field]!;
  const stride = field === "velocity" || field === "momentum" ? d : 1;
  for (let i = 0; i < n; i++) {
    const value = values[i * stride + axis]!;
    switch (as) {
      case undefined:
        out[i] = value;
        break;
      case "minus":
        out[i] = -value;
        break;
      case "size":
        out[i] = Math.abs(value);
        break;
      case "length":
        out[i] = d === 1 ? Math.abs(value) : Math.hypot(value, values[i * d + 1]!);
        break;
      default:
        as satisfies never;
    }
  }
}

type Box = Pick<MapPlace, "radius" | "centre">;

const cellCentre = ({ radius, centre }: Box, size: number, i: number): number => centre + radius * ((2 * (i + 0.5)) / size - 1);

function lineGrid(box: Box, size: number): Float32Array {
  return Float32Array.from({ length: size }, (_, i) => cellCentre(box, size, i));
}

function planeGrid(box: Box, size: number): Float32Array {
  const x = new Float32Array(2 * size * size);
  for (let j = 0; j < size; j++)
    for (let i = 0; i < size; i++) {
      x[2 * (j * size + i)] = cellCentre(box, size, i);
      x[2 * (j * size + i) + 1] = cellCentre(box, size, j);
    }
  return x;
}
