/**
 * @file Measures beside training, ruler by ruler, each in pieces of a few milliseconds between two slices of steps, out of a budget.
 *
 * A ruler that has begun goes on with the weights that it began with: they are put in for each piece and taken out again. When
 * training rests the rulers take more points; they stand still for every message, and give up as soon as it changes what is shown.
 */
import { measure, type Measurement, WATCHED } from "../../engine/measure/measure.ts";
import type { MetricName } from "../../engine/measure/ruler.ts";
import { type MeasuringEffort, LIVE, QUICK } from "../../engine/measure/subject.ts";
import type { Floors } from "../../engine/measure/true-samples.ts";
import { weightsOf, withWeightsOf } from "../../engine/look/rewind.ts";
import type { Setup } from "../../engine/game/setup.ts";
import type { ServerHost } from "./host.ts";
import { type PieceOutcome, type Piecewise, piecewise } from "./piecewise.ts";
import type { Ruling, WorkerRun } from "./run.ts";

/** Milliseconds of a piece: what a slice of training takes. */
const PIECE = 12;

/** Milliseconds between two rulers at least. */
const EVERY = 300;

type Turn = readonly MetricName[];

/**
 * A diffusion's likelihood takes a hundred steps of its flow, long beside training: it is read off at rest, unless there is a finite
 * training set, whose likelihood against that of other data shows when the model begins to learn it by heart. A diffusion's moments
 * are those of the samples that the distances draw: one turn answers both.
 */
function turnsOf({ law, training }: Setup): readonly Turn[] {
  if (law === undefined) return WATCHED;
  return WATCHED.filter((answers) => !answers.includes("mean") && (training !== null || !answers.includes("nll"))).map((answers) =>
    answers.includes("slicedW2") ? [...answers, ...(WATCHED.find((other) => other.includes("mean")) ?? [])] : answers,
  );
}

interface Measurements {
  /** A piece of the ruler whose turn it is, if there is time for one; then back to training. */
  piece(r: WorkerRun): Promise<void>;
  /** The ruler beside training ends without an answer. */
  drop(r: WorkerRun): void;
  /** Ruler by ruler. @param resume leave out those that have answered at this step already */
  carefully(r: WorkerRun, rulers: readonly Turn[], resume: boolean): Promise<void>;
}

export function measurements(host: ServerHost, isCurrent: (r: WorkerRun) => boolean): Measurements {
  const ruler = (r: WorkerRun, which: Turn, effort: MeasuringEffort, floors: Floors): Piecewise<Measurement> =>
    piecewise((pause) => measure(r.session, which, effort, floors, pause, r.exact), host.now.bind(host));

  const begin = async (r: WorkerRun): Promise<Ruling> => {
    await r.trainer.settle();
    const turns = turnsOf(r.session.setup());
    const which = turns[r.ruler % turns.length] ?? [];
    r.ruler++;
    return { work: ruler(r, which, LIVE, r.floors.live), weights: weightsOf(r.session), step: r.session.step() };
  };

  return {
    async piece(r) {
      const start = host.now();
      // A solver's fields are not lent as weights are: it is measured when it rests.
      if (!r.session.learned) return;
      if (!r.look.measures || start < r.nextMeasure || !r.measureAllowance.free()) return;
      const ruling = (r.ruling ??= await begin(r));
      const outcome = await withWeightsOf(r.session, ruling.weights, () => ruling.work.run(PIECE));
      const now = host.now();
      r.measureAllowance.spend(now - start);
      if (outcome.kind === "standing") return;
      r.ruling = null;
      r.nextMeasure = now + EVERY;
      if (outcome.kind === "done" && isCurrent(r)) host.post({ kind: "measures", runId: r.runId, step: ruling.step, ...outcome.value });
    },
    drop(r) {
      r.ruling?.work.giveUp();
      r.ruling = null;
    },
    async carefully(r, rulers, resume) {
      const round = ++r.round;
      const step = r.session.step();
      const { version } = r;
      const wanted = (): boolean => isCurrent(r) && !r.trainer.playing() && r.round === round && r.version === version && r.shown === null;
      if (r.rested.step !== step || r.rested.version !== version) r.rested = { step, version, turns: 0 };
      const { rested } = r;
      for (const which of rulers.slice(resume ? rested.turns : 0)) {
        const work = ruler(r, which, QUICK, r.floors.resting);
        let outcome: PieceOutcome<Measurement>;
        do {
          // What was sent in the meantime is heard first.
          await new Promise<void>((resolve) => {
            host.defer(resolve);
          });
          if (!wanted()) {
            work.giveUp();
            return;
          }
          outcome = await withWeightsOf(r.session, null, () => work.run(PIECE));
        } while (outcome.kind === "standing");
        if (outcome.kind === "done" && wanted()) host.post({ kind: "measures", runId: r.runId, step, ...outcome.value });
        if (resume) rested.turns++;
      }
    },
  };
}
