/**
 * @file The passes of one kernel on a team. The leading thread takes parts like everybody else, and adds all gradients in order:
 *
 *     take a part and compute it; its gradient waits in `shared` unless it is the next to be added        until none is open
 *     for the rest, in order: wait for whoever took it, add                                  compute it if nobody answers
 *
 * It begins at the front, helpers at the back (helper.ts), so that most of its own gradients are added at once.
 */
import { type NetworkShape, parameterCount } from "../../jets.ts";
import { type Batch, partOf, samplesOf } from "../batch.ts";
import type { Instance } from "../instance.ts";
import type { Enrolled, Team } from "./team.ts";
import { type Job, MOST_PARTS } from "./words.ts";

export interface Crew {
  /** Whether there are helpers, and work for more than one. */
  takes(batch: Batch): boolean;
  forward(batch: Batch, jets: Float32Array): void;
  /** Leaves the sum over all parts in the leading thread's instance. */
  backward(batch: Batch, gJets: Float32Array, gPoints: Float32Array | undefined): void;
  dispose(): void;
}

/** Some parts of a batch, as a job. */
interface Round {
  readonly job: number;
  readonly first: number;
  readonly parts: number;
  /** Samples and parts before it. */
  readonly offset: number;
}

export function createCrew(shape: NetworkShape, module: WebAssembly.Module, leading: Instance, team: Team): Crew {
  const { dimension: d, outputs } = shape;
  const weights = parameterCount(shape);
  const mine = new Uint8Array(MOST_PARTS);
  /** Most kernels of a lab live for a look. */
  let enrolled: Enrolled | null = null;

  function open(batch: Batch, pass: Job["pass"], first: number, most: number, gJets?: Float32Array): Round {
    enrolled ??= team.enrol(shape, module);
    const { input, averaged, samples, tiles, channels: rows, mark } = batch;
    const { channels, points, directions } = input;
    const { shared } = enrolled;
    const parts = Math.min(most, batch.parts - first);
    const offset = first * samples;
    const n = Math.min(parts * samples, input.n - offset);
    const give = (to: Float32Array, from: Float32Array, columns: number) => to.set(from.subarray(offset * columns, (offset + n) * columns));
    shared.weights.set(averaged ? leading.average : leading.theta);
    give(shared.points, points, d + 1);
    if (channels.second === "direction" && directions !== undefined) give(shared.directions, directions, d);
    if (gJets !== undefined) give(shared.jets, gJets, outputs * rows);
    mine.fill(0);
    return { job: enrolled.open({ pass, channels, n, parts, samples, tiles, first, mark }), first, parts, offset };
  }

  /** Those whose products are here, then those that are left. */
  function take({ job, first, parts }: Round, batch: Batch, compute: (index: number) => void): void {
    for (const any of [false, true]) {
      for (let k = 0; k < parts; k++) {
        if (!any && !leading.holds(partOf(batch, first + k))) continue;
        if (!enrolled!.claim(job, k)) continue;
        mine[k] = 1;
        compute(first + k);
      }
    }
  }

  /** An answer of a helper, or false. */
  const answered = ({ job, first }: Round, index: number): boolean => enrolled!.answered(job, index - first);

  /** Rows of `from`, which begins with the round, into `to`, which begins with the batch. */
  function fetch(round: Round, batch: Batch, index: number, columns: number, from: Float32Array, to: Float32Array): void {
    const { first, count } = samplesOf(batch, index);
    to.set(from.subarray((first - round.offset) * columns, (first - round.offset + count) * columns), first * columns);
  }

  return {
    takes: ({ parts, input, channels }) => parts > 1 && !team.isLost() && input.n * channels * weights >= team.leastWork,
    forward(batch, jets) {
      const compute = (index: number) => leading.forward(partOf(batch, index), samplesOf(batch, index), jets);
      for (let first = 0; first < batch.parts; first += MOST_PARTS) {
        const round = open(batch, "forward", first, MOST_PARTS);
        take(round, batch, compute);
        for (let index = first; index < first + round.parts; index++) {
          if (mine[index - first] === 1) continue;
          if (answered(round, index)) fetch(round, batch, index, outputs * batch.channels, enrolled!.shared.jets, jets);
          else compute(index);
        }
      }
    },
    backward(batch, gJets, gPoints) {
      const compute = (index: number) => leading.backward(partOf(batch, index), samplesOf(batch, index), gJets, gPoints);
      enrolled ??= team.enrol(shape, module);
      const { shared, mostGradients } = enrolled;
      const gradientOf = (k: number) => shared.gradients.subarray(k * shared.gradient, (k + 1) * shared.gradient);
      let added = 0;
      const add = () => leading.addPart(added++ === 0);
      while (added < batch.parts) {
        const round = open(batch, gPoints === undefined ? "backward" : "backward to points", added, mostGradients, gJets);
        const { first, parts } = round;
        take(round, batch, (index) => {
          compute(index);
          if (index === added) add();
          else gradientOf(index - first).set(leading.partGradient);
        });
        while (added < first + parts) {
          const index = added;
          const own = mine[index - first] === 1;
          if (own || answered(round, index)) {
            leading.partGradient.set(gradientOf(index - first));
            if (!own && gPoints !== undefined) fetch(round, batch, index, d, shared.gPoints, gPoints);
          } else compute(index);
          add();
        }
      }
    },
    dispose() {
      enrolled?.dispose();
      enrolled = null;
    },
  };
}
