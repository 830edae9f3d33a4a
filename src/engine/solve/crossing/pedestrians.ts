/**
 * @file Pedestrians of a solved crossing, in the intruder's frame: dX = (a* − s ŷ) dt + σ dW, by Euler's rule, as reproducible as their seed.
 *
 * Far away the crowd is even, so whoever leaves the box comes in again at the other side: their number stays as it is. They begin spread as the
 * crowd is. Nobody enters the disc: whose step leads in stands as far outside.
 */
import { random } from "../../../math/random.ts";
import type { FoundCrossing } from "./crossing.ts";
import { type CrossingFields, crowdAt } from "./fields.ts";
import { noiseOf } from "./problem.ts";

export interface Walk {
  readonly count: number;
  readonly frames: number;
  /** Seconds from the first frame to the last. */
  readonly lasts: number;
  /** [frames, count, 2]. */
  readonly positions: Float32Array;
}

/** Steps between two frames. */
const STEPS = 3;

/** Of the time that the intruder takes over the box. */
const CROSSINGS = 1;

/** a* − s ŷ from the nearest node that is not in the disc: [cells, cells] each. */
function driftOf({ problem }: FoundCrossing, { logPhiX, logPhiY }: CrossingFields) {
  const noise = noiseOf(problem);
  const known = (slope: number): number => (Number.isNaN(slope) ? 0 : noise * slope);
  return { x: logPhiX.map(known), y: logPhiY.map((slope) => known(slope) - problem.speed) };
}

/** Where a new pedestrian stands, spread as the crowd is. */
function placed(fields: CrossingFields, densest: number, draw: ReturnType<typeof random>): readonly [number, number] {
  for (;;) {
    const [x, y] = [fields.halfBox * (2 * draw.uniform() - 1), fields.halfBox * (2 * draw.uniform() - 1)];
    if (densest * draw.uniform() < crowdAt(fields, x, y)) return [x, y];
  }
}

export function walkOf(
  found: FoundCrossing,
  fields: CrossingFields,
  { count, frames, seed }: { readonly count: number; readonly frames: number; readonly seed: number },
): Walk {
  const { speed, halfBox } = found.problem;
  const lasts = (CROSSINGS * 2 * halfBox) / speed;
  const dt = lasts / ((frames - 1) * STEPS);
  const drift = driftOf(found, fields);
  const shake = Math.sqrt(noiseOf(found.problem) * dt);
  const draw = random(seed, "pedestrians");
  const densest = fields.n.reduce((most, n) => Math.max(most, n), 0);
  const positions = new Float32Array(frames * count * 2);
  for (let k = 0; k < count; k++) positions.set(placed(fields, densest, draw), 2 * k);
  const here = positions.slice(0, 2 * count);
  for (let frame = 1; frame < frames; frame++) {
    for (let step = 0; step < STEPS; step++) advance(here, { fields, drift, dt, shake, draw });
    positions.set(here, frame * count * 2);
  }
  return { count, frames, lasts, positions };
}

interface Advance {
  readonly fields: CrossingFields;
  readonly drift: { readonly x: Float64Array; readonly y: Float64Array };
  readonly dt: number;
  readonly shake: number;
  readonly draw: ReturnType<typeof random>;
}

/** One step of everybody, in place. */
function advance(here: Float32Array, { fields: { cells, halfBox, h, radius }, drift, dt, shake, draw }: Advance): void {
  const size = 2 * halfBox;
  // Beside the disc the drift grows without bound: a step leads no farther than over a node.
  const most = h / dt;
  const bounded = (v: number): number => Math.min(most, Math.max(-most, v));
  const inside = (z: number): number => (z < -halfBox ? z + size : z > halfBox ? z - size : z);
  for (let k = 0; k < here.length; k += 2) {
    const at = Math.round((here[k + 1]! + halfBox) / h) * cells + Math.round((here[k]! + halfBox) / h);
    let x = inside(here[k]! + bounded(drift.x[at]!) * dt + shake * draw.normal());
    let y = inside(here[k + 1]! + bounded(drift.y[at]!) * dt + shake * draw.normal());
    const away = Math.hypot(x, y);
    if (away < radius) {
      const out = (2 * radius - away) / Math.max(away, 1e-9);
      [x, y] = [x * out, y * out];
    }
    here[k] = x;
    here[k + 1] = y;
  }
}
