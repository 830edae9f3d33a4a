/** @file The sketch of a density: from the worker's sampler, or for the user's own points from the points themselves. */
import { useEffect, useMemo } from "react";
import { useStore } from "zustand";
import { empirical } from "../../math/laws/empirical.ts";
import { type PointSet, pointsOf } from "../../math/laws/point-set.ts";
import { random } from "../../math/random.ts";
import type { Chosen } from "../../experiment/experiment.ts";
import { givenPoints } from "../../experiment/given-points.ts";
import { type Sketch, sketches, sketchOf, wantSketch } from "../../state/sketches.ts";

const POINTS = 600;

/** Points drawn from rows as the training draws them. */
export function pointsSketch(rows: PointSet, standardise: boolean, count: number): Sketch {
  const law = empirical(rows, standardise);
  const points = new Float32Array(count * law.dimension);
  law.sample(random(1, "sketch"), count, points);
  return { dimension: law.dimension, points };
}

export function useSketch(density: Chosen): Sketch | undefined {
  const given = givenPoints(density);
  const [rows, standardise] = [given?.rows, given?.standardise];
  // Another parameter's edit makes another density of the same points, which are here already, and too many to be sent for a picture.
  const own = useMemo(
    () => (standardise === undefined ? undefined : pointsSketch(pointsOf(rows), standardise, POINTS)),
    [rows, standardise],
  );
  const drawn = useStore(sketches, (state) => (own === undefined ? sketchOf(state, density) : undefined));
  useEffect(() => {
    if (own === undefined && drawn === undefined) wantSketch(density);
  }, [own, drawn, density]);
  return own ?? drawn;
}
