/**
 * @file Steps of a run: one at a time, term by term, or many at once on a device that can take whole steps.
 *
 *     round   draw → roll out or evaluate → parts of the loss → gradient → clipped Adam → moving average
 *     step    every phase of the plan in its order, so many rounds each; the last round's parts are the step's
 *
 * On a device they run ahead of this thread. If it is lost, the run goes on by itself from the last look at it.
 */
import type { Reason } from "../../catalogue/reason.ts";
import { gameTerms } from "../game/terms-of.ts";
import type { AdamSettings } from "../kernels/jets.ts";
import { createAhead, WentWrong, type Ahead } from "./ahead.ts";
import type { BuiltPhase } from "./built.ts";
import { adviceOn, Divergence, GRADIENT } from "./divergence.ts";
import { settingsAt } from "./schedule.ts";
import { checkpointOf, diverge, type Training } from "./training.ts";

/** Steps between snapshots of good weights. */
const SNAPSHOT_EVERY = 50;

/** A device that is lost again and again is given up. */
const MOST_LOSSES = 2;

/** Hands the steps to the device, or notes why not. */
export function engage(training: Training): void {
  if (training.fuse === undefined) return;
  const made = severalNetworks(training) ?? training.fuse(training.setup, gameTerms(training.setup, training.plan));
  training.refusal = "reason" in made ? made.reason : null;
  if ("reason" in made) return;
  training.fused = { steps: made, ahead: createAhead(made, training.kernels[0]!) };
  training.fused.ahead.adopt(training.step);
}

/** Why a run of several networks takes its steps term by term. */
function severalNetworks({ built: { networks }, plan }: Training): Reason | undefined {
  // A network that no phase trains is no turn: `fuse` says what it is for.
  const trained = new Set(plan.phases.flatMap(({ trains }) => trains));
  if (trained.size === 1 && plan.phases.length === 1) return undefined;
  const roles = networks.map(({ role }) => role).join(" and ");
  return { reason: `This run trains ${String(networks.length)} networks (${roles}) in turns; whole steps on the GPU move one.` };
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
  const { built } = training;
  const version = training.weightsLock.version();
  const overtaken = (): boolean => built !== training.built || version !== training.weightsLock.version();
  const due = training.step % SNAPSHOT_EVERY === 0 && training.step > (training.good?.step ?? -1);
  // They have proved good when this step finds finite losses with them.
  const before = due ? checkpointOf(training) : training.good;
  const next = training.step + 1;
  built.values.fill(0);
  for (const phase of built.phases) {
    const { rounds } = phase.phase;
    const settings = settingsOf(training, phase, fraction);
    for (let round = 1; round <= rounds; round++) {
      const index = training.step * rounds + round;
      const counted = phase.stages === undefined ? { ...settings, step: index } : settings;
      if (!(await oneRound(training, phase, counted, index, overtaken))) return 0;
    }
    phase.places.forEach((place, i) => (built.values[place]! += phase.values[i]!));
  }
  training.good = before;
  training.step = next;
  training.settled = next;
  built.history.push(next, built.values);
  if (training.losses > 0 && training.losses <= MOST_LOSSES && training.fused === null) engage(training);
  return 1;
}

/** A stage is a run of its own to the optimiser: its rate falls and its moments are corrected from its first step on. */
function settingsOf({ setup, step }: Training, { stages, phase: { adam } }: BuiltPhase, fraction: number): AdamSettings {
  const { training } = setup.experiment;
  if (stages === undefined) return settingsAt(training, step, fraction, adam);
  return settingsAt({ ...training, stop: { steps: stages.rounds.every } }, stages.taken(step + 1), fraction, adam);
}

/**
 * Gradient and update of the networks of one phase. Says false if it was overtaken.
 * @param index names the draws; Adam counts by the step in the settings
 */
async function oneRound(
  training: Training,
  built: BuiltPhase,
  settings: AdamSettings,
  index: number,
  overtaken: () => boolean,
): Promise<boolean> {
  const { setup, step } = training;
  const { phase, stages, steps, values } = built;
  const kernels = stages === undefined ? built.kernels : [stages.kernelAt(index)];
  for (const { gTheta } of kernels) gTheta.fill(0);
  await built.before?.(index, setup.uniforms);
  if (overtaken()) return false;
  let at = 0;
  for (const term of steps) {
    const parts = values.subarray(at, at + term.names.length);
    await term.run(index, setup.uniforms, parts);
    if (overtaken()) return false;
    term.names.forEach((name, i) => {
      if (!Number.isFinite(parts[i])) diverge(training, step + 1, name, parts[i]);
    });
    at += term.names.length;
  }
  for (const kernel of kernels) {
    if (phase.sign < 0) negate(kernel.gTheta);
    if (!Number.isFinite(kernel.update(settings))) diverge(training, step + 1, GRADIENT);
  }
  return true;
}

function negate(values: Float32Array): void {
  for (let i = 0; i < values.length; i++) values[i] = -values[i]!;
}

/** Does something with the steps ahead. A device that is lost takes the steps since the last look at it along. */
async function withAhead(training: Training, work: (ahead: Ahead) => Promise<void>): Promise<void> {
  if (training.fused === null) return;
  try {
    await work(training.fused.ahead);
  } catch (error) {
    if (error instanceof WentWrong) {
      training.step = training.settled = error.good;
      throw new Divergence(error.step, error.term, error.good, adviceOn(error.term, undefined, training.setup.data));
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
