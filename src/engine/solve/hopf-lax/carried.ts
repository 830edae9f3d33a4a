/**
 * @file A crowd in small parcels, each on its way from the middle of a piece of a cell to where it lands, and what they bring to the cells on the way.
 *
 * A parcel is as wide as the flow makes it: (1 − t/T) + (t/T) Σ|∂y/∂x| along an axis. It is laid over the cells that it covers in shares that add up
 * to 1, so that the mass at the nodes is that of the start to rounding, whatever the flow does: spreads, parts, or gathers at a point.
 */
import type { Moments } from "../../../exact/problem.ts";
import { read } from "../lattice.ts";
import { edgesOf, type LandingAt } from "./landing.ts";
import type { HopfLaxProblem } from "./problem.ts";

/** Parcels along an edge of a cell. */
const PIECES = { 1: 4, 2: 2 } as const;

/** Of the whole mass: what is lighter stays where it is, nobody would see it. */
const LIGHT = 1e-14;

/** Of the heaviest parcel: lighter ones do not say where the crowd parts. */
const SEEN = 1e-6;

/** In distances of nodes: parcels that land further apart than that have parted. */
const PARTED = 3;

/** In distances of nodes: what is narrower is in one cell. */
const NARROW = 1e-9;

/** Parcels, [N, d] and [N]. */
interface Parcels {
  readonly n: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** How much wider at the end than at the start, along each axis, [N, d]. */
  readonly stretch: Float64Array;
  /** Of the crowd, in all 1. */
  readonly mass: Float64Array;
  /** Edges at the start, [d]. */
  readonly edge: readonly number[];
}

export interface CarriedMoments extends Moments {
  readonly mass: number;
}

export interface CarriedCrowd {
  /** E U(X, 0). */
  readonly cost: number;
  /** ½E|y − x|²/T. */
  readonly energy: number;
  /** ρ at the nodes, [n]. */
  density(t: number): Float64Array;
  moments(t: number): CarriedMoments;
  /** The largest distance, beyond what the flow stretches, at which parcels that were neighbours land; 0 where nothing parts. */
  readonly parts: number;
  /** The largest share of the crowd that one node has at the end. */
  readonly gathers: number;
}

/** @param landing from the start; null: nobody moves */
export function carried(problem: HopfLaxProblem, landing: LandingAt | null): CarriedCrowd {
  const { lattice, horizon, cost } = problem;
  const d = lattice.dimension;
  const { parcels, paid } = sentFrom(problem, landing);
  const { n, x, y, mass } = parcels;
  const at = (t: number): number => (landing === null ? 0 : Math.min(Math.max(t / horizon, 0), 1));
  let [total, energy] = [0, 0];
  for (let i = 0; i < n; i++) {
    let distance = 0;
    for (let k = 0; k < d; k++) distance += (y[i * d + k]! - x[i * d + k]!) ** 2;
    energy += (mass[i]! * distance) / (2 * horizon);
    total += mass[i]! * (landing === null ? read(lattice, cost, x, i * d).value : paid[i]!);
  }
  const density = (t: number): Float64Array => laidOut(problem, parcels, at(t));
  return {
    cost: total,
    energy: landing === null ? 0 : energy,
    density,
    moments: (t) => momentsOf(parcels, d, at(t)),
    parts:
      landing === null
        ? 0
        : parting(
            parcels,
            lattice.axes.map(({ nodes }) => nodes * PIECES[d]),
            d,
          ),
    gathers: density(horizon).reduce((most, value) => Math.max(most, value), 0) * lattice.cell,
  };
}

function sentFrom(problem: HopfLaxProblem, landing: LandingAt | null): { readonly parcels: Parcels; readonly paid: Float64Array } {
  const { lattice, logReference } = problem;
  const { dimension: d, axes } = lattice;
  const edge = axes.map(({ step }) => step / PIECES[d]);
  const along = axes.map(({ nodes }) => nodes * PIECES[d]);
  const n = along.reduce((total, pieces) => total * pieces, 1);
  const place = (i: number, k: number): number => (k === 0 ? i % along[0]! : Math.floor(i / along[0]!));
  const x = Float64Array.from({ length: n * d }, (_, j) => {
    const { low, step } = axes[j % d]!;
    return low - step / 2 + (place(Math.floor(j / d), j % d) + 0.5) * edge[j % d]!;
  });
  const mass = logReference(x, n).map(Math.exp);
  const total = mass.reduce((sum, one) => sum + one, 0);
  const [y, stretch, paid] = [x.slice(), new Float64Array(n * d).fill(1), new Float64Array(n)];
  for (let i = 0; i < n; i++) {
    mass[i]! /= total;
    if (landing === null || mass[i]! < LIGHT) continue;
    const { y: goal, slope, value } = landing(Array.from(x.subarray(i * d, (i + 1) * d)));
    y.set(goal, i * d);
    stretch.set(
      slope.map((row) => row.reduce((sum, entry) => sum + Math.abs(entry), 0)),
      i * d,
    );
    paid[i] = value;
  }
  return { parcels: { n, x, y, stretch, mass, edge }, paid };
}

/** Middle and half width of a parcel along an axis, when a share of the time is over. */
function extent({ x, y, stretch, edge }: Parcels, j: number, k: number, share: number): readonly [number, number] {
  return [x[j]! + share * (y[j]! - x[j]!), (edge[k]! / 2) * (1 - share + share * stretch[j]!)];
}

function laidOut({ lattice }: HopfLaxProblem, parcels: Parcels, share: number): Float64Array {
  const { axes, dimension: d, n, cell } = lattice;
  const density = new Float64Array(n);
  const edges = edgesOf(lattice);
  for (let i = 0; i < parcels.n; i++) {
    const covered = axes.map(({ low, step, nodes }, k) => {
      const [middle, half] = extent(parcels, i * d + k, k, share);
      // In cells, the first of which begins at 0.
      const within = (at: number): number => (Math.min(Math.max(at, edges[k]![0]), edges[k]![1]) - low) / step + 0.5;
      return sharesOf(within(middle - half), within(middle + half), nodes);
    });
    const [along, across] = covered;
    const mass = parcels.mass[i]! / cell;
    if (across === undefined) along!.by.forEach((part, a) => (density[along!.first + a]! += mass * part));
    else
      across.by.forEach((row, b) => {
        const start = (across.first + b) * axes[0]!.nodes + along!.first;
        along!.by.forEach((part, a) => (density[start + a]! += mass * row * part));
      });
  }
  return density;
}

/** Of an interval in units of cells: the first cell that it covers, and the shares of all. */
function sharesOf(from: number, to: number, cells: number): { readonly first: number; readonly by: readonly number[] } {
  const first = Math.min(Math.max(Math.floor(from), 0), cells - 1);
  const last = Math.min(Math.max(Math.ceil(to) - 1, first), cells - 1);
  if (last === first || to - from < NARROW) return { first, by: [1] };
  const by = Array.from({ length: last - first + 1 }, (_, a) => Math.min(to, first + a + 1) - Math.max(from, first + a));
  const total = by.reduce((sum, part) => sum + part, 0);
  return { first, by: by.map((part) => part / total) };
}

function momentsOf(parcels: Parcels, d: 1 | 2, share: number): CarriedMoments {
  const axes = Array.from({ length: d }, (_, k) => k);
  const average = (f: (i: number) => number): number =>
    parcels.mass.reduce((total, mass, i) => (mass > 0 ? total + mass * f(i) : total), 0);
  const middle = (i: number, k: number): number => extent(parcels, i * d + k, k, share)[0];
  const within = (i: number, k: number): number => extent(parcels, i * d + k, k, share)[1] ** 2 / 3;
  const mean = axes.map((k) => average((i) => middle(i, k)));
  const covariance = axes.map((a) =>
    axes.map((b) => average((i) => (middle(i, a) - mean[a]!) * (middle(i, b) - mean[b]!) + (a === b ? within(i, a) : 0))),
  );
  const skew = d === 1 ? average((i) => (middle(i, 0) - mean[0]!) ** 3) / covariance[0]![0]! ** 1.5 : null;
  return { mass: average(() => 1), mean, covariance, skew };
}

/** @param along parcels of each axis */
function parting({ n, y, stretch, mass, edge }: Parcels, along: readonly number[], d: 1 | 2): number {
  const seen = SEEN * mass.reduce((most, one) => Math.max(most, one), 0);
  let largest = 0;
  for (let axis = 0; axis < d; axis++) {
    const stride = axis === 0 ? 1 : along[0]!;
    for (let i = 0; i + stride < n; i++) {
      const j = i + stride;
      if (Math.floor(i / stride) % along[axis]! === along[axis]! - 1 || mass[i]! < seen || mass[j]! < seen) continue;
      for (let k = 0; k < d; k++) {
        const expected = (edge[axis]! * (stretch[i * d + k]! + stretch[j * d + k]!)) / 2;
        const apart = Math.abs(y[j * d + k]! - y[i * d + k]!) - expected;
        if (apart > PARTED * PIECES[d] * edge[k]!) largest = Math.max(largest, apart);
      }
    }
  }
  return largest;
}
