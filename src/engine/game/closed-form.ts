/** @file A closed form as a solution among others. */
import type { ClosedForm, Unsolved } from "../../exact/problem.ts";
import type { ExactSummary } from "../results.ts";
import type { FieldName, Fields, Solution } from "../solution.ts";
import { exactOf } from "./exact-problem.ts";
import type { Setup } from "./setup.ts";

/** The closed form of this game; null where it has none. */
export function exactSolution(setup: Setup): Solution | null {
  const solved = exactOf(setup);
  return "reason" in solved ? null : solutionOf(solved);
}

/** In brief, or why there is none. */
export function summaryOf(solved: ClosedForm | Unsolved): ExactSummary {
  if ("reason" in solved) return { known: false, slot: solved.slot, reason: solved.reason };
  const { kind, about, section, mean, covariance, cost, energy } = solved;
  return { known: true, by: "formula", kind, about, section, mean, covariance, cost, energy };
}

export function solutionOf(form: ClosedForm): Solution {
  const d = form.dimension;
  return {
    by: "formula",
    dimension: d,
    unknown: () => undefined,
    at: (wanted, x, n, t) => Promise.resolve(fieldsOf(form, wanted, x, n, t)),
    async trajectories(x0, n, times, pause) {
      const paths = new Float32Array(times.length * n * d);
      if (pause === undefined || form.stepwise === undefined) form.trajectories(x0, n, times, paths);
      else {
        const steps = form.stepwise(x0, n, times, paths);
        while (steps.next().done !== true) await pause();
      }
      return paths;
    },
    slow: form.stepwise !== undefined,
    energy: form.energy,
  };
}

function fieldsOf(form: ClosedForm, wanted: readonly FieldName[], x: Float32Array, n: number, t: number): Fields {
  const d = form.dimension;
  const length: Readonly<Record<FieldName, number>> = { density: n, value: n, momentum: n * d, velocity: n * d, residual: n };
  // The residual of a solution is 0, as it stands.
  const fields = Object.fromEntries(wanted.map((field) => [field, new Float64Array(length[field])])) as Record<FieldName, Float64Array>;
  const asks = (field: FieldName): boolean => wanted.includes(field);
  form.values(x, n, t, {
    ...(asks("density") ? { density: fields.density } : {}),
    ...(asks("value") ? { U: fields.value } : {}),
    ...(asks("momentum") ? { gradient: fields.momentum } : {}),
  });
  if (asks("velocity")) form.velocity(x, n, t, fields.velocity);
  return fields;
}
