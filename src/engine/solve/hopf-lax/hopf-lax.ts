/**
 * @file Games without noise where nobody pays for the crowd, nor on the way: everybody goes straight to where it is cheapest to end (docs/mathematics.md,
 * Hopf and Lax's formula).
 *
 *     U(x, t) = min_y g(y) + w|x − y|²/(2(T − t)),     X_t = x + (t/T)(y − x)
 *
 * Optimal lines do not cross before T, so ρ_t is ρ₀ carried along them. At the nodes it is what they bring there, cell by cell, so that no mass is
 * lost; at a point it is known from the line that comes by there, if one does:
 *
 *     log ρ(z, t) = log ρ₀(x) + log det(1 + (t/w) D²U(z, t)),    x = z + (t/w)∇U(z, t)
 */
import { type Envelope, lowerEnvelope } from "./envelope.ts";
import { edgesOf, type Landing, landing, type LandingAt } from "./landing.ts";
import type { HopfLaxProblem } from "./problem.ts";
import { type CarriedCrowd, carried } from "./carried.ts";
import type { AtPoints, PointReader } from "../grid-solution.ts";
import { isWithin, type Lattice, type Local, read } from "../lattice.ts";

export interface HopfLax extends AtPoints {
  readonly problem: HopfLaxProblem;
  /** Nobody has moved before it is. */
  readonly solved: boolean;
  /** What the crowd pays: as it stands before it is solved. */
  readonly cost: number;
  /** The crowd in parcels, with where they go. */
  readonly crowd: CarriedCrowd;
  /** Where who starts from x lands. */
  goal(x: readonly number[]): readonly number[];
}

/** Times whose envelope stays. */
const KEPT = 128;

/** log ρ where nobody is. */
const NOBODY = Math.log(1e-300);

/** In distances of nodes: who would start from x and land so far from y does not come by. */
const SAME_LANDING = 0.5;

/** Stands still once, with nobody moved, before the one pass that solves it. */
export function* solveByHopfLax(problem: HopfLaxProblem): Generator<HopfLax, HopfLax> {
  const waiting = carried(problem, null);
  yield {
    ...{ problem, solved: false, cost: waiting.cost, crowd: waiting, goal: (x) => x },
    U: () => () => still(problem.lattice),
    logDensity: () => densityReader(problem, (x) => startAt(problem, x)),
  };
  return solved(problem);
}

/** At once. */
export function solved(problem: HopfLaxProblem): HopfLax {
  const { lattice, horizon, cost, weight } = problem;
  const at = landings(problem);
  const U =
    (t: number): PointReader =>
    (x, offset) => {
      const place = inside(lattice, x, offset);
      return left(problem, t) === 0 ? read(lattice, cost, place) : valueOf(at(t)(place), place, weight / left(problem, t));
    };
  const crowd = carried(problem, at(0));
  const logDensityAt =
    (t: number) =>
    (z: readonly number[]): number => {
      if (t === 0) return startAt(problem, z);
      const { gradient, hessian } = U(t)(z, 0);
      const x = z.map((value, k) => value + (t / weight) * gradient[k]!);
      const volume = determinant(hessian, t / weight);
      if (!(volume > 0) || !isWithin(lattice, x)) return NOBODY;
      const goal = left(problem, t) === 0 ? z : z.map((value, k) => value - (left(problem, t) / weight) * gradient[k]!);
      const goes = at(0)(x).y;
      const comesBy = goes.every((value, k) => Math.abs(value - goal[k]!) < SAME_LANDING * lattice.axes[k]!.step);
      return comesBy ? startAt(problem, x) + Math.log(volume) : NOBODY;
    };
  return {
    ...{ problem, solved: true, cost: crowd.cost, crowd, U, goal: (x) => at(0)(x).y },
    logDensity: (t) => densityReader(problem, logDensityAt(Math.min(Math.max(t, 0), horizon))),
  };
}

/** T − t. */
const left = ({ horizon }: HopfLaxProblem, t: number): number => Math.max(0, horizon - t);

/** Where agents land, from any place at any time before the end. */
function landings(problem: HopfLaxProblem): (t: number) => LandingAt {
  const { lattice, cost, weight } = problem;
  const ends = { lattice, cost, edges: edgesOf(lattice) };
  const kept = new Map<number, Envelope>();
  return (t) => {
    const c = weight / left(problem, t);
    let envelope = kept.get(t);
    if (envelope === undefined) {
      envelope = lowerEnvelope(lattice, cost, c);
      if (kept.size >= KEPT) kept.delete(kept.keys().next().value!);
      kept.set(t, envelope);
    }
    const { from } = envelope;
    return (x) => landing(ends, c, x, distinct(corners(lattice, x), from));
  };
}

function distinct(nodes: readonly number[], from: Int32Array): readonly number[] {
  const all: number[] = [];
  for (const node of nodes) if (!all.includes(from[node]!)) all.push(from[node]!);
  return all;
}

/** Nodes of the cell that a place is in; the nearest ones outside. */
function corners({ axes }: Lattice, x: readonly number[]): readonly number[] {
  const [along, across] = axes.map(({ low, step, nodes }, k) => {
    const first = Math.min(Math.max(Math.floor((x[k]! - low) / step), 0), nodes - 2);
    return [first, first + 1];
  });
  if (across === undefined) return along!;
  return across.flatMap((j) => along!.map((i) => j * axes[0]!.nodes + i));
}

/** Nobody is beyond a wall. */
function inside(lattice: Lattice, x: ArrayLike<number>, offset: number): readonly number[] {
  const edges = edgesOf(lattice);
  return edges.map(([low, high], k) => (lattice.walls ? Math.min(Math.max(x[offset + k]!, low), high) : x[offset + k]!));
}

function valueOf({ y, value, slope }: Landing, x: readonly number[], c: number): Local {
  const bend = (a: number, b: number): number => c * ((a === b ? 1 : 0) - slope[a]![b]!);
  const hessian = x.length === 1 ? [bend(0, 0)] : [bend(0, 0), bend(0, 1), bend(1, 1)];
  return {
    value,
    gradient: x.map((at, k) => c * (at - y[k]!)),
    laplacian: hessian[0]! + (hessian[2] ?? 0),
    hessian,
  };
}

/** Of 1 + s D²U. */
const determinant = ([a, b = 0, e = 0]: readonly number[], s: number): number => (1 + s * a!) * (1 + s * e) - (s * b) ** 2;

const startAt = ({ logReference }: HopfLaxProblem, x: readonly number[]): number => Math.max(logReference(x, 1)[0]!, NOBODY);

function still({ dimension }: Lattice): Local {
  const hessian = new Array<number>(dimension === 1 ? 1 : 3).fill(0);
  return { value: 0, gradient: new Array<number>(dimension).fill(0), laplacian: 0, hessian };
}

/** Slopes by central differences; 0 where nobody is on one of the sides. */
function densityReader({ lattice: { axes } }: HopfLaxProblem, at: (z: readonly number[]) => number): PointReader {
  return (x, offset) => {
    const z = axes.map((_, k) => x[offset + k]!);
    const value = at(z);
    const beside = axes.map(({ step }, k) => [-step, step].map((by) => at(z.map((place, axis) => (axis === k ? place + by : place)))));
    const known = [value, ...beside.flat()].every((log) => log > NOBODY);
    const gradient = beside.map(([down, up], k) => (known ? (up! - down!) / (2 * axes[k]!.step) : 0));
    const bends = beside.map(([down, up], k) => (known ? (up! - 2 * value + down!) / axes[k]!.step ** 2 : 0));
    // Nobody asks how the density bends across the axes.
    const hessian = bends.length === 1 ? bends : [bends[0]!, Number.NaN, bends[1]!];
    return { value, gradient, laplacian: bends.reduce((total, bend) => total + bend, 0), hessian };
  };
}

/** U at the nodes. */
export function valuesAtNodes({ problem: { lattice }, U }: HopfLax, t: number): Float64Array {
  const at = U(t);
  return Float64Array.from({ length: lattice.n }, (_, i) => at(lattice.x, i * lattice.dimension).value);
}

/** log ρ at the nodes: what the lines bring to their cells. */
export const logDensityAtNodes = ({ crowd }: HopfLax, t: number): Float64Array =>
  crowd.density(t).map((value) => Math.max(Math.log(value), NOBODY));
