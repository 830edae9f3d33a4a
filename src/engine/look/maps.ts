/**
 * @file Maps over the fixed box [−R, R]^d: on the plane at one time, on the line x against t. Fields come component by component.
 *
 *     density    grid points are pulled back to the reference, log ρ_t = log ρ₀ − ∫∇·u dt
 *     velocity   the drift that carries the drawn particles: b, or the probability flow's u
 *     score      ∇log ρ = −∇U where the dynamics noise the data
 *     residual   left out where its price asks for a density of the crowd that nobody knows
 *
 * All that the network is asked at a time is asked in one call.
 */
import type { GridMap, MapKind } from "../results.ts";
import type { Solution } from "../../exact/problem.ts";
import { abs, type Expr, neg, normSquared, sqrt } from "../../math/expressions/expression.ts";
import { random } from "../../math/random.ts";
import type { Setup } from "../game/setup.ts";
import { type CrowdLeaves, crowdLeaves, timesBetween } from "../learn/crowd-leaves.ts";
import type { Flow } from "../learn/flow.ts";

/** Steps of the flow used for a density map: a picture, not a measurement. */
const DENSITY_STEPS = 16;

/** Particles that stand for the crowd where a price asks for it. */
const CROWD = 512;

const NOBODY = new Float32Array(0);

type ExactKind = Extract<MapKind, `exact-${string}`>;

/** Maps as far as they are known for this run; kinds without an answer are left out. */
export async function mapsOf(
  flow: Flow,
  exact: Solution | null,
  kinds: readonly MapKind[],
  fraction: number,
  size: number,
): Promise<GridMap[]> {
  const { dimension, radius } = flow.setup;
  const latest = flow.samplingTimes(1)[1] ?? 0;
  const grid = dimension === 2 ? planeGrid(radius, size) : lineGrid(radius, size);
  const rows = dimension === 2 ? 1 : size;
  const each = grid.length / dimension;
  const found = new Map<MapKind, Float32Array>();
  const crowd = crowdFor(flow, kinds);
  const asked = kinds.filter((kind) => kind !== "residual" || crowd !== null);
  for (let row = 0; row < rows; row++) {
    const t = dimension === 2 ? fraction * latest : (latest * row) / (size - 1);
    for (const [kind, part] of await valuesAt({ flow, exact, kinds: asked, crowd }, grid, each, t)) {
      const values = found.get(kind) ?? new Float32Array(rows * each);
      values.set(part, row * each);
      found.set(kind, values);
    }
  }
  return kinds.flatMap((kind) => {
    const values = found.get(kind);
    return values === undefined ? [] : [{ kind, values, width: size, height: size }];
  });
}

const cellCentre = (radius: number, size: number, i: number): number => radius * ((2 * (i + 0.5)) / size - 1);

function lineGrid(radius: number, size: number): Float32Array {
  return Float32Array.from({ length: size }, (_, i) => cellCentre(radius, size, i));
}

function planeGrid(radius: number, size: number): Float32Array {
  const x = new Float32Array(2 * size * size);
  for (let j = 0; j < size; j++)
    for (let i = 0; i < size; i++) {
      x[2 * (j * size + i)] = cellCentre(radius, size, i);
      x[2 * (j * size + i) + 1] = cellCentre(radius, size, j);
    }
  return x;
}

/** Leaves of the crowd at points [n, d] and a time. */
type CrowdHere = (x: Float32Array, n: number, t: number) => Promise<CrowdLeaves>;

/** What the residual asks of the crowd; null where it cannot be told. */
function crowdFor(flow: Flow, kinds: readonly MapKind[]): CrowdHere | null {
  const { setup } = flow;
  const nothing: CrowdHere = () => Promise.resolve({});
  const root = kinds.includes("residual") ? expressionOf(flow, "residual") : null;
  if (root === null || setup.composed.interactions.length === 0) return nothing;
  const draws = (law: Setup["data"]): Float32Array => {
    const y = new Float32Array(CROWD * setup.dimension);
    law.sample(random(setup.experiment.seed, "maps/crowd"), CROWD, y);
    return y;
  };
  const given = { flow, steps: DENSITY_STEPS, data: () => draws(setup.data) };
  const leavesAt = crowdLeaves(given, [root]);
  if (leavesAt === null) return null;
  // An obstacle asks nothing of the crowd, and a density only of the point itself: then nobody is sent along.
  const isAsked = setup.composed.interactions.some(({ crowd }) => crowd.length > 0);
  const crowdAt = async (t: number): Promise<Float32Array> => {
    const start = draws(setup.reference);
    return t === 0 || flow.ode === null ? start : (await flow.move(start, CROWD, timesBetween(given, 0, t), [])).x;
  };
  return async (x, n, t) => {
    return leavesAt(x, n, t, isAsked ? await crowdAt(t) : NOBODY);
  };
}

interface Asked {
  readonly flow: Flow;
  readonly exact: Solution | null;
  readonly kinds: readonly MapKind[];
  readonly crowd: CrowdHere | null;
}

async function valuesAt(
  { flow, exact, kinds, crowd }: Asked,
  x: Float32Array,
  n: number,
  t: number,
): Promise<readonly (readonly [MapKind, ArrayLike<number>])[]> {
  const asked = kinds.map((kind) => [kind, expressionOf(flow, kind)] as const).filter((pair): pair is [MapKind, Expr] => pair[1] !== null);
  const probed =
    asked.length === 0
      ? []
      : await flow.probe(
          asked.map(([, expression]) => expression),
          x,
          t,
          n,
          true,
          await crowd?.(x, n, t),
        );
  const known: (readonly [MapKind, ArrayLike<number>])[] = asked.map(([kind], i) => [kind, probed[i] ?? []]);
  const density = kinds.includes("density") ? await densityAt(flow, x, n, t) : null;
  if (density !== null) known.push(["density", density]);
  if (exact !== null) for (const kind of kinds) if (isExact(kind)) known.push([kind, exactAt(exact, kind, x, n, t)]);
  return known;
}

function isExact(kind: MapKind): kind is ExactKind {
  return kind.startsWith("exact-");
}

/** What the network answers; null where the run has no such thing, or something else answers. */
function expressionOf(flow: Flow, kind: MapKind): Expr | null {
  const { composed } = flow.setup;
  const drift = flow.ode?.drift ?? composed.here.drift();
  const scored = composed.noising === undefined ? undefined : composed.binding.momentum;
  const score = (axis: number): Expr | null => {
    const p = scored?.[axis];
    return p === undefined ? null : neg(p);
  };
  switch (kind) {
    case "residual":
      return composed.noResidual === undefined ? abs(composed.here.hjbResidual()) : null;
    case "value":
      return composed.binding.value ?? null;
    case "speed":
      return sqrt(normSquared(drift));
    case "velocity-x1":
      return drift[0] ?? null;
    case "velocity-x2":
      return drift[1] ?? null;
    case "score-x1":
      return score(0);
    case "score-x2":
      return score(1);
    case "density":
    case "exact-density":
    case "exact-value":
    case "exact-velocity-x1":
    case "exact-velocity-x2":
    case "exact-score-x1":
    case "exact-score-x2":
      return null;
    default:
      return kind satisfies never;
  }
}

async function densityAt(flow: Flow, x: Float32Array, n: number, t: number): Promise<Float64Array | null> {
  if (flow.ode === null) return null;
  const times = flow.samplingTimes(DENSITY_STEPS).filter((s) => s < t);
  const back = Float64Array.from([t, ...Array.from(times).reverse()]);
  const moved = await flow.move(x, n, back, [flow.ode.divergence]);
  const out = new Float64Array(n);
  flow.setup.reference.logDensity?.(moved.x, n, out);
  return out.map((l, i) => Math.exp(l - (moved.integrals[0]?.[i] ?? 0)));
}

function exactAt(exact: Solution, kind: ExactKind, x: Float32Array, n: number, t: number): Float64Array {
  const d = exact.dimension;
  const out = new Float64Array(n);
  const fields = new Float64Array(n * d);
  const component = (axis: number, sign: 1 | -1): Float64Array => out.map((_, i) => sign * fields[i * d + axis]!);
  switch (kind) {
    case "exact-density":
      exact.values(x, n, t, { density: out });
      return out;
    case "exact-value":
      exact.values(x, n, t, { U: out });
      return out;
    case "exact-velocity-x1":
    case "exact-velocity-x2":
      exact.velocity(x, n, t, fields);
      return component(kind === "exact-velocity-x1" ? 0 : 1, 1);
    case "exact-score-x1":
    case "exact-score-x2":
      exact.values(x, n, t, { gradient: fields });
      return component(kind === "exact-score-x1" ? 0 : 1, -1);
    default:
      return kind satisfies never;
  }
}
