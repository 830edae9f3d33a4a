/**
 * @file One game of the sweep *accepted ⇒ trains*: it is opened and takes five finite steps, or a sweep of its solver that ends in a number.
 *
 * Where one network goes down one loss through which everything is differentiated, it goes down: its first gradient g is that of the loss,
 *
 *     (L(θ + h g/|g|) − L(θ − h g/|g|)) / 2h = |g|        to a half, h = 0.01: far enough for single precision
 */
import type { Registry } from "../../src/catalogue/registry.ts";
import { planOf } from "../../src/engine/game/terms-of.ts";
import { createWasmKernel } from "../../src/engine/kernels/wasm/kernel.ts";
import { loadWasmModule } from "../../src/engine/kernels/wasm/module.ts";
import type { Session } from "../../src/engine/learn/session.ts";
import { measureSubject } from "../../src/engine/measure/measure.ts";
import type { Ruler } from "../../src/engine/measure/ruler.ts";
import { type MeasuringEffort, FULL, subjectOf } from "../../src/engine/measure/subject.ts";
import { openSession } from "../../src/engine/open-session.ts";
import { NotSolvable } from "../../src/engine/solve/solving.ts";
import type { Experiment } from "../../src/experiment/experiment.ts";
import { isSolved } from "../../src/experiment/solved.ts";

const module = await loadWasmModule();

const STEPS = 5;
const AWAY = 1e-2;

const TINY: MeasuringEffort = {
  ...FULL,
  samples: 32,
  pairs: 2,
  truths: 3,
  likelihoods: 16,
  particles: 32,
  steps: 2,
  points: 16,
  cells: 16,
};

export interface Outcome {
  readonly experiment: Experiment;
  /** "of laws": its grid or its room does not hold the laws, which is known when it is made, and said. Else what went wrong. */
  readonly end: "went" | "of laws" | { readonly failed: string };
}

/** What is accepted does not hang on how fine a grid is. */
const quickly = (experiment: Experiment): Experiment =>
  isSolved(experiment)
    ? { ...experiment, objective: { ...experiment.objective, params: { ...experiment.objective.params, resolution: "coarse" } } }
    : experiment;

/** @param rulers that measure it afterwards; none is left out */
export async function attempt(experiment: Experiment, registry: Registry, rulers: readonly Ruler[] = []): Promise<Outcome> {
  try {
    const session = await openSession(quickly(experiment), registry, (shape) => createWasmKernel(shape, module));
    if (session.learned) await learn(session, registry);
    else await session.advance(0);
    const change = session.outcome()?.change ?? 0;
    if (!Number.isFinite(change)) throw new Error(`a sweep changed ${change}`);
    if (rulers.length > 0) await expectMeasured(session, rulers);
    session.dispose();
    return { experiment, end: "went" };
  } catch (error) {
    if (error instanceof NotSolvable && error.ofLaws) return { experiment, end: "of laws" };
    return { experiment, end: { failed: error instanceof Error ? error.message : String(error) } };
  }
}

/** @throws Error where it does not */
async function learn(session: Session, registry: Registry): Promise<void> {
  const start = session.checkpoint();
  await expectDownhill(session, registry);
  session.restore(start);
  for (let step = 0; step < STEPS; step++) await session.advance(0);
  const { theta } = session.checkpoint();
  if (!theta.every(Number.isFinite)) throw new Error("weights are no numbers");
  if (theta.every((weight, i) => weight === start.theta[i])) throw new Error("no weight has moved");
}

/** Costates, and a velocity that stands in another network's target, are held fixed: what such a loss is worth is not what it goes down. */
function goesDownItsLoss(session: Session, registry: Registry): boolean {
  const { phases } = planOf(session.setup(), registry);
  const [phase] = phases;
  const frozen = phase?.terms.some(
    (term) =>
      term.kind === "costate" ||
      (term.kind === "paths" && [...term.crowd.along, ...term.crowd.end].some((f) => f.kind !== "target" && f.frozen)),
  );
  return (
    phases.length === 1 && phase?.trains.length === 1 && session.networks().length === 1 && session.setup().stages === 1 && frozen === false
  );
}

async function expectDownhill(session: Session, registry: Registry): Promise<void> {
  if (!goesDownItsLoss(session, registry)) return;
  const { kernel } = session.network();
  const { update } = kernel;
  const start = session.checkpoint();
  kernel.update = () => 0;
  const loss = async (theta: Float32Array): Promise<number> => {
    session.restore({ ...start, theta });
    await session.advance(0);
    return session.history().since(0)[1]!;
  };
  await loss(start.theta);
  const g = kernel.gTheta.slice();
  const size = Math.hypot(...g);
  const along = (by: number) => loss(start.theta.map((weight, i) => weight + (by * g[i]!) / size));
  const slope = ((await along(AWAY)) - (await along(-AWAY))) / (2 * AWAY);
  kernel.update = update;
  if (!(Math.abs(slope / size - 1) < 0.5))
    throw new Error(`the loss rises ${(slope / size).toPrecision(3)} times as fast along its gradient as that says`);
}

async function expectMeasured(session: Session, rulers: readonly Ruler[]): Promise<void> {
  const answers = rulers.flatMap(({ spec }) => spec.answers);
  const { failed } = await measureSubject(subjectOf(session, TINY), answers, {}, rulers);
  const said = Object.values(failed);
  if (said.length > 0) throw new Error(said.join(" "));
}
