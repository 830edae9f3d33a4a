/**
 * @file The way from the reference to the data, for a card of the gallery: the true marginals of the preset's game, from
 * samples of its two ends alone. y ~ data, z ~ reference, u from 0 (reference) to 1 (data).
 *
 *     diffusion that shrinks    x = sin(πu/2) y + cos(πu/2) z          α² + std² = 1, whatever the schedule
 *     diffusion that spreads    x = y + w(u) z                         α = 1; w geometric, as noise levels are
 *     no noise                  x = (1 − u) z_π + u y                  π the cheapest pairing: optimal transport
 *
 * Time runs at another pace than in the game, the pictures in between are the same. Noise that is steered by a control has
 * no such short cut, and stays still; so does a game without data, where it starts.
 */
import { specs } from "../../catalogue/specs.ts";
import type { Experiment } from "../../experiment/experiment.ts";
import { cheapestPairing } from "../../math/distances/assignment.ts";
import type { Sketch } from "../../state/sketches.ts";

/** Writes the positions at u in [0, 1] into `out`, which is as long as the sketches' points. */
export type Passage = (u: number, out: Float32Array) => void;

/** Pairing takes O(n³). */
const MOST_PAIRED = 200;

/** From the largest noise to the smallest: w(u) = (K^(1 − u) − 1) / (K − 1). */
const NOISE_RANGE = 60;

export type PassageKind = "shrinking" | "spreading" | "straight" | "still";

export function passageKind({ data, game: { dynamics } }: Experiment): PassageKind {
  if (data === null) return "still";
  const spec = specs.dynamics.get(dynamics.id);
  if (spec === undefined) return "still";
  if (!spec.noisy) return "straight";
  if (!spec.noises(dynamics.params)) return "still";
  // Only a process that does not shrink says how far it spreads.
  return spec.endDeviation === undefined ? "shrinking" : "spreading";
}

export function passage(kind: PassageKind, data: Sketch, reference: Sketch): { readonly count: number; readonly at: Passage } {
  const d = data.dimension;
  const all = Math.min(data.points.length, reference.points.length) / d;
  const count = kind === "straight" ? Math.min(all, MOST_PAIRED) : all;
  const y = data.points.subarray(0, count * d);
  // Both ends were drawn from one stream of chance: turned round, the pairs have nothing to do with each other.
  const z = Float32Array.from(y, (_, k) => reference.points[(all - 1 - Math.floor(k / d)) * d + (k % d)]!);
  switch (kind) {
    case "shrinking":
      return { count, at: (u, out) => mix(y, Math.sin((Math.PI * u) / 2), z, Math.cos((Math.PI * u) / 2), out) };
    case "spreading":
      return { count, at: (u, out) => mix(y, 1, z, (NOISE_RANGE ** (1 - u) - 1) / (NOISE_RANGE - 1), out) };
    case "straight": {
      const partner = cheapestPairing(y, z, d);
      const paired = Float32Array.from(z, (_, k) => z[partner[Math.floor(k / d)]! * d + (k % d)]!);
      return { count, at: (u, out) => mix(y, u, paired, 1 - u, out) };
    }
    case "still":
      return { count, at: (_u, out) => mix(y, 1, z, 0, out) };
    default:
      return kind satisfies never;
  }
}

function mix(y: Float32Array, a: number, z: Float32Array, b: number, out: Float32Array): void {
  for (let k = 0; k < y.length; k += 1) out[k] = a * y[k]! + b * z[k]!;
}
