/**
 * @file Particles along the exact probability flow of a diffusion.
 *
 *     dx/dt = f + ½ σ² ∇log η(x, T − t)
 *
 * In y = x/α and ν = std/α the schedule drops out and what is left bends little: dy/dν = −std ∇log η. Heun's method (order 2)
 * with steps equal in u = √(s/T), finer where structure appears, s → 0.
 */
import type { Density } from "../catalogue/define.ts";
import type { Floats } from "../math/laws/density.ts";
import type { Noising, ClosedForm } from "./problem.ts";

/** On moons and rings the 99th percentile of the error is then under 0.005. */
const STEPS = 64;

export function probabilityFlow(
  law: Pick<Density, "dimension" | "diffused">,
  alphaStd: (s: number) => Noising,
  horizon: number,
  stepsInAll = STEPS,
): Required<Pick<ClosedForm, "trajectories" | "stepwise">> {
  const d = law.dimension;
  /** y ↦ −std ∇log η at noising time s, with x = α y. */
  const slope = (y: Float64Array, n: number, { alpha, std }: Noising, x: Float64Array, out: Float64Array): void => {
    for (let j = 0; j < n * d; j++) x[j] = alpha * y[j]!;
    law.diffused!(alpha, std).score!(x, n, out);
    for (let j = 0; j < n * d; j++) out[j] = -std * out[j]!;
  };

  function* stepwise(x0: ArrayLike<number>, n: number, times: ArrayLike<number>, out: Floats): Generator<void, void> {
    const size = n * d;
    const [y, ahead, x, first, second] = [0, 1, 2, 3, 4].map(() => new Float64Array(size)) as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    let u = 1;
    let here = alphaStd(horizon);
    for (let j = 0; j < size; j++) y[j] = x0[j]! / here.alpha;
    for (let k = 0; k < times.length; k++) {
      const goal = Math.sqrt(Math.min(Math.max(1 - times[k]! / horizon, 0), 1));
      const steps = Math.ceil(stepsInAll * (u - goal) - 1e-9);
      const from = u;
      for (let step = 1; step <= steps; step++) {
        u = from + ((goal - from) * step) / steps;
        const next = alphaStd(horizon * u * u);
        const stride = next.std / next.alpha - here.std / here.alpha;
        slope(y, n, here, x, first);
        for (let j = 0; j < size; j++) ahead[j] = y[j]! + stride * first[j]!;
        yield;
        slope(ahead, n, next, x, second);
        for (let j = 0; j < size; j++) y[j] = y[j]! + 0.5 * stride * (first[j]! + second[j]!);
        here = next;
        yield;
      }
      for (let j = 0; j < size; j++) out[k * size + j] = here.alpha * y[j]!;
    }
  }

  return {
    stepwise,
    trajectories(x0, n, times, out) {
      const steps = stepwise(x0, n, times, out);
      while (steps.next().done !== true) continue;
    },
  };
}
