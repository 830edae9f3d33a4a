/**
 * @file What a training step is made of on the device: one shader for each roll-out and each source of points, composed from the
 * run's terms. Nothing here touches a device, so that a program can be compared with the one before it.
 */
import type { PathsTerm, PointsTerm, Term } from "../../../catalogue/terms.ts";
import type { PathEnd } from "../../../catalogue/place.ts";
import { leaves } from "../../../math/expressions/expression.ts";
import type { Uniforms } from "../../game/evaluation.ts";
import type { Setup } from "../../game/setup.ts";
import { weightOf } from "../term-step.ts";
import { pathsParts, pathsShader } from "./paths-wgsl.ts";
import { pointsShader } from "./points-wgsl.ts";
import { type StepRow, rowOf } from "./row.ts";
import { BINDINGS, NotFused, type TermGiven, type TermShader } from "./term-wgsl.ts";

export interface Program {
  readonly shaders: readonly TermShader[];
  readonly row: StepRow;
  /** Names of the parts of the loss, in the order of the generic route. */
  readonly names: readonly string[];
  /** Groups whose gradients are to be summed. */
  readonly groups: number;
  /** What each part is multiplied by at a step: weight · ramp / n. */
  weights(step: number, uniforms: Uniforms): readonly number[];
}

interface Part {
  readonly name: string;
  readonly weight: Parameters<typeof weightOf>[0];
}

type Composed = (firstPart: number, given: Omit<TermGiven, "firstPart">) => TermShader;

interface Fusible {
  readonly parts: readonly Part[];
  readonly compose: Composed;
}

/** @throws NotFused with the reason, for a run that needs the generic route */
export function programOf(setup: Setup, terms: readonly Term[], workgroupBytes: number): Program {
  const { experiment, composed } = setup;
  if (terms.some((term) => term.kind === "costate")) throw new NotFused("costates go back along the paths, with the density beside them");
  if (terms.some((term) => term.kind === "paths" && term.stages !== undefined))
    throw new NotFused("it is trained in stages, a network at a time");
  for (const term of terms) if (term.kind === "paths") refuseCrowd(term, composed.here);
  if (terms.some((term) => term.kind === "points" && term.points.coupling !== undefined))
    throw new NotFused("the ends of its lines are paired across the batch");
  if (terms.some((term) => term.kind === "points" && term.points.rounds !== undefined))
    throw new NotFused("in later rounds its lines end where the network of the round before sends them");
  const fusible = [
    ...terms.filter((term): term is PathsTerm => term.kind === "paths").map((term) => pathsOf(term, setup)),
    ...bySource(terms.filter((term): term is PointsTerm => term.kind === "points")).map((shared) => pointsOf(shared, setup)),
  ];
  const parts = fusible.flatMap((each) => each.parts);
  const row = rowOf(BINDINGS.row, parts.length, setup.uniformNames);
  const samples = experiment.training.batch;
  const given = {
    ...{ shape: setup.shape, binding: composed.binding, row, samples, seed: experiment.seed },
    ...{ samplers: setup.samplers, data: setup.data, parts: parts.length, workgroupBytes },
  };
  let first = 0;
  const shaders = fusible.map(({ parts: own, compose }) => {
    const shader = compose(first, given);
    first += own.length;
    return shader;
  });
  return {
    shaders,
    row,
    names: parts.map((part) => part.name),
    groups: Math.max(...shaders.map((shader) => shader.groups)),
    weights: (step, uniforms) => parts.map((part) => weightOf(part.weight, step, uniforms) / samples),
  };
}

/** A shader's lane knows its own particle. @throws NotFused where a cost is about the others too */
function refuseCrowd(term: PathsTerm, here: PathEnd): void {
  if (term.comparisons.length > 0 || term.crowd.along.length > 0 || term.crowd.end.length > 0)
    throw new NotFused("a cost compares the particles of a batch with each other");
  if (leaves(term.accumulate.map((a) => a.integrand(here))).has("logDensity"))
    throw new NotFused("a running cost reads the density along the paths");
}

function pathsOf(term: PathsTerm, { composed }: Setup): Fusible {
  const { columns, ends } = pathsParts(term);
  return {
    parts: [...columns, ...ends].map((part) => ({ name: part.name, weight: part })),
    compose: (firstPart, given) => pathsShader({ term, here: composed.here, sigma: composed.sigma, given: { ...given, firstPart } }),
  };
}

function pointsOf(terms: readonly PointsTerm[], { composed }: Setup): Fusible {
  return {
    parts: terms.map((term) => ({ name: term.name, weight: term })),
    compose: (firstPart, given) => pointsShader(terms, composed.here, { ...given, firstPart }),
  };
}

/** Terms that share a source share its points and one evaluation of the network. */
function bySource(terms: readonly PointsTerm[]): PointsTerm[][] {
  return [...new Set(terms.map((term) => term.points.id))].map((id) => terms.filter((term) => term.points.id === id));
}
