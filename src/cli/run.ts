/** @file `lab run`: train one experiment to its stop, measure it with the averaged weights, and print everything as JSON. */
import { registry } from "../catalogue/registry.ts";
import { summaryOf } from "../engine/game/closed-form.ts";
import { exactOf } from "../engine/game/exact-problem.ts";
import { type Flow, flowOf } from "../engine/learn/flow.ts";
import type { Session } from "../engine/learn/session.ts";
import { gridBeside, gridSummary } from "../engine/solve/beside.ts";
import type { Solution } from "../engine/solution.ts";
import { NotSolvable } from "../engine/solve/solving.ts";
import { openSession } from "../engine/open-session.ts";
import type { Experiment } from "../experiment/experiment.ts";
import { isAtOnce } from "../experiment/solved.ts";
import type { ExactSummary, SolverOutcome } from "../engine/results.ts";
import type { BackendId, Route } from "../protocol/messages.ts";
import { oneOf, parse, optionOf } from "./arguments.ts";
import type { LabBackend } from "./backend.ts";
import { machineFor } from "./machine.ts";
import { MEASURE_MODES, type MeasuredRun, type MeasureMode, measureRun } from "./measuring.ts";
import { refusedSlot } from "./failure.ts";
import { makeFolder, writeOutput } from "./output.ts";
import { printAnswer, say } from "./say.ts";
import { runAtOnce } from "./run-at-once.ts";
import { SOURCE_OPTIONS, sourceOf } from "./source.ts";
import { type Losses, lossesOf, train } from "./train.ts";

export interface Result extends MeasuredRun {
  readonly schema: 1;
  readonly experiment: Experiment;
  readonly backend: BackendId;
  readonly route: Route;
  /** Why this backend; it says what a seed promises there. */
  readonly reason: string;
  /** On which the wasm kernels computed; the bits are the same for any number. */
  readonly threads: number;
  readonly steps: number;
  /** Of training: set-up and measuring not counted. */
  readonly seconds: number;
  readonly stepsPerSecond: number;
  readonly losses: Losses;
  /** Points of one's own that were held out: distances and likelihood are measured on them. null: the law is known. */
  readonly heldOut: number | null;
  readonly exact: ExactSummary;
  /** Where the game was solved on a grid: how that ended. null: it was learned. */
  readonly solved: SolverOutcome | null;
}

export interface RunOutcome {
  readonly result: Result;
  readonly session: Session;
  readonly flow: Flow;
  /** [n, d], drawn with the averaged weights by the experiment's sampler: one of the samples that were measured. */
  samples(): Promise<Float32Array>;
}

/** The closed form, or where there is none and somebody measures the game solved on a grid. `solution` left out: the rulers find it. */
async function exactBeside(session: Session, mode: MeasureMode): Promise<{ exact: ExactSummary; solution?: Solution }> {
  const setup = session.setup();
  const exact = summaryOf(exactOf(setup));
  if (exact.known || !session.learned || mode === "none") return { exact };
  const solution = await gridBeside(setup, () => Promise.resolve());
  return solution === null ? { exact } : { exact: gridSummary(setup, solution), solution };
}

async function openOrRefuse(experiment: Experiment, backend: LabBackend): Promise<Session> {
  try {
    return await openSession(experiment, registry, backend.makeKernel, backend.fuse);
  } catch (error) {
    if (error instanceof NotSolvable) throw refusedSlot("it cannot be solved", error.slot, error.message);
    throw error;
  }
}

/** @throws Divergence, BadInput where a solver cannot do this game */
export async function runOnce(experiment: Experiment, backend: LabBackend, mode: MeasureMode = "full"): Promise<RunOutcome> {
  const session = await openOrRefuse(experiment, backend);
  const { steps, seconds } = await train(session);
  const outcome = session.outcome();
  say(
    `${outcome?.counts === "passes" ? "one pass" : `${steps} ${outcome?.counts ?? "steps"}`} in ${seconds.toFixed(1)} s${mode === "none" ? "" : "; measuring"}`,
  );
  if (outcome?.converged === false && outcome.counts === "sweeps")
    say("The sweeps have not settled: the costs are stiff against the noise. Take more noise, or a smaller weight.");
  const flow = flowOf(session);
  const { exact, solution } = await exactBeside(session, mode);
  const { samples, ...measured } = await measureRun(session, mode, 1000 * seconds, undefined, solution);
  const { heldOut, dimension } = session.setup();
  const result: Result = {
    schema: 1,
    experiment,
    backend: backend.id,
    route: session.learned ? backend.route : session.network().kernel.route,
    reason: backend.reason,
    threads: backend.threads?.count ?? 1,
    steps,
    seconds,
    stepsPerSecond: steps / seconds,
    losses: lossesOf(session),
    ...measured,
    heldOut: heldOut === null ? null : heldOut.length / dimension,
    exact,
    solved: session.outcome(),
  };
  return { result, session, flow, samples };
}

export async function run(args: readonly string[]): Promise<void> {
  const given = parse(args, { ...SOURCE_OPTIONS, backend: "one", threads: "one", fast: "flag", out: "one", measure: "one" });
  const mode = oneOf(given, "measure", MEASURE_MODES) ?? "fit";
  const { experiment, backend: wanted, fast } = sourceOf(given);
  const folder = optionOf(given, "out");
  if (folder !== undefined) makeFolder(folder);
  if (isAtOnce(experiment)) {
    await runAtOnce(experiment, folder);
    return;
  }
  const backend = await machineFor(given, wanted, { fast });
  const threads = backend.threads === undefined ? "" : `; ${backend.threads.why}`;
  say(`${experiment.model} on ${backend.id} (${backend.route}): ${backend.reason}${threads}`);
  const { result, session, flow, samples } = await runOnce(experiment, backend, mode);
  if (folder !== undefined) await writeOutput(folder, { session, flow, losses: result.losses, samples: await samples() });
  session.dispose();
  printAnswer(result);
}
