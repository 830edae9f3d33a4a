/**
 * @file A functional of the game with its parameters bound: whatever it states, a cost to average and a price to pay come out.
 *
 *     formula      what is left out follows from linearity
 *     kernel       ℱ = ½E_ρρ k − E_ρπ k:    cost  ½κ_ρ − κ_π,    price  κ_ρ − κ_π,    κ_μ(x) = E_μ k(x, ·)      (κ_π if asked for)
 *     nash         what the player's own gradient sees is the price, with the crowd held fixed: cost = price
 *
 * Leaves of the crowd belong to one functional each (`mean1`, `kernelPopulation` behind its path), so that one may be held fixed while
 * another is not.
 */
import type { Coupling, Functional, FunctionalSpec, ParamExprs } from "../../catalogue/define.ts";
import type { Place } from "../../catalogue/place.ts";
import type { SampleCost } from "../../catalogue/samples.ts";
import type { Dual } from "../../catalogue/dual.ts";
import { typedFormula } from "../../catalogue/formula.ts";
import type { FormulaValue, ParamSpec, ParamSpecs, ParamValues } from "../../catalogue/params.ts";
import { standing } from "../../catalogue/repeated.ts";
import type { PopulationFeature } from "../../catalogue/terms.ts";
import { type Expr, input, mul, sub } from "../../math/expressions/expression.ts";
import { byTape } from "./by-tape.ts";

export interface BoundFunctional {
  readonly spec: FunctionalSpec;
  /** What is averaged over the population; null if it has no formula at a point. */
  integrand(at: Place): Expr | null;
  /** What one more particle pays; null if it has no formula at a point. */
  price(at: Place): Expr | null;
  /** What its formulas ask of the crowd. */
  readonly crowd: readonly PopulationFeature[];
  /** What makes a test function of its critic good; undefined without one. */
  readonly dual: Dual | undefined;
  /** A cost of whole samples: written with its gradient, or as tensors. */
  readonly particles: SampleCost | undefined;
}

const couplingOf = (spec: FunctionalSpec, params: ParamValues): Coupling =>
  typeof spec.coupling === "function" ? spec.coupling(params) : spec.coupling;

/** Reals, integers and the parameters of formulas become live leaves named by their path in the experiment; anything else stays as it is. */
export function paramLeaves(path: string, specs: ParamSpecs, values: ParamValues): ParamExprs<ParamSpecs> {
  const leafOf = (name: string, spec: ParamSpec) => {
    if (spec.kind === "real" || spec.kind === "integer") return input(`${path}.${name}`);
    const value = values[name] ?? spec.default;
    if (spec.kind !== "formula") return value;
    return typedFormula(spec, value as FormulaValue, (parameter) => input(`${path}.${name}.values.${parameter}`));
  };
  return Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, leafOf(name, spec)])) as ParamExprs<ParamSpecs>;
}

/** The names of leaves that hold the population's mean for the functional at this path. */
export const meanLeaf = (path: string, axis: number): string => `${path}.mean${String(axis + 1)}`;

const kernelLeaf = (path: string, against: "population" | "target"): string =>
  `${path}.kernel${against === "population" ? "Population" : "Target"}`;

/** @param path of the functional in the experiment, e.g. "game.interactions.0" */
export function bindFunctional(entry: Functional, path: string, params: ParamValues, dimension: 1 | 2): BoundFunctional {
  const { spec } = entry;
  const p = paramLeaves(`${path}.params`, spec.params, params);
  const scoped = (at: Place): Place => ({
    ...at,
    of: (feature) =>
      feature === "kernelPopulation"
        ? input(kernelLeaf(path, "population"))
        : feature === "kernelTarget"
          ? input(kernelLeaf(path, "target"))
          : at.of(feature),
    mean: () => Array.from({ length: dimension }, (_, i) => input(meanLeaf(path, i))),
  });
  const coupling = couplingOf(spec, params);
  const price = (at: Place): Expr | null => {
    if (entry.price !== undefined) return entry.price(scoped(at), p);
    if (entry.kernel !== undefined) return overTarget(scoped(at), spec, 1);
    return coupling === "linear" && entry.integrand !== undefined ? entry.integrand(scoped(at), p) : null;
  };
  const integrand = (at: Place): Expr | null => {
    if (coupling === "nash") return price(at);
    if (entry.integrand !== undefined) return entry.integrand(scoped(at), p);
    if (entry.kernel !== undefined) return overTarget(scoped(at), spec, 0.5);
    return coupling === "linear" ? price(at) : null;
  };
  const { particles, tensors, dual } = entry;
  return {
    spec,
    integrand,
    price,
    crowd: crowdOf(entry, path, p, dimension, coupling === "nash"),
    dual: dual && { average: dual.average, excess: (slope) => dual.excess(slope, p) },
    particles: tensors ? byTape(tensors, params) : particles && ((given) => particles({ ...given, params })),
  };
}

/** log π at the particles, where a cost along their paths knows it. */
export const targetAsked = ({ needs }: FunctionalSpec): BoundFunctional["crowd"] =>
  needs.includes("targetLogDensity") ? [{ kind: "target" }] : [];

/** An interaction beside this end cost: κ times that, whatever it is, if it repeats it. */
export function repeatedAlong(end: BoundFunctional, own: BoundFunctional): BoundFunctional {
  if (own.spec.repeats === undefined) return own;
  const atRate = (cost: Expr | null): Expr | null => (cost === null ? null : mul(input("game.discount"), cost));
  return {
    spec: standing(own.spec, end.spec),
    integrand: (at) => atRate(end.integrand(at)),
    price: (at) => atRate(end.price(at)),
    crowd: [...end.crowd, ...targetAsked(end.spec)],
    dual: undefined,
    particles: undefined,
  };
}

const overTarget = (at: Place, { needs }: FunctionalSpec, share: number): Expr => {
  const own = mul(share, at.of("kernelPopulation"));
  return needs.includes("kernelTarget") ? sub(own, at.of("kernelTarget")) : own;
};

const vector = (letter: string, d: 1 | 2) => Array.from({ length: d }, (_, i) => input(`${letter}${String(i + 1)}`));

function crowdOf(entry: Functional, path: string, p: ParamExprs<ParamSpecs>, d: 1 | 2, frozen: boolean): PopulationFeature[] {
  const { needs } = entry.spec;
  const kernel = entry.kernel?.(vector("x", d), vector("y", d), p);
  const kernels = (["population", "target"] as const).flatMap((against): PopulationFeature[] =>
    kernel !== undefined && (against === "population" || needs.includes("kernelTarget"))
      ? [{ kind: "kernel", leaf: kernelLeaf(path, against), kernel, against, frozen }]
      : [],
  );
  return [...(needs.includes("mean") ? [{ kind: "mean" as const, path, frozen }] : []), ...kernels];
}
