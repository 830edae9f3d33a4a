/**
 * @file The passes of one kernel on a team. The leading thread takes parts like everybody else, and adds all gradients in order:
 *
 *     take a part and compute it; its gradient waits in `shared` unless it is the next to be added        until none is open
 *     for the rest, in order: wait for whoever took it, add                        take it back if that takes long, compute it
 *
 * It begins at the front, helpers at the back (helper.ts), so that most of its own gradients are added at once.
 */
import { type NetworkShape, parameterCount } from "../../jets.ts";
import { backwardPart, type Batch, forwardPart, partOf, samplesOf } from "../batch.ts";
import type { Instance } from "../instance.ts";
import type { Enrolled, Team } from "./team.ts";
import { type Job, MOST_PARTS } from "./words.ts";

export interface HelperThreads {
  /** Whether the team takes it now; to be asked once for a pass. */
  takes(batch: Batch): boolean;
  forward(batch: Batch, jets: Float32Array): void;
  /** Leaves the sum over all parts in the leading thread's instance. */
  backward(batch: Batch, gJets: Float32Array, gPoints: Float32Array | undefined): void;
  dispose(): void;
}

/**
 * How long a helper may take after the leading thread has run out of parts: so many times the longest of them, whose core may be a
 * faster one, and some milliseconds.
 */
const AWAITED_PARTS = 3;
const AWAITED = 0.1;

/** Some parts of a batch, as a job. */
interface Round {
  readonly job: number;
  readonly first: number;
  readonly parts: number;
  /** Samples and parts before it. */
  readonly offset: number;
}

/** Rows of `from`, which begins with the round, into `to`, which begins with the batch. */
function fetch(round: Round, batch: Batch, index: number, columns: number, from: Float32Array, to: Float32Array): void {
  const { first, count } = samplesOf(batch, index);
  to.set(from.subarray((first - round.offset) * columns, (first - round.offset + count) * columns), first * columns);
}

/** Samples of a batch from `offset` on into the memory that the helpers read. */
function share(
  shared: Enrolled["shared"],
  { dimension: d, outputs }: NetworkShape,
  { input, channels: rows }: Batch,
  { offset, n }: { readonly offset: number; readonly n: number },
  gJets: Float32Array | undefined,
): void {
  const { channels, points, directions } = input;
  const give = (to: Float32Array, from: Float32Array, columns: number) => to.set(from.subarray(offset * columns, (offset + n) * columns));
  give(shared.points, points, d + 1);
  if (channels.second === "direction" && directions !== undefined) give(shared.directions, directions, d);
  if (gJets !== undefined) give(shared.jets, gJets, outputs * rows);
}

export function createHelperThreads(shape: NetworkShape, module: WebAssembly.Module, leading: Instance, team: Team): HelperThreads {
  const { dimension: d, outputs } = shape;
  const weights = parameterCount(shape);
  const mine = new Uint8Array(MOST_PARTS);
  /** Most kernels of a lab live for a look. */
  let enrolled: Enrolled | null = null;

  function open(batch: Batch, pass: Job["pass"], first: number, most: number, gJets?: Float32Array): Round {
    enrolled ??= team.enrol(shape, module);
    const { input, averaged, samples, tiles, mark } = batch;
    const parts = Math.min(most, batch.parts - first);
    const offset = first * samples;
    const n = Math.min(parts * samples, input.n - offset);
    enrolled.shared.weights.set(averaged ? leading.average : leading.theta);
    share(enrolled.shared, shape, batch, { offset, n }, gJets);
    mine.fill(0);
    return { job: enrolled.open({ pass, channels: input.channels, n, parts, samples, tiles, first, mark }), first, parts, offset };
  }

  /** Those whose products are here, then those that are left. Returns until when it is worth waiting for the others. */
  function take({ job, first, parts }: Round, batch: Batch, compute: (index: number) => void): number {
    let longest = 0;
    let now = team.clock();
    for (const any of [false, true]) {
      for (let k = 0; k < parts; k++) {
        if (!any && !leading.holds(partOf(batch, first + k))) continue;
        if (!enrolled!.claim(job, k)) continue;
        mine[k] = 1;
        const start = now;
        compute(first + k);
        now = team.clock();
        longest = Math.max(longest, now - start);
      }
    }
    return now + AWAITED_PARTS * longest + AWAITED;
  }

  return {
    takes: ({ parts, input, channels }) => parts > 1 && team.takes(input.n * channels * weights),
    forward(batch, jets) {
      const compute = (index: number) => forwardPart(leading, batch, index, jets);
      for (let first = 0; first < batch.parts; first += MOST_PARTS) {
        const round = open(batch, "forward", first, MOST_PARTS);
        const { shared, answered, close } = enrolled!;
        const until = take(round, batch, compute);
        for (let k = 0; k < round.parts; k++) {
          if (mine[k] === 1) continue;
          if (answered(round.job, k, until)) fetch(round, batch, first + k, outputs * batch.channels, shared.jets, jets);
          else compute(first + k);
        }
        close();
      }
    },
    backward(batch, gJets, gPoints) {
      const compute = (index: number) => backwardPart(leading, batch, index, gJets, gPoints);
      enrolled ??= team.enrol(shape, module);
      const { shared, mostGradients, answered, close } = enrolled;
      const gradientOf = (k: number) => shared.gradients.subarray(k * shared.gradient, (k + 1) * shared.gradient);
      let added = 0;
      const add = () => leading.addPart(added++ === 0);
      while (added < batch.parts) {
        const round = open(batch, gPoints === undefined ? "backward" : "backward to points", added, mostGradients, gJets);
        const { first, parts } = round;
        const until = take(round, batch, (index) => {
          compute(index);
          if (index === added) add();
          else gradientOf(index - first).set(leading.partGradient);
        });
        for (let k = added - first; k < parts; k++) {
          const own = mine[k] === 1;
          if (own || answered(round.job, k, until)) {
            leading.partGradient.set(gradientOf(k));
            if (!own && gPoints !== undefined) fetch(round, batch, first + k, d, shared.gPoints, gPoints);
          } else compute(first + k);
          add();
        }
        close();
      }
    },
    dispose() {
      enrolled?.dispose();
      enrolled = null;
    },
  };
}
