/**
 * @file The precisions of kernels around training points, fitted by implicit score matching at the end alone.
 *
 *     fixed    Γ_k = I/h²                      nothing is fitted: as h → 0 the mixture is the training set
 *     one      Γ_k = e^(2θ) I                  one number for all
 *     local    log A_k = Σ_l S_kl θ_l          any shape; S_kl ∝ e^(−|z_k − z_l|²/2ℓ²), Σ_l S_kl = 1: near kernels share what is learned of them
 *
 * Adam on θ. A point of the rows does not see its own kernel (implicit-loss.ts). Widths stay between bounds: alone with one neighbour, a kernel that may
 * have any shape gains without end by thinning out across the way to it.
 */
import { expOf, logOf } from "../../../math/elementary.ts";
import { implicitLoss } from "./implicit-loss.ts";
import { factorCount, type Kernels } from "./kernels.ts";

export interface FitProblem {
  readonly dimension: 1 | 2;
  /** [n, d]: the first `centres` of them have a kernel. */
  readonly rows: Float64Array;
  readonly centres: number;
  readonly precisions: "fixed" | "one" | "local";
  /** h: the width of fixed kernels, and of all at the start. */
  readonly width: number;
  /** ℓ. */
  readonly sharing: number;
  /** Of a kernel's width, where it is learned. */
  readonly narrowest: number;
  readonly widest: number;
  readonly steps: number;
}

export interface Fitted {
  readonly kernels: Kernels;
  readonly taken: number;
  /** Steps to its end. */
  readonly of: number;
  /** The mean of J over the rows of the last step. */
  readonly loss: number;
}

/** Rows of a step; they take turns. */
const BATCH = 512;

const RATE = 0.03;
/** A short memory for sizes: the slope of kernels that begin too narrow is larger by orders than where they end. */
const [BETA1, BETA2, TINY] = [0.9, 0.95, 1e-8];

/** From θ to the kernels' factors, and back for slopes. */
interface Sharing {
  readonly size: number;
  spread(theta: Float64Array, factors: Float64Array): void;
  gather(slope: Float64Array, theta: Float64Array): void;
  /** Those of θ that are logarithms. */
  isLog(q: number): boolean;
}

export function* fitKernels(problem: FitProblem): Generator<Fitted, Fitted> {
  const { dimension: d, rows, precisions, steps } = problem;
  const learned = precisions !== "fixed";
  const centres = rows.slice(0, problem.centres * d);
  const sharing = precisions === "local" ? locally(centres, d, problem.sharing) : together(problem.centres, d);
  const theta = startOf(problem, sharing, learned);
  const [slope, first, second] = [0, 1, 2].map(() => new Float64Array(sharing.size)) as [Float64Array, Float64Array, Float64Array];
  const ofFactors = new Float64Array(problem.centres * factorCount(d));
  const of = learned ? steps : 1;
  for (let taken = 0; ; taken++) {
    const factors = new Float64Array(ofFactors.length);
    sharing.spread(theta, factors);
    const kernels: Kernels = { dimension: d, centres, factors };
    const { x, own } = batchOf(problem, taken);
    const found: Fitted = { kernels, taken, of, loss: implicitLoss(kernels, x, own, ofFactors) };
    if (taken === of) return found;
    yield found;
    if (!learned) continue;
    sharing.gather(ofFactors, slope);
    adam(theta, slope, first, second, taken + 1);
    keepBetween(problem, sharing, theta);
  }
}

function startOf({ width, narrowest, widest }: FitProblem, sharing: Sharing, learned: boolean): Float64Array {
  const start = -logOf(learned ? Math.min(Math.max(width, narrowest), widest) : width);
  return Float64Array.from({ length: sharing.size }, (_, q) => (sharing.isLog(q) ? start : 0));
}

function batchOf({ dimension: d, rows, centres }: FitProblem, taken: number): { readonly x: Float64Array; readonly own: Int32Array } {
  const n = rows.length / d;
  const size = Math.min(BATCH, n);
  const at = Array.from({ length: size }, (_, i) => (taken * size + i) % n);
  return {
    x: Float64Array.from({ length: size * d }, (_, q) => rows[at[Math.floor(q / d)]! * d + (q % d)]!),
    own: Int32Array.from(at, (row) => (row < centres ? row : -1)),
  };
}

/** One round kernel for all. */
function together(N: number, d: 1 | 2): Sharing {
  const each = factorCount(d);
  const logs = d === 1 ? [0] : [0, 2];
  return {
    size: 1,
    isLog: () => true,
    spread(theta, factors) {
      for (let k = 0; k < N; k++) for (const j of logs) factors[k * each + j] = theta[0]!;
    },
    gather(slope, theta) {
      theta[0] = 0;
      for (let k = 0; k < N; k++) for (const j of logs) theta[0] += slope[k * each + j]!;
    },
  };
}

function locally(centres: Float64Array, d: 1 | 2, length: number): Sharing {
  const N = centres.length / d;
  const each = factorCount(d);
  const S = new Float64Array(N * N);
  for (let k = 0; k < N; k++) {
    let total = 0;
    for (let l = 0; l < N; l++) {
      let square = 0;
      for (let i = 0; i < d; i++) square += (centres[k * d + i]! - centres[l * d + i]!) ** 2;
      total += S[k * N + l] = expOf((-0.5 * square) / length ** 2);
    }
    for (let l = 0; l < N; l++) S[k * N + l]! /= total;
  }
  return {
    size: N * each,
    isLog: (q) => q % each !== 1,
    spread(theta, factors) {
      for (let k = 0; k < N; k++)
        for (let j = 0; j < each; j++) {
          let sum = 0;
          for (let l = 0; l < N; l++) sum += S[k * N + l]! * theta[l * each + j]!;
          factors[k * each + j] = sum;
        }
    },
    gather(slope, theta) {
      theta.fill(0);
      for (let k = 0; k < N; k++)
        for (let l = 0; l < N; l++) for (let j = 0; j < each; j++) theta[l * each + j]! += S[k * N + l]! * slope[k * each + j]!;
    },
  };
}

function adam(theta: Float64Array, slope: Float64Array, first: Float64Array, second: Float64Array, step: number): void {
  const [c1, c2] = [1 - BETA1 ** step, 1 - BETA2 ** step];
  for (let q = 0; q < theta.length; q++) {
    first[q] = BETA1 * first[q]! + (1 - BETA1) * slope[q]!;
    second[q] = BETA2 * second[q]! + (1 - BETA2) * slope[q]! ** 2;
    theta[q]! -= (RATE * (first[q]! / c1)) / (Math.sqrt(second[q]! / c2) + TINY);
  }
}

/** A mean of what is between bounds is so too. */
function keepBetween({ narrowest, widest }: FitProblem, { isLog }: Sharing, theta: Float64Array): void {
  const most = 1 / narrowest;
  const [low, high] = [-logOf(widest), logOf(most)];
  for (let q = 0; q < theta.length; q++)
    theta[q] = isLog(q) ? Math.min(Math.max(theta[q]!, low), high) : Math.min(Math.max(theta[q]!, -most), most);
}
