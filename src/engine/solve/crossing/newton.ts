/**
 * @file Newton's method for a crowd at rest around what crosses it, in the frame of the intruder (MFG by Cole and Hopf, n = ΦΓ):
 *
 *     0 = ξ² ΔΦ − (sξ/c_s) ∂yΦ + (1 − n) Φ − (γξ/c_s) Φ log Φ
 *     0 = ξ² ΔΓ + (sξ/c_s) ∂yΓ + (1 − n) Γ − (γξ/c_s) Γ log Φ
 *
 * Unknowns are log Φ and log Γ, so that both stay positive; a step is clipped while it is long.
 */
import { band, diagonalOf, solveBand } from "../../../math/banded.ts";
import { DISC, differenceWeights, EDGE, type HalfPlane, LEGS } from "./half-plane.ts";
import type { CrossingProblem } from "./problem.ts";

/** Φ and Γ in turn, node by node: [count, 2]. */
export type Waves = Float64Array;

/** The equations without their reaction: rows of weights, [count, LEGS + 1] each, the middle last. */
export interface Operators {
  readonly forPhi: Float64Array;
  readonly forGamma: Float64Array;
  /** ∂x and ∂y, for what is read from the solution. */
  readonly alongX: Float64Array;
  readonly alongY: Float64Array;
}

const ROW = LEGS + 1;

export function operatorsOf({ count, lengths }: HalfPlane, { healing, sound, speed }: CrossingProblem): Operators {
  const make = (): Float64Array => new Float64Array(count * ROW);
  const operators = { forPhi: make(), forGamma: make(), alongX: make(), alongY: make() };
  const [diffusion, drift] = [healing * healing, (speed * healing) / sound];
  for (let k = 0; k < count; k++) {
    const [left = 0, right = 0, behind = 0, ahead = 0] = lengths.subarray(k * LEGS, (k + 1) * LEGS);
    const [across, along] = [differenceWeights(left, right), differenceWeights(behind, ahead)];
    const at = k * ROW;
    operators.alongX.set([across.first.back, across.first.on, 0, 0, across.first.middle], at);
    operators.alongY.set([0, 0, along.first.back, along.first.on, along.first.middle], at);
    const laplace = [
      ...[across.second.back, across.second.on, along.second.back, along.second.on],
      across.second.middle + along.second.middle,
    ];
    for (let leg = 0; leg < ROW; leg++) {
      const carried = drift * operators.alongY[at + leg]!;
      operators.forPhi[at + leg] = diffusion * laplace[leg]! - carried;
      operators.forGamma[at + leg] = diffusion * laplace[leg]! + carried;
    }
  }
  return operators;
}

/** A row of an operator at a node. @param part 0 for Φ, 1 for Γ */
export function operatorAt(weights: Float64Array, { ends }: HalfPlane, waves: Waves, k: number, part: 0 | 1): number {
  let sum = weights[k * ROW + LEGS]! * waves[2 * k + part]!;
  for (let leg = 0; leg < LEGS; leg++) {
    const end = ends[k * LEGS + leg]!;
    if (end !== DISC) sum += weights[k * ROW + leg]! * (end === EDGE ? 1 : waves[2 * end + part]!);
  }
  return sum;
}

export interface NewtonStep {
  /** Largest change of a logarithm that Newton asked for, before it was clipped. */
  readonly change: number;
  /** There was no pivot, or no number. */
  readonly broke: boolean;
}

const LONGEST = 0.7;

/** While steps are longer than this they are clipped. */
const LONG = 0.3;

/** One step, in place. */
export function newtonStep(plane: HalfPlane, operators: Operators, problem: CrossingProblem, waves: Waves): NewtonStep {
  const way = remainders(plane, operators, problem, waves).map((value) => -value);
  if (!solveBand(slopes(plane, operators, problem, waves), way)) return { change: Number.POSITIVE_INFINITY, broke: true };
  let change = 0;
  for (const each of way) change = Math.max(change, Math.abs(each));
  if (!Number.isFinite(change)) return { change, broke: true };
  const clip = change > LONG ? LONGEST : Number.POSITIVE_INFINITY;
  for (let i = 0; i < waves.length; i++) waves[i]! *= Math.exp(Math.min(clip, Math.max(-clip, way[i]!)));
  return { change, broke: false };
}

/** γξ/c_s. */
const forgetting = ({ healing, sound, discount }: CrossingProblem): number => (discount * healing) / sound;

/** What is left of the equations, each divided by Φ or Γ, [count, 2]. */
function remainders(plane: HalfPlane, operators: Operators, problem: CrossingProblem, waves: Waves): Float64Array {
  const out = new Float64Array(2 * plane.count);
  const forgets = forgetting(problem);
  for (let k = 0; k < plane.count; k++) {
    const [phi, gamma] = [waves[2 * k]!, waves[2 * k + 1]!];
    const reaction = 1 - phi * gamma - forgets * Math.log(phi);
    out[2 * k] = operatorAt(operators.forPhi, plane, waves, k, 0) / phi + reaction;
    out[2 * k + 1] = operatorAt(operators.forGamma, plane, waves, k, 1) / gamma + reaction;
  }
  return out;
}

/** The largest of them, in units of what diffusion does between two nodes, ξ²/h². */
export function residualOf(plane: HalfPlane, operators: Operators, problem: CrossingProblem, waves: Waves): number {
  const largest = remainders(plane, operators, problem, waves).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return largest * (plane.h / problem.healing) ** 2;
}

/** Their slopes in log Φ and log Γ. */
function slopes(plane: HalfPlane, operators: Operators, problem: CrossingProblem, waves: Waves) {
  const { count, ends, reach } = plane;
  const matrix = band(2 * count, 2 * reach + 1);
  const { entries } = matrix;
  const forgets = forgetting(problem);
  for (let k = 0; k < count; k++) {
    const n = waves[2 * k]! * waves[2 * k + 1]!;
    for (const part of [0, 1] as const) {
      const own = waves[2 * k + part]!;
      const weights = part === 0 ? operators.forPhi : operators.forGamma;
      const diagonal = diagonalOf(matrix, 2 * k + part);
      // What the neighbours give, divided by one's own, falls as one's own grows.
      entries[diagonal]! += weights[k * ROW + LEGS]! - operatorAt(weights, plane, waves, k, part) / own - n;
      entries[diagonal + (part === 0 ? 1 : -1)]! -= n;
      entries[diagonal - part]! -= forgets;
      // Across the middle of an even grid a node's neighbour is its own mirror image.
      for (let leg = 0; leg < LEGS; leg++) {
        const end = ends[k * LEGS + leg]!;
        if (end >= 0) entries[diagonal + 2 * (end - k)]! += (weights[k * ROW + leg]! * waves[2 * end + part]!) / own;
      }
    }
  }
  return matrix;
}
