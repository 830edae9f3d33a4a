/**
 * @file Is the flow its own inverse, at the steps it is used with?
 *
 *     E |x − pull(push(x))|,   x ~ ρ₀
 *
 * The exact flow of an ODE is invertible; what is measured is the integrator at the evaluation steps.
 */
import { meanOf, type Subject } from "../subject.ts";

/** null where the experiment's sampler is not an ODE. */
export async function inverseError(subject: Subject): Promise<number | null> {
  const { setup, flow, effort } = subject;
  if (flow.ode === null || setup.experiment.sampling.method !== "ode") return null;
  const d = setup.dimension;
  const n = effort.samples;
  const start = new Float32Array(n * d);
  setup.reference.sample(subject.stream("inverse-error"), n, start);
  const times = flow.samplingTimes();
  const pushed = await flow.move(start, n, times, []);
  const back = await flow.move(pushed.x, n, times.slice().reverse(), []);
  return meanOf(n, (i) => Math.hypot(...Array.from({ length: d }, (_, k) => back.x[i * d + k]! - start[i * d + k]!)));
}
