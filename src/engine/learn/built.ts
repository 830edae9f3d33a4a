/** @file The terms of a run made to compute, term by term, on whatever kernel there is: the route that always works. */
import type { PathsTerm, PointsTerm, Term } from "../../catalogue/terms.ts";
import type { LossPart } from "../results.ts";
import type { DrawsGiven } from "./draws.ts";
import type { Network } from "../game/evaluation.ts";
import { type History, history } from "./history.ts";
import type { JetKernel } from "../kernels/jets.ts";
import { pathsStep } from "./paths-step.ts";
import { pointsStep } from "./points-step.ts";
import type { Setup } from "../game/setup.ts";
import type { TermStep } from "./term-step.ts";
import { tfStep } from "./tf-step.ts";

export interface Built {
  readonly network: Network;
  readonly steps: readonly TermStep[];
  readonly values: Float64Array;
  readonly history: History;
  readonly parts: readonly LossPart[];
}

export function build(setup: Setup, terms: readonly Term[], kernel: JetKernel): Built {
  const { experiment, composed } = setup;
  const network: Network = { kernel, binding: composed.binding };
  const draws: DrawsGiven = {
    seed: experiment.seed,
    capacity: experiment.training.batch,
    samplers: setup.samplers,
    reference: setup.reference,
    uniform: setup.uniformNames,
  };
  const steps: TermStep[] = terms
    .filter((term): term is PathsTerm => term.kind === "paths")
    .map((term) => pathsStep({ term, network, here: composed.here, draws, data: setup.data, sigmaAt: setup.sigmaAt }));
  const points = terms.filter((term): term is PointsTerm => term.kind === "points");
  for (const id of new Set(points.map((term) => term.points.id)))
    steps.push(
      pointsStep(
        points.filter((term) => term.points.id === id),
        network,
        composed.here,
        draws,
      ),
    );
  for (const term of terms) if (term.kind === "tf") steps.push(tfStep(term, kernel));
  const names = steps.flatMap((s) => s.names);
  return { network, steps, values: new Float64Array(names.length), history: history(names), parts: names.map(partOf) };
}

function partOf(name: string): LossPart {
  if (name === "hjb") return { name, slot: "hjb" };
  if (name === "running") return { name, slot: "running" };
  if (name.startsWith("interaction")) return { name, slot: "interaction" };
  if (name === "terminal" || name.endsWith("-condition")) return { name, slot: "terminal" };
  return { name, slot: "objective" };
}
