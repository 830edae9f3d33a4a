/**
 * @file Is the flow its own inverse, at the steps it is used with?
 *
 *     E |x − pull(push(x))|,   x ~ ρ₀
 *
 * The exact flow of an ODE is invertible; what is measured is the integrator at the evaluation steps.
 */
import type { Metrics } from "../../results.ts";
import type { Ruler, RulerSpec } from "../ruler.ts";
import { meanOf, type Subject } from "../subject.ts";

declare module "../../results.ts" {
  interface Metrics {
    readonly inverseError: number | null;
  }
}

export const spec: RulerSpec = {
  id: "inverse-error",
  title: "Inverse error",
  answers: ["inverseError"],
  card: "measures",
  place: 60,
  when: "beside",
  lines: ({ inverseError: found }) => [
    {
      id: "inverseError",
      title: "inverse error",
      unit: "plain",
      value: found,
      truth: 0,
      about: "Push a point to the data and pull it back: how far from its start it lands. More sampling steps make it smaller.",
    },
  ],
};

/** null where the experiment's sampler is not an ODE. */
async function measure(subject: Subject): Promise<Pick<Metrics, "inverseError">> {
  const { setup, flow, effort } = subject;
  if (flow.ode === null || setup.experiment.sampling.method !== "ode") return { inverseError: null };
  const d = setup.dimension;
  const n = effort.samples;
  const start = new Float32Array(n * d);
  setup.reference.sample(subject.stream("inverse-error"), n, start);
  const times = flow.samplingTimes();
  const pushed = await flow.move(start, n, times, []);
  const back = await flow.move(pushed.x, n, times.slice().reverse(), []);
  const missed = (i: number): number => Math.hypot(...Array.from({ length: d }, (_, k) => back.x[i * d + k]! - start[i * d + k]!));
  return { inverseError: meanOf(n, missed) };
}

export const inverseError: Ruler = { spec, measure };
