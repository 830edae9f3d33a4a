/**
 * @file How far the model's samples are from the data: sliced W₂, MMD and energy distance, each beside its noise floor.
 *
 *     value = median over 3 fresh pairs (model, data)      noise = median over 9 pairs of true samples of equal size
 *
 * Nothing below half a floor means anything: the exact model itself scatters by that much.
 */
import { type DistanceName, type Distances, distancesInPieces, noiseFloor, type Noisy, noisy } from "../../../math/distances/distances.ts";
import type { Subject } from "../subject.ts";

/** Samples that the model is asked for. */
const SAMPLE_PAIRS = 3;

/** Floors depend on the data alone: they are kept for as long as the same data are measured. */
export interface Floors {
  data?: { readonly density: Subject["setup"]["data"]; readonly n: number; readonly floor: Distances };
}

/** Computed once for the same data and size. */
export async function floorsOf(subject: Subject, floors: Floors): Promise<Distances> {
  const { setup, effort } = subject;
  const n = effort.samples;
  if (floors.data?.density !== setup.data || floors.data.n !== n)
    floors.data = { density: setup.data, n, floor: await noiseFloor(measuring(subject), drawing(subject, "floor")) };
  return floors.data.floor;
}

/** The distances of a pair of samples, with a pause between their pieces. */
function measuring({ setup, pause }: Subject): (x: ArrayLike<number>, y: ArrayLike<number>) => Promise<Distances> {
  return async (x, y) => {
    const pieces = distancesInPieces(x, y, setup.dimension);
    for (;;) {
      const { done, value } = pieces.next();
      if (done === true) return value;
      await pause();
    }
  };
}

/** Fresh true samples, one after the other. */
function drawing({ setup, effort, stream }: Subject, name: string): () => Float32Array {
  const random = stream(`distances/${name}`);
  return () => {
    const x = new Float32Array(effort.samples * setup.dimension);
    setup.data.sample(random, effort.samples, x);
    return x;
  };
}

export async function sampleDistances(subject: Subject, floors: Floors): Promise<Readonly<Record<DistanceName, Noisy>>> {
  const floor = await floorsOf(subject, floors);
  const samples = await generatedSamples(subject);
  let next = 0;
  return noisy(measuring(subject), () => samples[next++]!, drawing(subject, "truth"), floor);
}

/** One after the other: the network answers one question at a time. */
export async function generatedSamples(subject: Subject): Promise<readonly Float32Array[]> {
  const samples: Float32Array[] = [];
  for (let k = 0; k < SAMPLE_PAIRS; k++) samples.push(await subject.generated(k));
  return samples;
}
