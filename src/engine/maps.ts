/**
 * @file Scalar maps over the fixed box [−R, R]^d: on the plane at one time, on the line x against t.
 *
 * The learned density is the flow's own: grid points are pulled back to the reference, log ρ_t = log ρ₀ − ∫∇·u dt.
 */
import type { GridMap, MapKind } from "../protocol/messages.ts";
import type { Solution } from "../exact/problem.ts";
import { abs, type Expr, normSquared, sqrt } from "../math/expression.ts";
import type { Flow } from "./flow.ts";

/** Steps of the flow used for a density map: a picture, not a measurement. */
const DENSITY_STEPS = 16;

interface Grid {
  readonly x: Float32Array;
  readonly width: number;
  readonly height: number;
}

function planeGrid(radius: number, size: number): Grid {
  const x = new Float32Array(2 * size * size);
  for (let j = 0; j < size; j++)
    for (let i = 0; i < size; i++) {
      x[2 * (j * size + i)] = radius * ((2 * (i + 0.5)) / size - 1);
      x[2 * (j * size + i) + 1] = radius * ((2 * (j + 0.5)) / size - 1);
    }
  return { x, width: size, height: size };
}

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
  const result: GridMap[] = [];
  for (const kind of kinds) {
    if (dimension === 2) {
      const grid = planeGrid(radius, size);
      const values = await valuesAt(flow, exact, kind, grid.x, size * size, fraction * latest);
      if (values !== null) result.push({ kind, values, width: size, height: size });
    } else {
      const values = new Float32Array(size * size);
      const line = Float32Array.from({ length: size }, (_, i) => radius * ((2 * (i + 0.5)) / size - 1));
      let known = true;
      for (let row = 0; row < size && known; row++) {
        const part = await valuesAt(flow, exact, kind, line, size, (latest * row) / (size - 1));
        if (part === null) known = false;
        else values.set(part, row * size);
      }
      if (known) result.push({ kind, values, width: size, height: size });
    }
  }
  return result;
}

async function valuesAt(
  flow: Flow,
  exact: Solution | null,
  kind: MapKind,
  x: Float32Array,
  n: number,
  t: number,
): Promise<Float32Array | null> {
  const { composed } = flow.setup;
  const probe = async (e: Expr): Promise<Float32Array> => Float32Array.from((await flow.probe([e], x, t, n))[0] ?? []);
  switch (kind) {
    case "residual":
      return composed.noResidual === undefined ? probe(abs(composed.here.hjbResidual())) : null;
    case "value":
      return composed.binding.value === undefined ? null : probe(composed.binding.value);
    case "speed":
      return probe(sqrt(normSquared(flow.ode?.drift ?? composed.here.drift())));
    case "density":
      return densityAt(flow, x, n, t);
    case "exact-density":
    case "exact-value":
      return exact === null ? null : exactAt(exact, kind, x, n, t);
    default:
      return kind satisfies never;
  }
}

async function densityAt(flow: Flow, x: Float32Array, n: number, t: number): Promise<Float32Array | null> {
  if (flow.ode === null) return null;
  const times = flow.samplingTimes(DENSITY_STEPS).filter((s) => s < t);
  const back = Float64Array.from([t, ...Array.from(times).reverse()]);
  const moved = await flow.move(x, n, back, [flow.ode.divergence]);
  const out = new Float64Array(n);
  flow.setup.reference.logDensity?.(moved.x, n, out);
  return Float32Array.from(out, (l, i) => Math.exp(l - (moved.integrals[0]?.[i] ?? 0)));
}

function exactAt(exact: Solution, kind: "exact-density" | "exact-value", x: Float32Array, n: number, t: number): Float32Array {
  const out = new Float64Array(n);
  exact.values(x, n, t, kind === "exact-density" ? { density: out } : { U: out });
  return Float32Array.from(out);
}
