/**
 * @file Steps of a run: one at a time, term by term, or many at once on a device that can take whole steps.
 *
 *     step   draw → roll out or evaluate → parts of the loss → gradient → clipped Adam → moving average
 *
 * On a device they run ahead of this thread. If it is lost, the run goes on by itself from the last look at it.
 */
import { createAhead, WentWrong, type Ahead } from "./ahead.ts";
import { Divergence } from "./divergence.ts";
import { settingsAt } from "./schedule.ts";
import { checkpointOf, fail, type Training } from "./training.ts";

/** Steps between snapshots of good weights. */
const SNAPSHOT_EVERY = 50;

/** A device that is lost again and again is given up. */
const MOST_LOSSES = 2;

/** Hands the steps to the device, or notes why not. */
export function engage(training: Training): void {
  if (training.fuse === undefined) return;
  const made = training.fuse(training.setup, training.terms);
  training.refusal = "reason" in made ? made.reason : null;
  if ("reason" in made) return;
  training.fused = { steps: made, ahead: createAhead(made, training.kernel) };
  training.fused.ahead.adopt(training.step);
}

export function letGo(training: Training): void {
  training.fused?.ahead.dispose();
  training.fused?.steps.dispose();
  training.fused = null;
}

/** What was under way is lost: the run goes on by itself from the last look. */
export function disengage(training: Training, why: string): void {
  letGo(training);
  training.refusal = why;
  training.step = training.settled;
  training.built.history.cut(training.step);
  training.good = checkpointOf(training);
}

/** One step, term by term. Says 0 if something overtook it that changes the weights or what they are trained for. */
async function oneStep(training: Training, fraction: number): Promise<number> {
  const { built, kernel, setup, weightsLock } = training;
  const version = weightsLock.version();
  kernel.gTheta.fill(0);
  const settings = settingsAt(setup.experiment.training, training.step, fraction);
  let at = 0;
  for (const term of built.steps) {
    const parts = built.values.subarray(at, at + term.names.length);
    await term.run(settings.step, setup.uniforms, parts);
    if (built !== training.built || version !== weightsLock.version()) return 0;
    term.names.forEach((name, i) => {
      if (!Number.isFinite(parts[i])) fail(training, settings.step, name);
    });
    at += term.names.length;
  }
  const due = training.step % SNAPSHOT_EVERY === 0 && training.step > (training.good?.step ?? -1);
  const before = due ? checkpointOf(training) : training.good;
  if (!Number.isFinite(kernel.update(settings))) fail(training, settings.step, "the gradient");
  training.good = before;
  training.step = settings.step;
  training.settled = settings.step;
  built.history.push(settings.step, built.values);
  if (training.losses > 0 && training.losses <= MOST_LOSSES && training.fused === null) engage(training);
  return 1;
}

/** Does something with the steps ahead. A device that is lost takes the steps since the last look at it along. */
async function withAhead(training: Training, work: (ahead: Ahead) => Promise<void>): Promise<void> {
  if (training.fused === null) return;
  try {
    await work(training.fused.ahead);
  } catch (error) {
    if (error instanceof WentWrong) {
      training.step = training.settled = error.good;
      throw new Divergence(error.step, error.term, error.good);
    }
    if (!(error instanceof Error) || error.name !== "DeviceLost") throw error;
    training.losses++;
    disengage(training, error.message);
  }
}

/** One step, or as many as fill a submit, up to `most`; says how many. @throws Divergence */
export async function takeSteps(training: Training, fraction: number, most: number): Promise<number> {
  const { fused } = training;
  if (fused === null) return oneStep(training, fraction);
  const from = training.step;
  const count = Math.min(most, fused.ahead.count());
  const schedule = training.setup.experiment.training;
  const settings = Array.from({ length: count }, (_, j) => settingsAt(schedule, from + j, fraction));
  training.step += count;
  await withAhead(training, (ahead) =>
    ahead.launch(
      settings,
      (name) => training.setup.uniforms(name),
      () => training.built.history,
    ),
  );
  return Math.max(0, training.step - from);
}

/** Waits for the steps under way. @throws Divergence */
export function settle(training: Training): Promise<void> {
  return withAhead(training, async (ahead) => {
    await ahead.settle();
    training.settled = training.step;
  });
}
