/**
 * @file Several networks, one for each stage of the time from 0 to 1, asked as one.
 *
 *     N(y, τ) = N_k(y, Kτ − k),   k = ⌊Kτ⌋          ∂τN = K ∂τN_k
 *
 * A stage owns its start, so that who stands there is asked where he goes on to; the last one owns the end too. Whoever moves through a
 * stage towards its end stays off that by BEFORE_END. Weights are those of the networks themselves: this one has none of its own.
 */
import { channelCount, type JetChannels, type JetInput, type JetKernel, type Maybe, type NetworkShape } from "./jets.ts";

/** Of a stage: times nearer to its start than this, before it, count as its start. f32 tells times apart to a tenth of it. */
const AT_START = 1e-5;

/** Of a stage: so long before its end a path through it stops. */
export const BEFORE_END = 2e-5;

export function stagedKernel(kernels: readonly JetKernel[]): JetKernel {
  const first = kernels[0];
  if (first === undefined) throw new Error("There is no stage.");
  const K = kernels.length;
  const { shape } = first;
  const d = shape.dimension;

  const stageAt = (tau: number): number => Math.min(Math.max(Math.floor(tau * K + AT_START), 0), K - 1);

  /** Rows by stage; null: all are of one. */
  const stagesOf = ({ n, points }: JetInput): { readonly stage: number; readonly rows: Int32Array | null }[] => {
    if (n === 0) return [];
    const at = Int32Array.from({ length: n }, (_, i) => stageAt(points[i * (d + 1) + d]!));
    if (at.every((stage) => stage === at[0])) return [{ stage: at[0]!, rows: null }];
    return [...new Set(at)].map((stage) => ({ stage, rows: Int32Array.from(at.keys()).filter((i) => at[i] === stage) }));
  };

  /** The same points in the stage's own time. */
  const within = ({ n, points, channels, directions }: JetInput, stage: number, rows: Int32Array | null): JetInput => {
    const count = rows?.length ?? n;
    const own = new Float32Array(count * (d + 1));
    const along = directions === undefined ? undefined : new Float32Array(count * d);
    for (let j = 0; j < count; j++) {
      const row = (rows?.[j] ?? j) * (d + 1);
      for (let k = 0; k < d; k++) own[j * (d + 1) + k] = points[row + k]!;
      own[j * (d + 1) + d] = points[row + d]! * K - stage;
      if (along !== undefined) for (let k = 0; k < d; k++) along[j * d + k] = directions![(rows?.[j] ?? j) * d + k]!;
    }
    return { n: count, points: own, channels, ...(along === undefined ? {} : { directions: along }) };
  };

  const width = ({ channels }: JetInput): number => shape.outputs * channelCount(shape, channels);
  return {
    shape,
    route: first.route,
    theta: first.theta,
    gTheta: first.gTheta,
    average: first.average,
    moments: first.moments,
    forward(input, jets, averaged) {
      const w = width(input);
      return oneByOne(stagesOf(input), ({ stage, rows }) => {
        const own = within(input, stage, rows);
        const out = rows === null ? jets : new Float32Array(own.n * w);
        return after(kernels[stage]!.forward(own, out, averaged), () => {
          inTime(shape, input.channels, own.n, out, K);
          rows?.forEach((row, j) => {
            jets.set(out.subarray(j * w, (j + 1) * w), row * w);
          });
        });
      });
    },
    backward(input, gJets, gPoints) {
      const w = width(input);
      return oneByOne(stagesOf(input), ({ stage, rows }) => {
        const own = within(input, stage, rows);
        const bars = new Float32Array(own.n * w);
        if (rows === null) bars.set(gJets.subarray(0, own.n * w));
        else
          rows.forEach((row, j) => {
            bars.set(gJets.subarray(row * w, (row + 1) * w), j * w);
          });
        inTime(shape, input.channels, own.n, bars, K);
        const slopes = gPoints === undefined || rows === null ? gPoints : new Float32Array(own.n * d);
        return after(kernels[stage]!.backward(own, bars, slopes), () => {
          if (slopes === undefined || rows === null) return;
          rows.forEach((row, j) => {
            gPoints!.set(slopes.subarray(j * d, (j + 1) * d), row * d);
          });
        });
      });
    },
    update: (settings) => first.update(settings),
    dispose: () => {
      for (const kernel of kernels) kernel.dispose();
    },
  };
}

/** The time channel of so many samples times a factor. */
function inTime(shape: NetworkShape, channels: JetChannels, n: number, jets: Float32Array, factor: number): void {
  if (!channels.time) return;
  const each = channelCount(shape, channels);
  for (let i = 0; i < n * shape.outputs; i++) jets[i * each + 1 + shape.dimension]! *= factor;
}

function after(pending: Maybe, then: () => void): Maybe {
  if (pending !== undefined) return pending.then(then);
  then();
}

/** At once as long as every answer comes at once. */
function oneByOne<T>(items: readonly T[], each: (item: T) => Maybe): Maybe {
  for (let k = 0; k < items.length; k++) {
    const pending = each(items[k]!);
    if (pending === undefined) continue;
    const rest = items.slice(k + 1);
    return pending.then(() => oneByOne(rest, each));
  }
}
