/** @file `lab run`: train one experiment to its stop, measure it with the averaged weights, and print everything as JSON. */
import { registry } from "../catalogue/registry.ts";
import { exactOf } from "../engine/game/exact-problem.ts";
import { type Flow, flowOf } from "../engine/learn/flow.ts";
import { measureAll } from "../engine/measure/measure.ts";
import { type Effort, FULL, QUICK } from "../engine/measure/subject.ts";
import { createSession, type Session } from "../engine/learn/session.ts";
import type { Setup } from "../engine/game/setup.ts";
import type { Experiment } from "../experiment/experiment.ts";
import { random } from "../math/random.ts";
import type { ExactSummary, Metrics } from "../engine/results.ts";
import type { BackendId } from "../protocol/messages.ts";
import { oneOf, parse, optionOf } from "./arguments.ts";
import type { LabBackend } from "./backend.ts";
import { machineFor } from "./machine.ts";
import { makeFolder, writeOutput } from "./output.ts";
import { answer, say } from "./say.ts";
import { SOURCE_OPTIONS, sourceOf } from "./source.ts";
import { type Losses, lossesOf, train } from "./train.ts";

const SAMPLES = 4096;

export interface Result {
  readonly schema: 1;
  readonly experiment: Experiment;
  readonly backend: BackendId;
  readonly route: "wasm" | "webgpu" | "reference";
  /** Why this backend; it says what a seed promises there. */
  readonly reason: string;
  readonly steps: number;
  /** Of training: set-up and measuring not counted. */
  readonly seconds: number;
  readonly stepsPerSecond: number;
  readonly losses: Losses;
  readonly metrics: Metrics;
  readonly exact: ExactSummary;
}

export interface RunOutcome {
  readonly result: Result;
  readonly session: Session;
  readonly flow: Flow;
  /** [n, d], drawn with the averaged weights by the experiment's sampler. */
  readonly samples: Float32Array;
}

function exactSummary(setup: Setup): ExactSummary {
  const solved = exactOf(setup);
  if ("reason" in solved) return { known: false, slot: solved.slot, reason: solved.reason };
  const { kind, about, mean, covariance, cost, energy } = solved;
  return { known: true, kind, about, mean, covariance, cost, energy };
}

/** @throws Divergence */
export async function runOnce(experiment: Experiment, backend: LabBackend, effort: Effort = FULL): Promise<RunOutcome> {
  const session = createSession(experiment, registry, backend.makeKernel, backend.fuse);
  const { steps, seconds } = await train(session);
  say(`${steps} steps in ${seconds.toFixed(1)} s; measuring`);
  const flow = flowOf(session);
  const samples = await flow.generate(SAMPLES, random(experiment.seed, "samples"));
  const result: Result = {
    schema: 1,
    experiment,
    backend: backend.id,
    route: backend.route,
    reason: backend.reason,
    steps,
    seconds,
    stepsPerSecond: steps / seconds,
    losses: lossesOf(session),
    metrics: await measureAll(session, effort),
    exact: exactSummary(session.setup()),
  };
  return { result, session, flow, samples };
}

export async function run(args: readonly string[]): Promise<void> {
  const given = parse(args, { ...SOURCE_OPTIONS, backend: "one", fast: "flag", out: "one", measure: "one" });
  const effort = oneOf(given, "measure", ["full", "quick"]) === "quick" ? QUICK : FULL;
  const { experiment, backend: wanted, fast } = sourceOf(given);
  const folder = optionOf(given, "out");
  if (folder !== undefined) makeFolder(folder);
  const backend = await machineFor(given, wanted, { fast });
  say(`${experiment.model} on ${backend.id} (${backend.route}): ${backend.reason}`);
  const { result, session, flow, samples } = await runOnce(experiment, backend, effort);
  if (folder !== undefined) await writeOutput(folder, { session, flow, losses: result.losses, samples });
  session.dispose();
  answer(result);
}
