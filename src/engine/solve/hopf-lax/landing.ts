/**
 * @file Where an agent that stands at x with so much time left lands, between the nodes.
 *
 *     y = argmin F(y),   F(y) = g(y) + (c/2)|x − y|²,   c = w/(T − t)          c → ∞ at the end: y = x
 *     ∇U = c(x − y),     ∂y/∂x = c(D²g + c)⁻¹,     D²U = c(1 − ∂y/∂x)
 *
 * The lower envelope knows the nodes from which to go on; from there Newton's method with g and its slopes as they are between the nodes. Where x
 * stands near a kink of U two nodes far apart are nearly as good: then both are followed. At a wall y stays, and its share of ∂y/∂x is 0.
 */
import { type Lattice, type Local, read } from "../lattice.ts";

/** Where paths end, and what that costs. */
export interface Ends {
  readonly lattice: Lattice;
  /** g at the nodes. */
  readonly cost: Float64Array;
  /** Where the world ends. */
  readonly edges: ReturnType<typeof edgesOf>;
}

export interface Landing {
  readonly y: readonly number[];
  /** F(y) = U. */
  readonly value: number;
  /** ∂y/∂x, [d][d]. */
  readonly slope: readonly (readonly number[])[];
}

/** From any place at one time. */
export type LandingAt = (x: readonly number[]) => Landing;

const MOST_STEPS = 24;
const HALVINGS = 8;

/** In distances of nodes: a step at most, one after which there is nothing left to do, and how far apart two nodes are for either to be followed. */
const REACH = 4;
const STANDING = 1e-6;
const APART = 3;

/** @param from nodes to go on from, as the lower envelope has them around x */
export function landing(ends: Ends, c: number, x: readonly number[], from: readonly number[]): Landing {
  const { lattice, cost } = ends;
  const { dimension: d, axes } = lattice;
  const place = (node: number): number[] => axes.map((_, k) => lattice.x[node * d + k]!);
  if (from.length === 1) return descended(ends, c, x, place(from[0]!));
  const costOf = (node: number): number => cost[node]! + (c / 2) * squared(place(node), x);
  const costs = from.map(costOf);
  const least = Math.min(...costs);
  const best = from[costs.indexOf(least)]!;
  const found = descended(ends, c, x, place(best));
  // What nodes may miss of the least F.
  const missed = c * axes.reduce((total, { step }) => total + step * step, 0);
  const rival = from.find((node, i) => costs[i]! < least + missed && distance(lattice, place(node), place(best)) > APART);
  if (rival === undefined) return found;
  const other = descended(ends, c, x, place(rival));
  return other.value < found.value ? other : found;
}

/** In distances of nodes, along the axis where it is most. */
const distance = ({ axes }: Lattice, a: readonly number[], b: readonly number[]): number =>
  axes.reduce((most, { step }, k) => Math.max(most, Math.abs(a[k]! - b[k]!) / step), 0);

const squared = (a: readonly number[], b: readonly number[]): number => a.reduce((total, value, k) => total + (value - b[k]!) ** 2, 0);

/** Up to the walls; without them to the outermost nodes. */
export function edgesOf({ axes, walls }: Lattice): readonly (readonly [number, number])[] {
  return axes.map(({ low, high, step }) => (walls ? [low - step / 2, high + step / 2] : [low, high]));
}

function descended({ lattice, cost, edges }: Ends, c: number, x: readonly number[], start: readonly number[]): Landing {
  let y = start;
  let here = read(lattice, cost, y);
  let value = here.value + (c / 2) * squared(y, x);
  const forceAt = (): number[] => here.gradient.map((slope, k) => slope + c * (y[k]! - x[k]!));
  const heldAt = (force: readonly number[]): boolean[] =>
    edges.map(([low, high], k) => (y[k]! <= low && force[k]! > 0) || (y[k]! >= high && force[k]! < 0));
  for (let k = 0; k < MOST_STEPS; k++) {
    const force = forceAt();
    const step = newtonStep(here, c, force, heldAt(force)).map((by, axis) => {
      const most = REACH * lattice.axes[axis]!.step;
      return Math.min(Math.max(by, -most), most);
    });
    let moved = false;
    for (let share = 1, tries = 0; tries < HALVINGS && !moved; share /= 2, tries++) {
      const next = y.map((at, axis) => Math.min(Math.max(at + share * step[axis]!, edges[axis]![0]), edges[axis]![1]));
      const there = read(lattice, cost, next);
      const paid = there.value + (c / 2) * squared(next, x);
      moved = paid <= value;
      if (moved) [y, here, value] = [next, there, paid];
    }
    if (!moved || step.every((by, axis) => Math.abs(by) < STANDING * lattice.axes[axis]!.step)) break;
  }
  return { y, value, slope: inverse(here, c, heldAt(forceAt())).map((row) => row.map((entry) => c * entry)) };
}

/** −(D²g + c)⁻¹∇F, or downhill where F does not bend upwards. */
function newtonStep(here: Local, c: number, force: readonly number[], held: readonly boolean[]): number[] {
  const [a, b, e] = bendsOf(here, c);
  const upward = a > 0 && (force.length === 1 || a * e - b * b > 0);
  if (!upward) return force.map((slope, k) => (held[k]! ? 0 : -slope / (c + Math.abs(k === 0 ? a : e))));
  return inverse(here, c, held).map((row) => -row.reduce((total, entry, k) => total + entry * force[k]!, 0));
}

/** ∂₁₁F, ∂₁₂F, ∂₂₂F. */
const bendsOf = ({ hessian }: Local, c: number): readonly [number, number, number] => [
  hessian[0]! + c,
  hessian[1] ?? 0,
  (hessian[2] ?? 0) + c,
];

/** (D²g + c)⁻¹ along the axes that are not held; 0 along the others. */
function inverse(here: Local, c: number, held: readonly boolean[]): readonly (readonly number[])[] {
  const [a, b, e] = bendsOf(here, c);
  const alone = (bend: number, k: number): number => (held[k]! ? 0 : 1 / bend);
  if (held.length === 1) return [[alone(a, 0)]];
  if (held[0]! || held[1]!)
    return [
      [alone(a, 0), 0],
      [0, alone(e, 1)],
    ];
  const determinant = a * e - b * b;
  return [
    [e / determinant, -b / determinant],
    [-b / determinant, a / determinant],
  ];
}
