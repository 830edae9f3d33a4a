/**
 * @file Likelihood by the flow's ODE, in nats, over true samples.
 *
 *     nll        = −E_π log ρ_T
 *     nllGap     = nll − H(π) = E_π[log π − log ρ_T] = KL(π‖ρ_T)        both terms over the same samples: less noise
 *     nllStepGap = |nll(K steps) − nll(2K steps)|                       for flows: does the network exploit its integrator?
 *
 * A diffusion's likelihood is that of its probability flow, down to the smallest noise.
 */
import { meanOf, type Subject } from "../subject.ts";

/** Fewest steps for a probability flow (Heun): with the exact score of the moons, 50 steps are off by 0.001 nats, 100 by 0.0001. */
const DIFFUSION_STEPS = 100;

/** Steps at which densities are read off: those of the sampler, more for a probability flow. */
export function densitySteps({ setup, population }: Subject): number {
  const { steps } = setup.experiment.sampling;
  return population === "diffusion" ? Math.max(steps, DIFFUSION_STEPS) : steps;
}

export interface Likelihood {
  readonly nll: number | null;
  readonly nllGap: number | null;
  readonly nllStepGap: number | null;
}

/** nulls where the model's law has no flow, and for the gap where the data's density is not known. */
export async function likelihood(subject: Subject): Promise<Likelihood> {
  const { setup, flow, effort } = subject;
  const n = effort.samples;
  const steps = densitySteps(subject);
  const x = subject.truth("likelihood", n);
  const logs = await flow.logDensity(x, n, steps);
  if (logs === null) return { nll: null, nllGap: null, nllStepGap: null };
  const nll = -meanOf(n, (i) => logs[i]!);
  const finer = subject.population === "diffusion" ? null : await flow.logDensity(x, n, 2 * steps);
  const truth = new Float64Array(n);
  setup.data.logDensity?.(x, n, truth);
  return {
    nll,
    nllGap: setup.data.logDensity === undefined ? null : meanOf(n, (i) => truth[i]! - logs[i]!),
    nllStepGap: finer === null ? null : Math.abs(meanOf(n, (i) => finer[i]! - logs[i]!)),
  };
}
