/**
 * @file A crowd that is crossed, as a frame of the stage: its density, U and velocities as maps, its pedestrians as particles whose time runs
 * round. What zooms, exports and points at a flow does so here.
 */
import type { CrossingSolved } from "../../engine/at-once-results.ts";
import type { Frame, GridMap, MapKind, Pinned } from "../../engine/results.ts";

/** Whoever leaves the box comes in again at the other side: on the way there nobody sees him. */
function visible({ count, frames, positions }: CrossingSolved["walk"], halfBox: number): Float32Array {
  const out = positions.slice();
  const size = 2 * count;
  for (let frame = 1; frame < frames; frame++)
    for (let i = 0; i < size; i += 2) {
      const [at, before] = [frame * size + i, (frame - 1) * size + i];
      const jumped = [0, 1].some((axis) => Math.abs(positions[at + axis]! - positions[before + axis]!) > halfBox);
      if (jumped) out.fill(Number.NaN, at, at + 2);
    }
  return out;
}

function mapsOf({ nodes, density, value, velocity }: CrossingSolved): readonly GridMap[] {
  const n = nodes * nodes;
  const map = (kind: MapKind, values: Float64Array): GridMap => ({ kind, values: Float32Array.from(values), width: nodes, height: nodes });
  return [
    map("density", density),
    map("value", value),
    map("velocity-x1", velocity.subarray(0, n)),
    map("velocity-x2", velocity.subarray(n)),
  ];
}

function pictureOf(solved: CrossingSolved) {
  const { halfBox, nodes, walk, radius, speed } = solved;
  return {
    dimension: 2,
    // Maps are of cells, and their outermost nodes stand on the edge of the box.
    radius: (halfBox * nodes) / (nodes - 1),
    centre: 0,
    horizon: walk.lasts,
    times: Float32Array.from({ length: walk.frames }, (_, k) => (walk.lasts * k) / (walk.frames - 1)),
    paths: visible(walk, halfBox),
    maps: mapsOf(solved),
    history: new Float32Array(0),
    parts: [],
    intruder: { radius, speed },
  } as const;
}

/** @param held run A of a comparison */
export function crossingFrame(solved: CrossingSolved, held: CrossingSolved | null): Frame {
  const { outcome, seconds } = solved;
  const pinned: Pinned | null = held === null ? null : { step: held.outcome.sweeps, ...pictureOf(held) };
  return {
    ...pictureOf(solved),
    ...{ step: outcome.sweeps, shown: outcome.sweeps, seconds, stepsPerSecond: outcome.sweeps / seconds, playing: false, outcome },
    ...{ noiseTimes: null, exactPaths: null, exactBy: null, data: new Float32Array(0), checkpoints: [], pinned },
  };
}
