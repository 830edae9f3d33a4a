/**
 * @file What formulas along the paths ask of the crowd, read off the batch at one time, and the way back.
 *
 *     mean      m = (1/n) Σ xᵢ                                              ∂m/∂xᵢ = 1/n
 *     kernel    κᵢ = (1/2R) Σ_{r=1}^{R} (k(xᵢ, xᵢ₊ᵣ) + k(xᵢ, xᵢ₋ᵣ))          every pair once for both of its ends, indices modulo n
 *               κᵢ = (1/R) Σ_{r=0}^{R−1} k(xᵢ, yᵢ₊ᵣ)                         against the data
 *     target    log π(xᵢ)                                                 ∂/∂xᵢ = ∇log π
 *
 * Particles are independent draws, so that an average over some partners estimates the one over all without bias; a particle is
 * never its own partner. What a Nash player holds fixed has no way back.
 */
import type { Density } from "../../catalogue/define.ts";
import type { PopulationFeature } from "../../catalogue/terms.ts";
import type { Expr } from "../../math/expressions/expression.ts";
import { gradient } from "../../math/expressions/gradient.ts";
import { type Column, column, type Plan, plan } from "../../math/expressions/plan.ts";
import { meanLeaf } from "../game/functional.ts";
import type { Columns, Uniforms } from "../game/evaluation.ts";

export interface CrowdGiven {
  readonly features: readonly PopulationFeature[];
  readonly dimension: 1 | 2;
  readonly capacity: number;
  readonly uniform: ReadonlySet<string>;
  /** Of the data: what a running cost that knows log π asks. */
  /** π; null: the game has no data. */
  readonly density: Density | null;
  /** Most partners of a particle on either side. */
  readonly partners: number;
}

export interface Crowd {
  /** Names of the leaves that are one number for the batch. */
  readonly numbers: readonly string[];
  /** Leaves whose cotangents `back` wants, in that order. */
  readonly wanted: readonly string[];
  /** Reads the crowd x [n, d], and the data [n, d] where a feature is about them. */
  read(x: Float32Array, n: number, uniforms: Uniforms, target?: Float32Array): void;
  number(name: string): number | undefined;
  columns(): Columns;
  /** gX += what the cotangents of the wanted leaves, [n] each, mean for the crowd. */
  back(x: Float32Array, n: number, uniforms: Uniforms, cotangents: readonly Float64Array[], gX: Float32Array, target?: Float32Array): void;
}

type KernelFeature = Extract<PopulationFeature, { readonly kind: "kernel" }>;

export function createCrowd(given: CrowdGiven): Crowd {
  const { dimension: d, capacity } = given;
  const means = given.features.filter((feature) => feature.kind === "mean");
  const kernels = given.features.filter((feature): feature is KernelFeature => feature.kind === "kernel");
  const pairs = kernels.map((feature) => pairSums(feature, given));
  const mean = new Float64Array(d);
  const values = kernels.map(() => new Float64Array(capacity));
  const meanNames = means.flatMap(({ path }) => Array.from({ length: d }, (_, k) => meanLeaf(path, k)));
  const axisOf = new Map(means.flatMap(({ path }) => Array.from({ length: d }, (_, k) => [meanLeaf(path, k), k] as const)));
  const freeMeans = means.flatMap(({ path, frozen }) => (frozen ? [] : Array.from({ length: d }, (_, k) => meanLeaf(path, k))));
  const freeKernels = kernels.map(({ frozen }, j) => (frozen ? -1 : j)).filter((j) => j >= 0);
  const target = given.features.some(({ kind }) => kind === "target") ? targetOf(given) : undefined;
  const columns = {
    ...Object.fromEntries(kernels.map(({ leaf }, j) => [leaf, column(values[j]!)])),
    ...(target === undefined ? {} : { [TARGET]: column(target.values) }),
  };

  return {
    numbers: meanNames,
    wanted: [...freeMeans, ...freeKernels.map((j) => kernels[j]!.leaf), ...(target === undefined ? [] : [TARGET])],
    read(x, n, uniforms, data) {
      target?.read(x, n);
      mean.fill(0);
      for (let i = 0; i < n; i++) for (let k = 0; k < d; k++) mean[k]! += x[i * d + k]! / n;
      pairs.forEach((pair, j) => {
        pair.sums(x, n, uniforms, values[j]!, data);
      });
    },
    number: (name) => {
      const axis = axisOf.get(name);
      return axis === undefined ? undefined : mean[axis];
    },
    columns: () => columns,
    back(x, n, uniforms, cotangents, gX, data) {
      freeMeans.forEach((name, f) => {
        const k = axisOf.get(name)!;
        let total = 0;
        for (let i = 0; i < n; i++) total += cotangents[f]![i]!;
        for (let i = 0; i < n; i++) gX[i * d + k]! += total / n;
      });
      freeKernels.forEach((j, f) => {
        pairs[j]!.back(x, n, uniforms, cotangents[freeMeans.length + f]!, gX, data);
      });
      target?.back(x, n, cotangents[freeMeans.length + freeKernels.length]!, gX);
    },
  };
}

const TARGET = "targetLogDensity";

/** log π at the particles, and ∇log π on the way back. */
function targetOf({ density, dimension: d, capacity }: CrowdGiven) {
  const { logDensity, score } = density ?? {};
  if (density === null || logDensity === undefined || score === undefined) throw new Error("The density of these data is not known.");
  const values = new Float64Array(capacity);
  const slopes = new Float64Array(capacity * d);
  return {
    values,
    read(x: Float32Array, n: number): void {
      logDensity.call(density, x, n, values);
    },
    back(x: Float32Array, n: number, g: Float64Array, gX: Float32Array): void {
      score.call(density, x, n, slopes);
      for (let i = 0; i < n; i++) for (let k = 0; k < d; k++) gX[i * d + k]! += g[i]! * slopes[i * d + k]!;
    },
  };
}

interface PairSums {
  sums(x: Float32Array, n: number, uniforms: Uniforms, out: Float64Array, target?: Float32Array): void;
  back(x: Float32Array, n: number, uniforms: Uniforms, g: Float64Array, gX: Float32Array, target?: Float32Array): void;
}

/** The partners of a particle: how many shifts there are, the first of them, and the weight of a pair. */
function shiftsOf({ against }: KernelFeature, n: number, most: number): { first: number; count: number; weight: number } {
  if (against === "target") {
    const count = Math.max(1, Math.min(n, 2 * most));
    return { first: 0, count, weight: 1 / count };
  }
  const count = Math.min(most, Math.floor((n - 1) / 2));
  return { first: 1, count, weight: count === 0 ? 0 : 1 / (2 * count) };
}

function pairSums(feature: KernelFeature, { dimension: d, capacity, uniform, partners }: CrowdGiven): PairSums {
  const value = plan([feature.kernel], uniform);
  const slopes = plan(slopesOf(feature.kernel, d), uniform);
  // Rows once more behind their end: a shift modulo n is then an offset.
  const [left, right] = [new Float32Array(capacity * d), new Float32Array(2 * capacity * d)];
  const out = Array.from({ length: 2 * d }, () => new Float64Array(capacity));
  const own = feature.against === "population";
  const load = (x: Float32Array, n: number, target: Float32Array | undefined): void => {
    const others = own ? x : target;
    if (others === undefined) throw new Error(`${feature.leaf} needs samples of the data.`);
    left.set(x.subarray(0, n * d));
    right.set(others.subarray(0, n * d));
    right.copyWithin(n * d, 0, n * d);
  };
  const at = (p: Plan, n: number, shift: number, uniforms: Uniforms, outputs: readonly Column[]): void => {
    const inputs = p.columns.map((name) => {
      const axis = Number(name.slice(1)) - 1;
      return name.startsWith("x") ? column(left, axis, d) : column(right, shift * d + axis, d);
    });
    p.evaluate(n, inputs, p.uniforms.map(uniforms), outputs);
  };
  return {
    sums(x, n, uniforms, sum, target) {
      load(x, n, target);
      sum.fill(0, 0, n);
      const { first, count, weight } = shiftsOf(feature, n, partners);
      const k = out[0]!;
      for (let r = first; r < first + count; r++) {
        at(value, n, r, uniforms, [column(k)]);
        for (let i = 0; i < n; i++) sum[i]! += weight * k[i]!;
        if (own) for (let i = 0, j = r; i < n; i++, j = j + 1 === n ? 0 : j + 1) sum[j]! += weight * k[i]!;
      }
    },
    back(x, n, uniforms, g, gX, target) {
      load(x, n, target);
      const { first, count, weight } = shiftsOf(feature, n, partners);
      const columns = out.map((o) => column(o));
      for (let r = first; r < first + count; r++) {
        at(slopes, n, r, uniforms, columns);
        for (let i = 0, j = r % n; i < n; i++, j = j + 1 === n ? 0 : j + 1) {
          const w = weight * (own ? g[i]! + g[j]! : g[i]!);
          for (let a = 0; a < d; a++) {
            gX[i * d + a]! += w * out[a]![i]!;
            if (own) gX[j * d + a]! += w * out[d + a]![i]!;
          }
        }
      }
    },
  };
}

/** ∂k/∂x, ∂k/∂y. */
const slopesOf = (kernel: Expr, d: 1 | 2): Expr[] => {
  const axes = Array.from({ length: d }, (_, i) => String(i + 1));
  return gradient(kernel, [...axes.map((i) => `x${i}`), ...axes.map((i) => `y${i}`)]);
};
