/**
 * @file What a pane shows: a population along its flow, its maps, and which of them are on.
 *
 * Three sources have the same shape: the learned flow, the exact one, and (where nothing exact is known) the data at rest.
 */
import type { Recorded } from "../../plots/flow.ts";
import type { Frame, GridMap, MapKind } from "../../protocol/messages.ts";
import type { Layer } from "../../state/view.ts";

export interface Population extends Recorded {
  /** It does not move: the data themselves. */
  readonly still: boolean;
}

export interface Scene {
  readonly population: Population;
  readonly dimension: 1 | 2;
  /** Half the edge of what is shown, and of the box on which maps are given. */
  readonly radius: number;
  readonly box: number;
  readonly horizon: number;
  readonly residual: GridMap | null;
  readonly layers: Readonly<Record<Layer, boolean>>;
}

/** The box is half as large again as the data: room for residuals, but more than a picture of the data needs. */
const SHOWN = 0.75;

const AT_REST = new Float32Array([0]);

export function learnedPopulation(frame: Frame): Population {
  return { times: frame.times, paths: frame.paths, dimension: frame.dimension, still: false };
}

export function rulerPopulation(frame: Frame): Population {
  return frame.exactPaths === null
    ? { times: AT_REST, paths: frame.data, dimension: frame.dimension, still: true }
    : { times: frame.times, paths: frame.exactPaths, dimension: frame.dimension, still: false };
}

export function sceneOf(frame: Frame, population: Population, layers: Scene["layers"], residual: boolean): Scene {
  const { dimension, radius: box, horizon } = frame;
  return { population, dimension, radius: SHOWN * box, box, horizon, layers, residual: residual ? mapOf(frame, "residual") : null };
}

export function mapOf(frame: Frame, kind: MapKind): GridMap | null {
  return frame.maps.find((map) => map.kind === kind) ?? null;
}

/** Share of the map under the top of its colours: near the data a diffusion's residual grows without bound. */
const COVERED = 0.95;

/**
 * The top of the residual's colours: the value that 95 % of the map stays below, rounded up to 1, 2 or 5 times a power of
 * ten, so that the colours stand still while training and jump only when the residual has really changed.
 */
export function residualTop({ values }: GridMap): number {
  const sorted = values.filter(Number.isFinite).sort();
  const top = sorted[Math.floor(COVERED * (sorted.length - 1))] ?? 0;
  if (!(top > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(top));
  return ([1, 2, 5].find((k) => k * power >= top) ?? 10) * power;
}
