/**
 * @file Expressions of a network, evaluated on points: (x, t) → (y, τ) → jets → expressions, and the adjoint of that chain.
 *
 *     forward    ξ = (y(x, t), τ(t)),   J = jets(θ, ξ),   e_r = e_r(x, t, J, columns)
 *     adjoint    S = Σ_r λ_r e_r:   ∂S/∂J → kernel → ∂S/∂θ, ∂S/∂y;   ∂S/∂x = explicit + ∂S/∂y · ∂y/∂x
 *
 * The channels of the network are those whose leaves occur in the expressions: nobody states them twice. A kernel carries one kind
 * of second-order channels at a time; expressions that read several kinds have them from the Hessian:
 *
 *     ΔN = ∂₁₁N + ∂₂₂N,    wᵀ∇²N w = Σᵢⱼ wᵢ wⱼ ∂ᵢⱼN
 */
import { add, type Expr, input, leaves, mul, square, substitute, sum } from "../../math/expressions/expression.ts";
import { gradient } from "../../math/expressions/gradient.ts";
import { type Column, column, type Plan, plan } from "../../math/expressions/plan.ts";
import { type Binding, rawLeaf } from "./binding.ts";
import { channelCount, type JetChannels, type JetInput, type JetKernel, type NetworkShape } from "../kernels/jets.ts";

/** Values of the leaves that are one number per call. Unknown names are an error, never NaN. */
export type Uniforms = (name: string) => number;

export interface Network {
  readonly kernel: JetKernel;
  readonly binding: Binding;
}

/** Columns by leaf name; x1, x2 (and t, unless it is uniform) are among them. */
export type Columns = Readonly<Record<string, Column>>;

export interface Channels {
  readonly wanted: JetChannels;
  /** Leaf names in the order of J. */
  readonly names: readonly string[];
  readonly used: boolean;
  /** The expressions, reading these channels and no others. */
  through(roots: readonly Expr[]): readonly Expr[];
}

/** Which channels the expressions read, and under which names J's columns go. */
export function channelsOf(roots: readonly Expr[], shape: NetworkShape): Channels {
  const found = leaves(roots);
  const outputs = Array.from({ length: shape.outputs }, (_, o) => o);
  const axes = Array.from({ length: shape.dimension }, (_, i) => i);
  const time = outputs.some((o) => found.has(rawLeaf.time(o)));
  const laplacian = outputs.some((o) => found.has(rawLeaf.second(o)));
  const direction = outputs.some((o) => found.has(rawLeaf.direction(o)));
  const pairs = axes.flatMap((i) => axes.slice(i).map((j) => [i, j] as const));
  const hessian = outputs.some((o) => pairs.some(([i, j]) => found.has(rawLeaf.hessian(o, i, j))));
  const second = secondOf({ laplacian, direction, hessian }, shape.dimension);
  const gradientWanted = time || second !== "none" || outputs.some((o) => axes.some((i) => found.has(rawLeaf.gradient(o, i))));
  const names = outputs.flatMap((o) => [
    rawLeaf.value(o),
    ...(gradientWanted ? axes.map((i) => rawLeaf.gradient(o, i)) : []),
    ...(time ? [rawLeaf.time(o)] : []),
    ...(second === "laplacian" ? [rawLeaf.second(o)] : second === "direction" ? [rawLeaf.direction(o)] : []),
    ...(second === "hessian" ? pairs.map(([i, j]) => rawLeaf.hessian(o, i, j)) : []),
  ]);
  const through =
    Number(laplacian) + Number(direction) + Number(hessian) < 2
      ? (some: readonly Expr[]) => some
      : (some: readonly Expr[]) => substitute(some, fromHessian(outputs, shape.dimension));
  const read = leaves(through(roots));
  return {
    wanted: { gradient: gradientWanted, time, second },
    names,
    used: names.some((name) => read.has(name)),
    through,
  };
}

type Found = Readonly<Record<"laplacian" | "direction" | "hessian", boolean>>;

/** One kind alone is carried as it is; several come from the Hessian, which on the line is the Laplacian. */
function secondOf({ laplacian, direction, hessian }: Found, dimension: 1 | 2): JetChannels["second"] {
  if (hessian || (laplacian && direction)) return dimension === 1 ? "laplacian" : "hessian";
  return laplacian ? "laplacian" : direction ? "direction" : "none";
}

function fromHessian(outputs: readonly number[], dimension: 1 | 2): ReadonlyMap<string, Expr> {
  const [w1, w2] = [input("w1"), input("w2")];
  return new Map(
    outputs.flatMap((o): [string, Expr][] => {
      if (dimension === 1) return [[rawLeaf.direction(o), mul(square(w1), input(rawLeaf.second(o)))]];
      const [n11, n12, n22] = [input(rawLeaf.hessian(o, 0, 0)), input(rawLeaf.hessian(o, 0, 1)), input(rawLeaf.hessian(o, 1, 1))];
      return [
        [rawLeaf.second(o), add(n11, n22)],
        [rawLeaf.direction(o), sum([mul(square(w1), n11), mul(mul(2, mul(w1, w2)), n12), mul(square(w2), n22)])],
      ];
    }),
  );
}

export interface EvaluationGiven {
  readonly network: Network;
  readonly roots: readonly Expr[];
  /** Names of the leaves that are uniform; "t" among them inside a roll-out. */
  readonly uniform: ReadonlySet<string>;
  readonly capacity: number;
  /** Build the adjoint too. λ_r is the leaf `bar<r>`; uniform if listed here. */
  readonly adjoint?: AdjointWanted;
}

export interface AdjointWanted {
  readonly uniformBars: ReadonlySet<number>;
  readonly wantPoints: boolean;
  /** Further leaves (columns) that ∂S/∂leaf is wanted for, e.g. "logVolume". */
  readonly extra?: readonly string[];
}

export interface Evaluation {
  readonly channels: Channels;
  /** Room for n rows of jets, so that a caller can keep them for the adjoint. */
  newJets(): Float32Array;
  /** Writes e_r; `jets` is filled. `averaged` uses the moving average of the weights. */
  forward(
    n: number,
    given: Columns,
    uniforms: Uniforms,
    outputs: readonly (Column | null)[],
    jets: Float32Array,
    averaged?: boolean,
  ): Promise<void>;
  /**
   * gθ += ∂S/∂θ, and gX[n, d] = ∂S/∂x if wanted. `jets` as forward left them; `bars` are the columns of λ_r
   * (uniform ones are asked for by name, `bar<r>`).
   */
  adjoint(
    n: number,
    given: Columns,
    uniforms: Uniforms,
    bars: Columns,
    jets: Float32Array,
    gX: Float32Array | null,
    extra?: readonly Column[],
  ): Promise<void>;
}

/** log ρ, Δlog ρ and ∇log ρ: what a grid answers by itself. */
const LOG_DENSITY = "logDensity";
const LAPLACIAN = "logDensityLaplacian";
export const scoreLeaf = (axis: number): string => `score${String(axis + 1)}`;

export const populationLeaves = (dimension: 1 | 2): readonly string[] => [
  LOG_DENSITY,
  LAPLACIAN,
  ...Array.from({ length: dimension }, (_, k) => scoreLeaf(k)),
];

/** null where no formula asks, or what answers knows no population. */
function populationOf(
  { kernel }: Network,
  roots: readonly Expr[],
  capacity: number,
): ((points: Float32Array, n: number) => Columns) | null {
  const { population, shape } = kernel;
  const asked = leaves(roots);
  const names = populationLeaves(shape.dimension);
  if (population === undefined || !names.some((name) => asked.has(name))) return null;
  const fields = names.map(() => new Float64Array(capacity));
  const columns = Object.fromEntries(names.map((name, k) => [name, column(fields[k]!)] as const));
  const [logDensity, laplacian, ...score] = fields;
  return (points, n) => {
    population(points, n, { logDensity: logDensity!, laplacian: laplacian!, score });
    return columns;
  };
}

export const bar = (r: number): string => `bar${String(r)}`;

export function evaluation(given: EvaluationGiven): Evaluation {
  const { network, uniform, capacity } = given;
  const { kernel, binding } = network;
  const d = kernel.shape.dimension;
  const axes = Array.from({ length: d }, (_, i) => i);
  const channels = channelsOf(given.roots, kernel.shape);
  const roots = channels.through(given.roots);
  const width = channels.names.length;
  const inputPlan = plan([...binding.y, binding.tau], uniform);
  const outputPlan = plan(roots, uniform);
  const adjointPlan = given.adjoint === undefined ? undefined : planAdjoint(roots, channels, binding, uniform, given.adjoint);
  const points = new Float32Array(capacity * (d + 1));
  const directions = channels.wanted.second === "direction" ? new Float32Array(capacity * d) : undefined;
  const gJets = adjointPlan === undefined ? undefined : new Float32Array(capacity * width);
  const gPoints = given.adjoint?.wantPoints === true ? new Float32Array(capacity * d) : undefined;
  const pointColumns = Array.from({ length: d + 1 }, (_, i) => column(points, i, d + 1));
  if (width !== kernel.shape.outputs * channelCount(kernel.shape, channels.wanted)) throw new Error("channels and leaves disagree");

  const jetInput = (n: number, columns: Columns): JetInput => {
    if (directions === undefined) return { n, points, channels: channels.wanted };
    for (const i of axes) copy(columns[`w${String(i + 1)}`], n, directions, i, d);
    return { n, points, channels: channels.wanted, directions };
  };
  const withJets = (columns: Columns, jets: Float32Array): Columns => ({
    ...columns,
    ...Object.fromEntries(channels.names.map((name, c) => [name, column(jets, c, width)])),
  });
  const population = populationOf(network, roots, capacity);

  return {
    channels,
    newJets: () => new Float32Array(capacity * width),
    async forward(n, columns, uniforms, outputs, jets, averaged = false) {
      if (channels.used || population !== null) runPlan(inputPlan, n, columns, uniforms, pointColumns);
      if (channels.used) {
        const pending = kernel.forward(jetInput(n, columns), jets, averaged);
        if (pending !== undefined) await pending;
      }
      const known = population === null ? columns : { ...columns, ...population(points, n) };
      runPlan(outputPlan, n, withJets(known, jets), uniforms, outputs);
    },
    async adjoint(n, columns, uniforms, bars, jets, gX, extra = []) {
      if (adjointPlan === undefined || gJets === undefined) throw new Error("planned without an adjoint");
      const explicit = gX === null ? [] : axes.map((i) => column(gX, i, d));
      const targets = [
        ...channels.names.map((_, c) => column(gJets, c, width)),
        ...(adjointPlan.wantPoints ? (gX === null ? axes.map(() => null) : explicit) : []),
        ...extra,
      ];
      runPlan(adjointPlan.plan, n, { ...withJets(columns, jets), ...bars }, uniforms, targets);
      if (!channels.used) return;
      runPlan(inputPlan, n, columns, uniforms, pointColumns);
      const pending = kernel.backward(jetInput(n, columns), gJets, gX === null ? undefined : gPoints);
      if (pending !== undefined) await pending;
      if (gX !== null && gPoints !== undefined) chain(adjointPlan.scale, n, d, columns, uniforms, gPoints, gX);
    },
  };
}

interface AdjointPlan {
  readonly plan: Plan;
  /** ∂yᵢ/∂xᵢ. */
  readonly scale: Plan;
  readonly wantPoints: boolean;
}

function planAdjoint(
  roots: readonly Expr[],
  channels: Channels,
  binding: Binding,
  uniform: ReadonlySet<string>,
  adjoint: AdjointWanted,
): AdjointPlan {
  const total = sum(roots.map((e, r) => mul(input(bar(r)), e)));
  const xNames = Array.from({ length: binding.dimension }, (_, i) => `x${String(i + 1)}`);
  const wanted = [...channels.names, ...(adjoint.wantPoints ? xNames : []), ...(adjoint.extra ?? [])];
  const uniforms = new Set([...uniform, ...[...adjoint.uniformBars].map(bar)]);
  return { plan: plan(gradient(total, wanted), uniforms), scale: plan([binding.yScale], uniform), wantPoints: adjoint.wantPoints };
}

/** gX += gY ∂y/∂x. */
function chain(scale: Plan, n: number, d: number, columns: Columns, uniforms: Uniforms, gY: Float32Array, gX: Float32Array): void {
  const factor = new Float64Array(n);
  runPlan(scale, n, columns, uniforms, [column(factor)]);
  for (let i = 0; i < n; i++) for (let k = 0; k < d; k++) gX[i * d + k]! += gY[i * d + k]! * factor[i]!;
}

/** Runs a plan with its leaves looked up by name. */
export function runPlan(p: Plan, n: number, columns: Columns, uniforms: Uniforms, outputs: readonly (Column | null)[]): void {
  const inputs = p.columns.map((name) => {
    const found = columns[name];
    if (found === undefined) throw new Error(`Nobody provides the column ${name}.`);
    return found;
  });
  p.evaluate(n, inputs, p.uniforms.map(uniforms), outputs);
}

/** A formula that is one number per call. */
export function uniformValue(formula: Expr, uniforms: Uniforms): number {
  const planned = plan([formula], leaves([formula]));
  const out = new Float64Array(1);
  runPlan(planned, 1, {}, uniforms, [column(out)]);
  return out[0]!;
}

function copy(source: Column | undefined, n: number, target: Float32Array, offset: number, stride: number): void {
  if (source === undefined) throw new Error("A direction is wanted, and the points have none.");
  for (let i = 0; i < n; i++) target[offset + i * stride] = source.data[source.offset + i * source.stride]!;
}
