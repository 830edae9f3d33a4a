/**
 * @file A flow in stages: each of its games has a closed form, and starts from the Gaussian where the one before has ended.
 *
 *     ρ_{k+1} = argmin (w/2h) W₂²(ρ_k, ρ) + F[ρ],     h = T/K           U(·, t) is that of the stage of t, whose start belongs to it
 *
 * What it costs in all is F where the last stage ends, and what moving cost in all of them.
 */
import { type ExactProblem, type FlowForm, type Unsolved, type ValueFields, pointwiseValue } from "./problem.ts";
import { energyWeightOf } from "./slots.ts";

/** Of a stage: times nearer to its start than this belong to it, whatever rounding says. */
const AT_START = 1e-5;

export function stagedFlow(
  problem: ExactProblem,
  stages: number,
  solve: (problem: ExactProblem) => FlowForm | Unsolved,
): FlowForm | Unsolved {
  const length = problem.horizon / stages;
  const forms: FlowForm[] = [];
  let reference = problem.reference;
  for (let k = 0; k < stages; k++) {
    const form = solve({ ...problem, horizon: length, reference });
    if ("slot" in form) return form;
    forms.push(form);
    reference = { ...reference, gaussian: { mean: form.mean, covariance: form.covariance } };
  }
  const weight = energyWeightOf(problem.lagrangian);
  if (weight === undefined) return { slot: "lagrangian", reason: "In stages a closed form is known for the kinetic energy only." };
  const last = forms[stages - 1]!;
  const d = last.dimension;
  const stageAt = (t: number): number => Math.min(Math.max(Math.floor(t / length + AT_START), 0), stages - 1);
  const at = (t: number): { readonly form: FlowForm; readonly own: number } => {
    const k = stageAt(t);
    return { form: forms[k]!, own: Math.min(Math.max(t - k * length, 0), length) };
  };
  const values = (x: ArrayLike<number>, n: number, t: number, out: ValueFields): void => {
    const { form, own } = at(t);
    form.values(x, n, own, out);
  };
  const energies = forms.map(({ energy }) => energy ?? Number.NaN);
  return {
    kind: "gaussian-stages",
    section: "Minimising movements",
    about: `Proximal steps between Gaussians, each ${String(Number(length.toPrecision(3)))} long in time: straight paths that bend where stages meet.`,
    dimension: d,
    mean: last.mean,
    covariance: last.covariance,
    cost: last.cost + weight * energies.slice(0, -1).reduce((total, energy) => total + energy, 0),
    energy: energies.reduce((total, energy) => total + energy, 0),
    value: pointwiseValue(d, values),
    values,
    velocity(x, n, t, out) {
      const { form, own } = at(t);
      form.velocity(x, n, own, out);
    },
    trajectories(x0, n, times, out) {
      let [stage, x] = [0, Float64Array.from(x0)];
      for (let j = 0; j < times.length; j++) {
        for (; stage < stageAt(times[j]!); stage++) {
          const end = new Float64Array(n * d);
          forms[stage]!.trajectories(x, n, [length], end);
          x = end;
        }
        const here = new Float64Array(n * d);
        forms[stage]!.trajectories(x, n, [at(times[j]!).own], here);
        for (let q = 0; q < n * d; q++) out[j * n * d + q] = here[q]!;
      }
    },
  };
}
