/**
 * @file The true samples that a model's samples are held against, and the distance between two of them: the noise floor.
 *
 *     a known law       J fresh samples of n points; the floor is between any two of them
 *     own points        the rows that were held out, in samples of n; the floor is between them and as many training rows.
 *                       n is what there is: a fifth of the points at most
 *
 * Rows that the model was trained on are no judges: a model that repeats them would be at the floor.
 */
import { lawOfData } from "../game/law-of-data.ts";
import { profileInPieces, type SampleProfile, type Truth, truthInPieces } from "../../math/distances/distances.ts";
import type { Pieces } from "../../math/pieces.ts";
import { shuffled } from "../game/held-out.ts";
import type { Subject } from "./subject.ts";

/** Floors depend on the data alone: they are kept for as long as the same data are measured. */
export interface Floors {
  data?: { readonly density: Subject["setup"]["data"]; readonly n: number; readonly truth: Truth };
}

/** Points of each sample, or null: so few points of one's own that none could be held out. */
export function comparedPoints({ setup, effort }: Subject): number | null {
  if (!setup.ownPoints) return effort.samples;
  const { dimension: d, heldOut, training } = setup;
  return heldOut === null || training === null ? null : Math.min(effort.samples, heldOut.length / d, training.length / d);
}

/** Computed once for the same data and size. */
export async function truthOf(subject: Subject, floors: Floors, n: number): Promise<Truth> {
  const { setup } = subject;
  if (floors.data?.density !== setup.data || floors.data.n !== n)
    floors.data = { density: setup.data, n, truth: await measuredTruth(subject, n) };
  return floors.data.truth;
}

async function measuredTruth(subject: Subject, n: number): Promise<Truth> {
  const { setup, effort } = subject;
  const d = setup.dimension;
  const { heldOut, training } = setup;
  if (heldOut === null || training === null || !setup.ownPoints) {
    const random = subject.stream("distances/truth");
    const samples = Array.from({ length: effort.truths }, () => {
      const x = new Float32Array(n * d);
      lawOfData(setup).sample(random, n, x);
      return x;
    });
    return drained(subject, truthInPieces(await profilesOf(subject, samples), null));
  }
  const chunks = (rows: Float32Array, name: string): Float32Array[] => {
    const mixed = shuffled(rows, d, subject.stream(name));
    return Array.from({ length: Math.min(effort.truths, Math.floor(rows.length / (n * d))) }, (_, k) =>
      mixed.subarray(k * n * d, (k + 1) * n * d),
    );
  };
  const held = await profilesOf(subject, chunks(heldOut, "distances/held-out"));
  return drained(subject, truthInPieces(held, await profilesOf(subject, chunks(training, "distances/training"))));
}

/** One after the other, with pauses. */
export async function profilesOf(subject: Subject, samples: readonly Float32Array[]): Promise<readonly SampleProfile[]> {
  const profiles: SampleProfile[] = [];
  for (const x of samples) profiles.push(await drained(subject, profileInPieces(x, subject.setup.dimension)));
  return profiles;
}

/** A computation with a pause between its pieces. */
export async function drained<T>({ pause }: Pick<Subject, "pause">, pieces: Pieces<T>): Promise<T> {
  for (;;) {
    const { done, value } = pieces.next();
    if (done === true) return value;
    await pause();
  }
}
