/** @file What a solved crossing says at nodes and between them: density, value, what people do. */
import { DISC, EDGE } from "./half-plane.ts";
import type { FoundCrossing } from "./crossing.ts";
import { operatorAt } from "./newton.ts";
import { noiseOf, priceOf } from "./problem.ts";

/** Fields of the whole box, row-major with y outermost, [cells, cells]. */
export interface CrossingFields {
  readonly cells: number;
  readonly halfBox: number;
  readonly radius: number;
  readonly h: number;
  readonly circle: "cut" | "staircase";
  /** Φ and Γ; 0 in the disc, 1 at the edge. */
  readonly phi: Float64Array;
  readonly gamma: Float64Array;
  /** n, in units of the density far away; 0 in the disc. */
  readonly n: Float64Array;
  /** ∇log Φ and ∇log Γ, x then y; NaN in the disc. */
  readonly logPhiX: Float64Array;
  readonly logPhiY: Float64Array;
  readonly logGammaX: Float64Array;
  readonly logGammaY: Float64Array;
}

export function fieldsOf({ problem, plane, operators, waves }: FoundCrossing): CrossingFields {
  const { cells, halfBox, radius, circle } = problem;
  const make = (value: number): Float64Array => new Float64Array(cells * cells).fill(value);
  const fields = {
    ...{ cells, halfBox, radius, circle, h: plane.h, phi: make(1), gamma: make(1), n: make(1) },
    ...{ logPhiX: make(0), logPhiY: make(0), logGammaX: make(0), logGammaY: make(0) },
  };
  const slopes = [fields.logPhiX, fields.logPhiY, fields.logGammaX, fields.logGammaY];
  for (let row = 0; row < cells; row++)
    for (let column = 0; column < cells; column++) {
      const at = row * cells + column;
      const node = plane.at(column, row);
      if (node === EDGE) continue;
      if (node === DISC) {
        for (const field of [fields.phi, fields.gamma, fields.n]) field[at] = 0;
        for (const slope of slopes) slope[at] = Number.NaN;
        continue;
      }
      const [phi, gamma] = [waves[2 * node]!, waves[2 * node + 1]!];
      [fields.phi[at], fields.gamma[at], fields.n[at]] = [phi, gamma, phi * gamma];
      // The left half is the mirror image of the right.
      const side = column < cells / 2 - 0.5 ? -1 : 1;
      fields.logPhiX[at] = (side * operatorAt(operators.alongX, plane, waves, node, 0)) / phi;
      fields.logPhiY[at] = operatorAt(operators.alongY, plane, waves, node, 0) / phi;
      fields.logGammaX[at] = (side * operatorAt(operators.alongX, plane, waves, node, 1)) / gamma;
      fields.logGammaY[at] = operatorAt(operators.alongY, plane, waves, node, 1) / gamma;
    }
  return fields;
}

/** At a place in the box: a number of people a square metre, U less what it is far away, ∇U, and the crowd's mean velocity in the laboratory. */
export interface CrossingAnswer {
  readonly density: number;
  readonly U: number;
  readonly gradient: readonly [number, number];
  readonly velocity: readonly [number, number];
}

/** Lagrange's weights of the nodes −1, 0, 1, 2 at u between 0 and 1. */
const cubic = (u: number): readonly number[] => [
  (-u * (u - 1) * (u - 2)) / 6,
  ((u + 1) * (u - 1) * (u - 2)) / 2,
  (-(u + 1) * u * (u - 2)) / 2,
  ((u + 1) * u * (u - 1)) / 6,
];

interface Weighted {
  readonly at: number;
  readonly part: number;
  readonly factor: number;
}

/**
 * Nodes and their weights for a value at (x, y). Φ and Γ vanish at the disc as the distance from it: beside it they are divided by that between
 * nodes, and what lies in the disc does not count.
 */
function weightsAt({ cells, halfBox, radius, h, circle, phi }: CrossingFields, x: number, y: number): readonly Weighted[] {
  const [column, row] = [(x + halfBox) / h, (y + halfBox) / h];
  const i = Math.min(cells - 3, Math.max(1, Math.floor(column)));
  const j = Math.min(cells - 3, Math.max(1, Math.floor(row)));
  const [across, along] = [cubic(column - i), cubic(row - j)];
  const nodes = along.flatMap((b, dj) =>
    across.map((a, di) => ({ di, dj, at: (j + dj - 1) * cells + i + di - 1, part: a * b, factor: 1 })),
  );
  const [u, v] = [column - i, row - j];
  // A disc of nodes ends at its nodes, and all is straight between them.
  if (circle === "staircase")
    return nodes
      .filter(({ di, dj }) => (di === 1 || di === 2) && (dj === 1 || dj === 2))
      .map((node) => ({ ...node, part: (node.di === 1 ? 1 - u : u) * (node.dj === 1 ? 1 - v : v) }));
  if (nodes.every(({ at }) => phi[at]! > 0)) return nodes;
  const near = nodes
    .filter(({ di, dj, at }) => (di === 1 || di === 2) && (dj === 1 || dj === 2) && phi[at]! > 0)
    .map(({ di, dj, at }) => {
      const away = Math.hypot((i + di - 1) * h - halfBox, (j + dj - 1) * h - halfBox) - radius;
      const part = (di === 1 ? 1 - u : u) * (dj === 1 ? 1 - v : v);
      return { at, part: part + 1e-12, factor: (Math.hypot(x, y) - radius) / away };
    });
  const whole = near.reduce((sum, { part }) => sum + part, 0);
  return near.map((each) => ({ ...each, part: each.part / whole }));
}

/** n at a place: 0 in the disc, 1 outside the box. */
export function crowdAt(fields: CrossingFields, x: number, y: number): number {
  const { halfBox, radius, phi, gamma } = fields;
  if (Math.hypot(x, y) <= radius) return 0;
  if (Math.max(Math.abs(x), Math.abs(y)) > halfBox) return 1;
  const nodes = weightsAt(fields, x, y);
  return sumOf(nodes, phi, true) * sumOf(nodes, gamma, true);
}

const sumOf = (nodes: readonly Weighted[], field: Float64Array, vanishes: boolean): number =>
  nodes.reduce((sum, { at, part, factor }) => sum + part * (vanishes ? factor : 1) * field[at]!, 0);

/** @returns undefined in the disc and outside the box, where nobody stands */
export function answerAt(fields: CrossingFields, { problem }: FoundCrossing, x: number, y: number): CrossingAnswer | undefined {
  if (Math.hypot(x, y) <= problem.radius || Math.max(Math.abs(x), Math.abs(y)) > problem.halfBox) return undefined;
  const nodes = weightsAt(fields, x, y);
  const [phi, gamma] = [sumOf(nodes, fields.phi, true), sumOf(nodes, fields.gamma, true)];
  const noise = noiseOf(problem);
  const slopes = [fields.logPhiX, fields.logPhiY, fields.logGammaX, fields.logGammaY].map((slope) => sumOf(nodes, slope, false));
  const [phiX = 0, phiY = 0, gammaX = 0, gammaY = 0] = slopes;
  return {
    density: problem.density * phi * gamma,
    U: -noise * Math.log(phi),
    gradient: [-noise * phiX, -noise * phiY],
    velocity: [(noise / 2) * (phiX - gammaX), (noise / 2) * (phiY - gammaY)],
  };
}

/** Of the whole crowd: where it is densest, how many more there are than without an intruder, the price of place far away. */
export function crowdNumbers({ n, cells, halfBox, h }: CrossingFields, { problem }: FoundCrossing) {
  let [most, at, excess] = [0, 0, 0];
  for (let k = 0; k < n.length; k++) {
    if (n[k]! > most) [most, at] = [n[k]!, k];
    excess += n[k]! - 1;
  }
  const place = (i: number): number => i * h - halfBox;
  return {
    densest: most,
    densestAt: { x: Math.abs(place(at % cells)), y: place(Math.floor(at / cells)) },
    // The disc is no part of the crowd's room, and its edge does not follow the nodes.
    excess: excess * h * h,
    noise: noiseOf(problem),
    price: priceOf(problem),
  };
}
