/**
 * @file How far the model's samples are from the data: sliced W₂, MMD and energy distance, each beside its noise floor.
 *
 *     value = mean over model samples × true samples      noise = mean over pairs of true samples of equal size
 *
 * Each with its standard error, by leaving out one sample after the other. Nothing below half a floor means anything: the exact model
 * itself scatters about one floor. Own points are compared with the rows that were held out, in samples of as many points.
 */
import { type DistanceName, noisyInPieces } from "../../../math/distances/distances.ts";
import type { Metrics } from "../../results.ts";
import type { Ruler, RulerLine, RulerSpec } from "../ruler.ts";
import type { Subject } from "../subject.ts";
import { comparedPoints, drained, profilesOf, truthOf } from "../true-samples.ts";

declare module "../../results.ts" {
  interface Metrics {
    readonly slicedW2: NoisyMeasure | null;
    readonly mmd: NoisyMeasure | null;
    readonly energyDistance: NoisyMeasure | null;
  }
}

const LINES: readonly (readonly [DistanceName, string, string])[] = [
  [
    "slicedW2",
    "sliced W₂",
    "How far mass has to be moved, seen from 64 directions, in the data's own unit. It sees wrong shares of far modes best of the three.",
  ],
  [
    "mmd",
    "MMD",
    "Maximum mean discrepancy: the largest difference of the means of a smooth function, with Gaussian kernels of five widths from ¼ to 4.",
  ],
  [
    "energyDistance",
    "energy distance",
    "Mean distance between the two samples less that within each: 0 only for equal laws. It has no width to choose.",
  ],
];

export const spec: RulerSpec = {
  id: "distances",
  title: "Distance to the data",
  answers: ["slicedW2", "mmd", "energyDistance", "heldOut"],
  card: "distances",
  place: 10,
  when: "beside",
  readsData: true,
  lines: (measured) =>
    LINES.map(([id, title, about]): RulerLine => {
      const found = measured[id];
      const interval = found === null || found === undefined ? {} : { interval: found.interval };
      return { id, title, about, unit: "plain", value: found?.value, error: found?.error, floor: found?.noise, ...interval };
    }),
};

type Answer = Pick<Metrics, DistanceName | "heldOut">;

async function measure(subject: Subject, floors: Parameters<Ruler["measure"]>[1]): Promise<Answer> {
  const { heldOut: held, dimension: d } = subject.setup;
  const heldOut = held === null ? null : held.length / d;
  const n = comparedPoints(subject);
  if (n === null) return { slicedW2: null, mmd: null, energyDistance: null, heldOut };
  const truth = await truthOf(subject, floors, n);
  const model = await profilesOf(subject, await modelSamples(subject, n));
  return { ...(await drained(subject, noisyInPieces(model, truth))), heldOut };
}

/** Samples of n points, cut from larger ones where n is small. One after the other: the network answers one question at a time. */
async function modelSamples(subject: Subject, n: number): Promise<readonly Float32Array[]> {
  const { effort, setup } = subject;
  const each = Math.max(1, Math.floor(effort.samples / n));
  const size = n * setup.dimension;
  const samples: Float32Array[] = [];
  for (let k = 0; k < effort.pairs; k++) {
    const whole = await subject.generated(Math.floor(k / each));
    samples.push(whole.subarray((k % each) * size, ((k % each) + 1) * size));
  }
  return samples;
}

export const distances: Ruler = { spec, measure };
