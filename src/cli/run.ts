/** @file `lab run`: train one experiment to its stop, measure it with the averaged weights, and print everything as JSON. */
import { registry } from "../catalogue/registry.ts";
import { type Flow, flowOf } from "../engine/flow.ts";
import { createSession, type Session } from "../engine/session.ts";
import type { Experiment } from "../experiment/experiment.ts";
import { parse } from "./arguments.ts";
import { type Backend, backendFor } from "./backend.ts";
import { makeFolder, writeOutput } from "./output.ts";
import { answer, say } from "./say.ts";
import { SOURCE_OPTIONS, sourceOf } from "./source.ts";
import { lossesOf, train, type Losses } from "./train.ts";
import { random } from "../math/random.ts";

export interface Result {
  readonly schema: 1;
  readonly experiment: Experiment;
  readonly backend: string;
  readonly route: string;
  readonly steps: number;
  readonly seconds: number;
  readonly stepsPerSecond: number;
  readonly losses: Losses;
}

export interface Run {
  readonly result: Result;
  readonly session: Session;
  readonly flow: Flow;
  readonly samples: Float32Array;
}

export async function runOnce(experiment: Experiment, backend: Backend): Promise<Run> {
  const session = createSession(experiment, registry, backend.makeKernel);
  const { steps, seconds } = await train(session);
  const flow = flowOf(session);
  const samples = await flow.generate(4096, random(experiment.seed, "particles"));
  const losses = lossesOf(session);
  return {
    session,
    flow,
    samples,
    result: { schema: 1, experiment, backend: backend.id, route: backend.route, steps, seconds, stepsPerSecond: steps / seconds, losses },
  };
}

export async function run(args: readonly string[]): Promise<void> {
  const given = parse(args, { ...SOURCE_OPTIONS, backend: "one", out: "one" });
  const { experiment, backend: wanted } = sourceOf(given);
  const folder = given.values.get("out")?.at(-1);
  if (folder !== undefined) makeFolder(folder);
  const backend = await backendFor(wanted);
  say(`${experiment.model} on ${backend.id} (${backend.route}): ${backend.reason}`);
  const { result, session, flow, samples } = await runOnce(experiment, backend);
  if (folder !== undefined) await writeOutput(folder, { session, flow, losses: result.losses, samples });
  session.dispose();
  answer(result);
}
