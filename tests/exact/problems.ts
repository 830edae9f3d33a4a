/** @file Games and finite differences for the tests of the closed forms. */
import type { Density } from "../../src/catalogue/define.ts";
import type { ParamValues } from "../../src/catalogue/params.ts";
import { specs } from "../../src/catalogue/specs.ts";
import type { DataProblem, ExactProblem, Noising, ClosedForm } from "../../src/exact/problem.ts";
import { closedFormOf } from "../../src/exact/solution.ts";
import { gaussianMixture } from "../../src/math/laws/gaussian-mixture.ts";
import type { Random } from "../../src/math/random.ts";
import { randomCovariance } from "../math/densities.ts";

const from =
  <S>(table: ReadonlyMap<string, S>) =>
  (id: string, params: ParamValues = {}) => ({ spec: table.get(id)!, params });

export const dynamicsOf = from(specs.dynamics);
export const lagrangianOf = from(specs.lagrangian);
export const costOf = from(specs.functional);

export function randomGaussian(stream: Random, d: 1 | 2): Density {
  return gaussianMixture({
    means: [Array.from({ length: d }, () => 2 * stream.normal())],
    covariances: [randomCovariance(stream, d, 0.3)],
  });
}

export function gaussianOf(mean: number[], covariance: number[][]): Density {
  return gaussianMixture({ means: [mean], covariances: [covariance] });
}

export function flowProblem(data: Density, reference: Density, terminal: string, weight: number, kinetic = 1, horizon = 1): DataProblem {
  return {
    horizon,
    discount: 0,
    dynamics: dynamicsOf("deterministic"),
    lagrangian: lagrangianOf("kinetic", { weight: kinetic }),
    interactions: [],
    terminal: costOf(terminal, { weight }),
    data,
    reference,
  };
}

/** Variance preserving, β from 0.1 to `betaMax`. */
export const vp =
  (betaMax: number, horizon = 1) =>
  (s: number): Noising => {
    const beta = 0.1 + ((betaMax - 0.1) * s) / horizon;
    const integral = 0.1 * s + ((betaMax - 0.1) * s * s) / (2 * horizon);
    return { alpha: Math.exp(-integral / 2), std: Math.sqrt(-Math.expm1(-integral)), sigma2: beta, driftRate: beta / 2 };
  };

export const brownian =
  (sigma: number) =>
  (s: number): Noising => ({ alpha: 1, std: sigma * Math.sqrt(s), sigma2: sigma * sigma, driftRate: 0 });

export function diffusionProblem(
  data: Density,
  reference: Density,
  alphaStd: (s: number) => Noising,
  changes: Partial<ExactProblem> = {},
): ExactProblem {
  return {
    horizon: 1,
    discount: 0,
    dynamics: dynamicsOf("vp"),
    lagrangian: lagrangianOf("diffusion"),
    interactions: [],
    terminal: costOf("cross-entropy", { weight: 1 }),
    data,
    reference,
    alphaStd,
    ...changes,
  };
}

export const isClosedForm = (answer: ReturnType<typeof closedFormOf>): answer is ClosedForm => "kind" in answer;

export function solved(problem: ExactProblem): ClosedForm {
  const answer = closedFormOf(problem);
  if (!isClosedForm(answer)) throw new Error(`${answer.slot}: ${answer.reason}`);
  return answer;
}

/** Fourth-order difference of U along one coordinate (0, 1: space; −1: time). */
export function slope(solution: ClosedForm, x: readonly number[], t: number, axis: number, h: number): number {
  const at = (step: number): number =>
    axis < 0
      ? solution.value(x, t + step * h).U
      : solution.value(
          x.map((value, i) => (i === axis ? value + step * h : value)),
          t,
        ).U;
  return (at(-2) - 8 * at(-1) + 8 * at(1) - at(2)) / (12 * h);
}

export function curvature(solution: ClosedForm, x: readonly number[], t: number, h: number): number {
  const at = (axis: number, step: number): number =>
    solution.value(
      x.map((value, i) => (i === axis ? value + step * h : value)),
      t,
    ).U;
  return x.reduce(
    (sum, _, axis) => sum + (-at(axis, -2) + 16 * at(axis, -1) - 30 * at(axis, 0) + 16 * at(axis, 1) - at(axis, 2)) / (12 * h * h),
    0,
  );
}
