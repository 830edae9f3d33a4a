/**
 * @file Measures beside training, ruler by ruler, out of a budget: after one that took c ms the next waits at least 6c.
 *
 * When training rests the rulers take more points, and hear messages in between.
 */
import { measure, type MetricName, WATCHED } from "../../engine/measure/measure.ts";
import { LIVE, QUICK } from "../../engine/measure/subject.ts";
import type { ServerHost } from "./host.ts";
import type { Run } from "./run.ts";

const PAUSE = 6;

/** Milliseconds between two rulers at least. */
const EVERY = 300;

/** A diffusion's likelihood takes a hundred steps of its flow: training would stand still for seconds. It is read off at rest. */
const BESIDE_DIFFUSION = WATCHED.filter((answers) => !answers.includes("nll"));

interface Measurements {
  /** One ruler, then back to training. */
  next(r: Run): Promise<void>;
  /** Ruler by ruler; gives up when training goes on, or somebody looks at the past: a ruler is what that would wait for. */
  carefully(r: Run, rulers: readonly (readonly MetricName[])[]): Promise<void>;
}

export function measurements(host: ServerHost, isCurrent: (r: Run) => boolean): Measurements {
  return {
    async next(r) {
      const start = host.now();
      const step = r.session.step();
      const rulers = r.session.setup().law === undefined ? WATCHED : BESIDE_DIFFUSION;
      const metrics = await measure(r.session, rulers[r.ruler % rulers.length] ?? [], LIVE, r.floors.live);
      r.ruler++;
      const now = host.now();
      r.nextMeasure = now + Math.max(EVERY, PAUSE * (now - start));
      if (isCurrent(r)) host.post({ kind: "measures", runId: r.runId, step, metrics });
    },
    async carefully(r, rulers) {
      const step = r.session.step();
      r.measuredAt = step;
      for (const ruler of rulers) {
        await new Promise<void>((resolve) => {
          host.defer(resolve);
        });
        if (!isCurrent(r) || r.trainer.playing() || r.session.step() !== step || r.shown !== null) return;
        host.post({ kind: "measures", runId: r.runId, step, metrics: await measure(r.session, ruler, QUICK, r.floors.resting) });
      }
    },
  };
}
