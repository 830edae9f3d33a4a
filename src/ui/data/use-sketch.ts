/** @file The sketch of a density: from the worker's sampler, or for the user's own points from the points themselves. */
import { useEffect, useMemo } from "react";
import { useStore } from "zustand";
import { empirical } from "../../math/laws/empirical.ts";
import { type PointSet, pointsOf, type written } from "../../math/laws/point-set.ts";
import { random } from "../../math/random.ts";
import type { Chosen } from "../../experiment/experiment.ts";
import type { PointSlot } from "../../state/dialogs.ts";
import { type Sketch, sketches, sketchOf, wantSketch } from "../../state/sketches.ts";

/** The density that is the user's own: its points are here already, and too many to be sent for a picture. */
export const OWN_POINTS = "points";

const POINTS = 600;

/** What makes points of one's own the data, or where particles start. */
export const ownPoints = (slot: PointSlot, rows: ReturnType<typeof written>, standardise: boolean) => ({
  [`${slot}.id`]: OWN_POINTS,
  [`${slot}.params.rows`]: rows,
  [`${slot}.params.standardise`]: standardise,
});

/** Points drawn from rows as the training draws them. */
export function pointsSketch(rows: PointSet, standardise: boolean, count: number): Sketch {
  const law = empirical(rows, standardise);
  const points = new Float32Array(count * law.dimension);
  law.sample(random(1, "sketch"), count, points);
  return { dimension: law.dimension, points };
}

export function useSketch(density: Chosen): Sketch | undefined {
  const { id, params } = density;
  const [rows, standardise] = [params["rows"], params["standardise"]];
  // Another parameter's edit makes another density of the same points.
  const own = useMemo(
    () => (id === OWN_POINTS ? pointsSketch(pointsOf(rows), standardise === true, POINTS) : undefined),
    [id, rows, standardise],
  );
  const drawn = useStore(sketches, (state) => (own === undefined ? sketchOf(state, density) : undefined));
  useEffect(() => {
    if (own === undefined && drawn === undefined) wantSketch(density);
  }, [own, drawn, density]);
  return own ?? drawn;
}
