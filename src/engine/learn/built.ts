/**
 * @file The plan of a run made to compute, term by term, on whatever kernels there are: the route that always works.
 *
 * The loss is the sum of the game's parts. Other phases have parts of their own, which come after them and are no part of it.
 */
import type { Learn, Part, PathsTerm, Phase, PointsTerm } from "../../catalogue/terms.ts";
import { COST_TO_GO, SLOPE } from "../../catalogue/costate-term.ts";
import type { Uniforms } from "../game/evaluation.ts";
import type { Setup } from "../game/setup.ts";
import { gameTerms } from "../game/terms-of.ts";
import type { JetKernel } from "../kernels/jets.ts";
import { tableauOf } from "../../math/integrators.ts";
import type { LossPart } from "../results.ts";
import { carriedEnds } from "./carried.ts";
import { costateStep } from "./costate-step.ts";
import type { DrawsGiven } from "./draws.ts";
import { type Generated, generated, isGenerated } from "./generated.ts";
import { type History, history } from "./history.ts";
import { networkOf, networksOf, type RoleNetwork } from "./networks.ts";
import { pathsStep } from "./paths-step.ts";
import { pointsStep } from "./points-step.ts";
import { createStages, type Stages } from "./stages.ts";
import type { TermStep } from "./term-step.ts";
import { witnessOf } from "./witness.ts";

export interface BuiltPhase {
  readonly phase: Phase;
  readonly kernels: readonly JetKernel[];
  /** Where the flow is trained in stages, a network at a time. */
  readonly stages: Stages | undefined;
  /** What the terms of a step share is drawn first. */
  readonly before: ((index: number, uniforms: Uniforms) => Promise<void>) | undefined;
  readonly steps: readonly TermStep[];
  /** One number per name of each step. */
  readonly values: Float64Array;
  /** Where each of them goes among the parts of the run. */
  readonly places: readonly number[];
}

export interface Built {
  /** The first is the one that moves the particles. */
  readonly networks: readonly RoleNetwork[];
  readonly phases: readonly BuiltPhase[];
  readonly values: Float64Array;
  readonly history: History;
  readonly parts: readonly LossPart[];
}

export function build(setup: Setup, plan: Learn, kernels: readonly JetKernel[]): Built {
  const { experiment } = setup;
  const networks = networksOf(setup, kernels);
  const draws: DrawsGiven = {
    seed: experiment.seed,
    capacity: experiment.training.batch,
    samplers: setup.samplers,
    reference: setup.reference,
    uniform: setup.uniformNames,
  };
  const isGame = ({ trains }: Phase): boolean => trains.includes(setup.need.role);
  const made = plan.phases.map((phase) => {
    const particles = phase.terms.some(isGenerated) ? particlesOf(setup, plan, networks, draws) : undefined;
    const rounds = phase.terms.map((term) => (term.kind === "points" ? term.points.rounds : undefined)).find((each) => each !== undefined);
    const carried = rounds === undefined ? undefined : carriedEnds(rounds, networks, draws, setup.sigmaAt);
    const given = {
      ...draws,
      ...(particles === undefined ? {} : { generated: particles.rows }),
      ...(carried === undefined ? {} : { carried }),
    };
    const stages = stagesFor(phase, networks, kernels, draws);
    return { phase, stages, before: particles?.draw ?? carried?.carry, steps: stepsOf(setup, phase, networks, given, stages) };
  });
  const gameFirst = [...made.filter(({ phase }) => isGame(phase)), ...made.filter(({ phase }) => !isGame(phase))];
  const parts: LossPart[] = [];
  let counted = 0;
  for (const { phase, steps } of gameFirst) {
    for (const name of steps.flatMap((step) => step.names)) if (!parts.some((part) => part.name === name)) parts.push(partOf(name, phase));
    if (isGame(phase)) counted = parts.length;
  }
  const names = parts.map(({ name }) => name);
  return {
    networks,
    phases: made.map(({ phase, stages, before, steps }) => {
      const own = steps.flatMap((step) => step.names);
      return {
        ...{ phase, stages },
        kernels: phase.trains.map((role) => networkOf(networks, role).kernel),
        before,
        steps,
        values: new Float64Array(own.length),
        places: own.map((name) => names.indexOf(name)),
      };
    }),
    values: new Float64Array(names.length),
    history: history(names, counted),
    parts,
  };
}

function stagesFor(
  { terms }: Phase,
  networks: readonly RoleNetwork[],
  kernels: readonly JetKernel[],
  draws: DrawsGiven,
): Stages | undefined {
  const paths = terms.find((term): term is PathsTerm => term.kind === "paths" && term.stages !== undefined);
  if (paths?.stages === undefined) return undefined;
  const { stages: rounds, integrator, steps } = paths;
  return createStages({ rounds, whole: networkOf(networks, paths.of), kernels, draws, tableau: tableauOf(integrator), steps });
}

function stepsOf(
  setup: Setup,
  { terms }: Phase,
  networks: readonly RoleNetwork[],
  draws: DrawsGiven,
  stages: Stages | undefined,
): readonly TermStep[] {
  const of = (role: RoleNetwork["role"]): RoleNetwork => networkOf(networks, role);
  const critic = networks.find(({ role }) => role === "critic");
  const witness = critic === undefined || setup.witness === undefined ? undefined : witnessOf(critic, setup.witness, draws);
  const steps: TermStep[] = terms
    .filter((term): term is PathsTerm => term.kind === "paths")
    .map((term) => {
      const network = of(term.of);
      return pathsStep({ term, network, here: network.here, draws, data: setup.data, sigmaAt: setup.sigmaAt, witness, stages });
    });
  const points = terms.filter((term): term is PointsTerm => term.kind === "points");
  // Terms that share points and network share one evaluation.
  for (const key of new Set(points.map(shared))) {
    const together = points.filter((term) => shared(term) === key);
    const network = of(together[0]!.of);
    steps.push(pointsStep(together, network, network.here, draws));
  }
  for (const term of terms) if (term.kind === "costate") steps.push(costateStep(term, setup, of(term.of), draws));
  return steps;
}

const shared = ({ of, points }: PointsTerm): string => `${of} ${points.id}`;

/** Particles at the end of the game's own paths. */
function particlesOf(setup: Setup, plan: Learn, networks: readonly RoleNetwork[], draws: DrawsGiven): Generated {
  const paths = gameTerms(setup, plan).find((term): term is PathsTerm => term.kind === "paths" && term.direction === "push");
  if (paths === undefined) throw new Error("A critic needs generated particles, and this game pushes none from the reference.");
  return generated(paths, networkOf(networks, paths.of), draws, setup.sigmaAt);
}

/** The parts of the loss that the terms of a phase are. */
function partsOf({ terms }: Phase): readonly Part[] {
  return terms.flatMap((term): readonly Part[] => {
    if (term.kind === "costate") return [SLOPE, COST_TO_GO];
    return term.kind === "paths" ? [...term.accumulate, ...term.end, ...term.comparisons] : [term];
  });
}

function partOf(name: string, phase: Phase): LossPart {
  const part = partsOf(phase).find((each) => each.name === name);
  if (part === undefined) throw new Error(`No term of this phase is called ${name}.`);
  return { name, title: part.title ?? name.replaceAll("-", " "), slot: part.slot };
}
