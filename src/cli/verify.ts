/** @file `lab verify [--quick]`: trains what the claims are about, measures it, and exits 1 if a bound is missed. */
import { registry } from "../catalogue/registry.ts";
import { setUp } from "../engine/game/setup.ts";
import type { Flow } from "../engine/learn/flow.ts";
import { openSession } from "../engine/open-session.ts";
import { setPaths } from "../experiment/edit.ts";
import type { Experiment } from "../experiment/experiment.ts";
import { GRID_SOLVERS, type GridSolver, solveOnGrid } from "../engine/solve/solve.ts";
import { presets } from "../experiment/presets.ts";
import { printed } from "../experiment/report.ts";
import { resolve } from "../experiment/resolve.ts";
import { random } from "../math/random.ts";
import { parse, optionOf } from "./arguments.ts";
import { type LabBackend, backendFor } from "./backend.ts";
import type { ClaimLine, Lab, Measured } from "./claim.ts";
import { claims } from "./claims.ts";
import { BadInput, RunFailed } from "./failure.ts";
import { runOnce } from "./run.ts";
import { printAnswer, say } from "./say.ts";
import { lossesOf, train } from "./train.ts";

/** The one that the objective asks for, where it asks for one of a grid. */
function gridSolverOf({ objective: { id, params } }: Experiment): GridSolver | undefined {
  const asked = registry.objective.get(id).solve?.(params).solver;
  return GRID_SOLVERS.find((solver) => solver === asked);
}

function reach(samples: Float32Array, dimension: number, radius: number): number {
  let largest = 0;
  for (let i = 0; i < samples.length; i += dimension)
    largest = Math.max(largest, dimension === 1 ? Math.abs(samples[i]!) : Math.hypot(samples[i]!, samples[i + 1]!));
  return largest / radius;
}

const PUSHED = 1024;

/** The same points whatever the seed: flows of two seeds are told apart point by point. */
async function pushed(flow: Flow): Promise<Float32Array | null> {
  if (flow.ode === null) return null;
  const { dimension, reference } = flow.setup;
  const start = new Float32Array(PUSHED * dimension);
  reference.sample(random(0, "verify/pushed"), PUSHED, start);
  return (await flow.move(start, PUSHED, flow.samplingTimes(), [])).x;
}

type Settings = Readonly<Record<string, unknown>>;

function experimentOf(preset: string, settings: Settings): Experiment {
  const { experiment, problems } = resolve(setPaths(presets.get(preset)?.experiment ?? {}, settings), "strict");
  if (experiment === null) throw new Error(problems.map(printed).join("\n"));
  return experiment;
}

function labOn(backend: LabBackend, quick: boolean): Lab {
  const known = new Map<string, Measured>();
  return {
    quick,
    async measure(preset, settings) {
      const key = JSON.stringify([preset, settings]);
      const before = known.get(key);
      if (before !== undefined) return before;
      const { result, samples, session, flow } = await runOnce(experimentOf(preset, settings), backend);
      const { dimension, dataRadius } = session.setup();
      const measured = {
        metrics: result.metrics,
        exact: result.exact,
        experiment: result.experiment,
        steps: result.steps,
        reach: reach(await samples(), dimension, dataRadius),
        pushed: await pushed(flow),
      };
      session.dispose();
      known.set(key, measured);
      return measured;
    },
    async onGrid(preset, settings, nodes) {
      const setup = setUp(experimentOf(preset, settings), registry);
      const solved = await solveOnGrid(setup, { nodes, solver: gridSolverOf(setup.experiment) });
      if ("slot" in solved) throw new Error(solved.reason);
      if (!solved.found.converged) throw new Error("The grid did not settle.");
      const { mean, covariance } = solved.moments(setup.experiment.game.horizon);
      return { mean, covariance, cost: solved.cost() };
    },
    async losses(preset, settings) {
      const session = await openSession(experimentOf(preset, settings), registry, backend.makeKernel, backend.fuse);
      await train(session);
      const { total } = lossesOf(session);
      session.dispose();
      return total;
    },
  };
}

const printedLine = ({ name, value, comparison, bound, ok }: ClaimLine): string =>
  `${ok ? "ok    " : "MISSED"} ${value.toPrecision(3).padStart(9)} ${comparison} ${bound}  ${name}`;

export async function verify(args: readonly string[]): Promise<void> {
  const given = parse(args, { quick: "flag", only: "one" });
  if (given.words.length > 0) throw new BadInput(`verify: given ${given.words.join(" ")}; allowed: --quick, --only TEXT`);
  // What is claimed for so many seconds is claimed for one core.
  const backend = await backendFor("auto", 1);
  const lab = labOn(backend, given.flags.has("quick"));
  const only = optionOf(given, "only");
  const wanted = claims().filter(({ name, quick }) => (!lab.quick || quick) && (only === undefined || name.includes(only)));
  const report: { claim: string; lines: readonly ClaimLine[] }[] = [];
  for (const claim of wanted) {
    say(`\n${claim.name}`);
    const lines = await claim.lines(lab);
    for (const line of lines) say(printedLine(line));
    report.push({ claim: claim.name, lines });
  }
  const all = report.flatMap(({ lines }) => lines);
  const missed = all.filter(({ ok }) => !ok).length;
  say(`\n${all.length - missed} passed, ${missed} failed`);
  printAnswer({ schema: 1, backend: backend.id, passed: all.length - missed, failed: missed, claims: report });
  if (missed > 0) throw new RunFailed(`${missed} of ${all.length} bounds missed`);
}
