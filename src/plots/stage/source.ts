/**
 * @file Where a picture comes from: the learned flow, or the one that a solver has found, the exact one, run A of a comparison, or the data at rest.
 *
 * All have one shape, so that a layer that draws one draws them all, and any two can be subtracted.
 */
import type { Frame, GridMap, Intruder, MapKind, SolverOutcome } from "../../engine/results.ts";
import type { Recorded } from "../flow.ts";

export interface ShownPopulation extends Recorded {
  /** It does not move: the data themselves. */
  readonly still: boolean;
}

/** Maps as a source knows them: the exact solution answers under the same name. */
export type SourceMap = "density" | "value" | "residual" | "velocity-x1" | "velocity-x2" | "score-x1" | "score-x2";

export interface PaneSource {
  readonly name: "learned" | "solved" | "simulated" | "exact" | "grid" | "data" | "run A" | "run B";
  readonly population: ShownPopulation;
  map(kind: SourceMap): GridMap | null;
  readonly dimension: 1 | 2;
  /** Half the edge of the box over which maps are given. */
  readonly box: number;
  /** Its middle, along every axis. */
  readonly centre: number;
  readonly horizon: number;
  readonly intruder?: Intruder;
}

const AT_REST = new Float32Array([0]);

export function learnedPopulation(frame: Frame): ShownPopulation {
  return { times: frame.times, paths: frame.paths, dimension: frame.dimension, still: false };
}

/** The exact flow, or the data where none is known. */
function rulerPopulation(frame: Frame): ShownPopulation {
  return frame.exactPaths === null
    ? { times: AT_REST, paths: frame.data, dimension: frame.dimension, still: true }
    : { times: frame.times, paths: frame.exactPaths, dimension: frame.dimension, still: false };
}

const finder =
  (maps: readonly GridMap[], prefix: "" | "exact-" = "") =>
  (kind: SourceMap): GridMap | null => {
    const wanted: string = `${prefix}${kind}` satisfies MapKind | "exact-residual";
    return maps.find((map) => map.kind === wanted) ?? null;
  };

const intruderOf = ({ intruder }: Pick<Frame, "intruder">): Pick<PaneSource, "intruder"> => (intruder === undefined ? {} : { intruder });

const SOLVES: readonly SolverOutcome["counts"][] = ["sweeps", "passes", "Newton steps"];

export function learnedSource(frame: Frame): PaneSource {
  const { dimension, radius: box, centre, horizon, maps, pinned, outcome } = frame;
  const name =
    pinned !== null
      ? "run B"
      : outcome === null
        ? "learned"
        : outcome.counts === "time steps"
          ? "simulated"
          : SOLVES.includes(outcome.counts)
            ? "solved"
            : "learned";
  return { name, population: learnedPopulation(frame), map: finder(maps), dimension, box, centre, horizon, ...intruderOf(frame) };
}

export function rulerSource(frame: Frame): PaneSource {
  const { dimension, radius: box, centre, horizon, maps, exactPaths, exactBy } = frame;
  const name = exactPaths === null ? "data" : exactBy === "grid" ? "grid" : "exact";
  return { name, population: rulerPopulation(frame), map: finder(maps, "exact-"), dimension, box, centre, horizon };
}

/** Run A beside this one; null if none is pinned. */
export function pinnedSource({ pinned }: Frame): PaneSource | null {
  if (pinned === null) return null;
  const { times, paths, maps, dimension, radius: box, centre, horizon } = pinned;
  const population = { times, paths, dimension, still: false };
  return { name: "run A", population, map: finder(maps), dimension, box, centre, horizon, ...intruderOf(pinned) };
}
